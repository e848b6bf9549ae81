import { pMapIterable } from 'p-map'
import { toTrack } from '../clients/spotify/to-domain.ts'
import type { Artist } from '../domain/artist.ts'
import { idsAt } from '../domain/external-id.ts'
import type { SongDraft, Track } from '../domain/song.ts'
import { countSkip, type LedgerEntry } from './ledger.ts'
import { type ReadReleases, readReleases } from './read-releases.ts'
import { songKey } from './song-key.ts'
import { gapOf, notConfigured, type SyncTask, withGaps } from './sync-task.ts'

/** Pages of releases read while one is being stored. */
const pagesAhead = 2

/**
 * Reads an artist's releases from Spotify and stores their songs: every recording, remasters and live versions
 * with the song they are of. Its position is the page of the list of releases to read next, null after the last.
 */
export const syncSongs: SyncTask = async ({ storage, clients, clock, releaseGroups }, artist, journal) => {
  const { spotify } = clients
  if (!spotify) return journal.gap(notConfigured('tracks', 'spotify'))
  const [spotifyId] = idsAt(artist, 'spotify')
  const start = journal.position as { readonly next: string | null } | null
  if (!spotifyId || start?.next === null) return

  await withGaps(journal, { kind: 'tracks', service: 'spotify' }, async () => {
    const options = { signal: journal.signal, lane: journal.lane }
    const pages = spotify
      .artistAlbums(spotifyId, { groups: releaseGroups }, options)
      .pages(start ? { from: start.next! } : {})
    const read = pMapIterable(
      pages,
      async (page) => ({ page, read: await readReleases(spotify, page.items, options) }),
      {
        concurrency: pagesAhead,
      },
    )
    for await (const { page, read: found } of read) {
      const { drafts, entries } = toSongs(artist, spotifyId, found, clock.now())
      await storage.songs.saveMany(drafts)
      for (const failure of found.failures)
        await journal.gap(gapOf({ kind: 'releases', service: 'spotify' }, failure))
      await journal.advance({
        position: { next: page.next },
        entries: [
          {
            kind: 'releases',
            service: 'spotify',
            ...(page.total !== null && { expected: page.total }),
            fetched: found.releases.length,
            stored: found.releases.length,
          },
          entries,
        ],
      })
    }
  })
}

function toSongs(
  artist: Artist,
  spotifyId: string,
  { releases, details }: ReadReleases,
  at: Date,
): { readonly drafts: readonly SongDraft[]; readonly entries: LedgerEntry } {
  const songs = new Map<string, Track[]>()
  const skipped: Record<string, number> = {}
  let fetched = 0
  let stored = 0
  for (const { album, tracks } of releases) {
    for (const track of tracks) {
      fetched++
      if (track.artists && !track.artists.some(({ id }) => id === spotifyId))
        countSkip(skipped, 'other-artist')
      else if (track.name.trim() === '') countSkip(skipped, 'untitled')
      else {
        const { id } = songKey(artist.id, track.name)
        songs.set(id, [...(songs.get(id) ?? []), toTrack({ ...track, ...details.get(track.id) }, album)])
        stored++
      }
    }
  }
  return {
    drafts: [...songs].map(([id, tracks]) => ({
      artistId: artist.id,
      title: tracks[0]!.songTitle,
      tracks,
      externalIds: [{ service: 'setvote', id }],
      source: { service: 'spotify', at, url: `https://open.spotify.com/track/${tracks[0]!.spotifyId}` },
    })),
    entries: {
      kind: 'tracks',
      service: 'spotify',
      expectedMore: releases.reduce(
        (sum, { album, tracks }) => sum + (album.total_tracks ?? tracks.length),
        0,
      ),
      fetched,
      stored,
      skipped,
    },
  }
}

import { pMapIterable } from 'p-map'
import type { Artist } from '../../domain/artist.ts'
import { idsAt } from '../../domain/external-id.ts'
import type { SongDraft, Track } from '../../domain/song.ts'
import { gapOf, notConfigured } from '../gaps.ts'
import { readReleases } from './read-releases.ts'
import { songKey } from './song-key.ts'
import { type SyncTask, withGaps } from './sync-task.ts'

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
    for await (const { page, found } of pMapIterable(
      pages,
      async (page) => ({ page, found: await readReleases(spotify, spotifyId, page.items, options) }),
      { concurrency: pagesAhead },
    )) {
      await storage.songs.saveMany(toSongs(artist, found.tracks, clock.now()))
      for (const failure of found.failures) {
        await journal.gap(gapOf({ kind: 'releases', service: 'spotify' }, failure))
      }
      const { releases, expected, fetched, tracks, skipped } = found
      await journal.advance({
        position: { next: page.next },
        entries: [
          {
            kind: 'releases',
            service: 'spotify',
            ...(page.total !== null && { expected: page.total }),
            fetched: releases,
            stored: releases,
          },
          {
            kind: 'tracks',
            service: 'spotify',
            expectedMore: expected,
            fetched,
            stored: tracks.length,
            skipped,
          },
        ],
      })
    }
  })
}

/** One song for all recordings of a title. */
function toSongs(artist: Artist, tracks: readonly Track[], at: Date): SongDraft[] {
  const songs = Map.groupBy(tracks, ({ title }) => songKey(artist.id, title).id)
  return [...songs].map(([id, recordings]) => ({
    artistId: artist.id,
    title: recordings[0]!.songTitle,
    tracks: recordings,
    externalIds: [{ service: 'setvote', id }],
    source: { service: 'spotify', at, url: `https://open.spotify.com/track/${recordings[0]!.spotifyId}` },
  }))
}

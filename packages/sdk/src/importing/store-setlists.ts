import type { Setlist } from '../clients/setlistfm/schemas.ts'
import { toSetlistDraft, toShowDraft, toVenueDraft } from '../clients/setlistfm/to-domain.ts'
import { isEmptySetlist } from '../clients/setlistfm/to-setlist-songs.ts'
import type { Artist } from '../domain/artist.ts'
import { idsAt } from '../domain/external-id.ts'
import { isVotableSetlistSong, type SetlistDraft } from '../domain/setlist.ts'
import type { ShowDraft } from '../domain/show.ts'
import type { SongDraft } from '../domain/song.ts'
import type { VenueDraft } from '../domain/venue.ts'
import { countSkip } from './ledger.ts'
import { linkShows } from './link-shows.ts'
import { type LinkedVenue, mainKey, type VenueLinker } from './link-venues.ts'
import { songKey } from './song-key.ts'
import type { SyncDependencies } from './sync-task.ts'

interface Account {
  readonly stored: number
  readonly skipped: Readonly<Record<string, number>>
}

export interface StoredSetlists {
  /** The venues named, by their key. */
  readonly venues: ReadonlyMap<string, LinkedVenue>
  readonly shows: Account
  readonly setlists: Account
}

interface Evening {
  readonly setlist: Setlist
  readonly show: ShowDraft
  readonly venue: VenueDraft | null
}

/** Stores one page of an artist's setlists: venues, then shows, then songs, then the setlists themselves. */
export async function storeSetlists(
  { storage, clock, inTurn }: SyncDependencies,
  artist: Artist,
  page: readonly Setlist[],
  linkVenues: VenueLinker,
): Promise<StoredSetlists> {
  const at = clock.now()
  const skippedShows: Record<string, number> = {}
  const skippedSetlists: Record<string, number> = {}
  const evenings = page.flatMap((setlist): Evening[] => {
    const reason = otherArtist(setlist, artist)
    const show = toShowDraft(setlist, { at, artistId: artist.id, venueId: null })
    if (!reason && show.draft) {
      return [
        {
          setlist,
          show: show.draft,
          venue: setlist.venue ? toVenueDraft(setlist.venue, { at }).draft : null,
        },
      ]
    }
    countSkip(skippedShows, reason ?? show.reason!)
    countSkip(skippedSetlists, reason ?? show.reason!)
    return []
  })

  const drafts = evenings.flatMap(({ venue }) => venue ?? [])
  const linkedVenues = await linkVenues(drafts)
  const shows = await inTurn(() =>
    linkShows(
      storage.shows,
      artist.id,
      evenings.map(({ show, venue }) =>
        venue ? { ...show, venueId: linkedVenues.get(mainKey(venue))!.venueId } : show,
      ),
    ),
  )
  for (const { listing } of shows) if (listing === 'again') countSkip(skippedShows, 'same-evening')

  const played = evenings.flatMap(({ setlist }, index) => {
    if (!isEmptySetlist(setlist))
      return [toSetlistDraft(setlist, { at, artistId: artist.id, showId: shows[index]!.showId })]
    countSkip(skippedSetlists, 'no-songs')
    return []
  })
  await storage.setlists.saveMany(await withSongs(storage, artist, played))
  return {
    venues: new Map(drafts.map((draft) => [mainKey(draft), linkedVenues.get(mainKey(draft))!])),
    shows: { stored: shows.filter(({ listing }) => listing === 'first').length, skipped: skippedShows },
    setlists: { stored: played.length, skipped: skippedSetlists },
  }
}

function otherArtist(setlist: Setlist, artist: Artist): string | null {
  const mbid = setlist.artist?.mbid.toLowerCase()
  return mbid && !idsAt(artist, 'musicbrainz').includes(mbid) ? 'other-artist' : null
}

/** The setlists with each line that names a song linked to it. Tapes and songs without a name are nobody's songs. */
async function withSongs(
  storage: SyncDependencies['storage'],
  artist: Artist,
  setlists: readonly SetlistDraft[],
): Promise<SetlistDraft[]> {
  const songs = new Map<string, SongDraft>()
  for (const { songs: lines = [], source } of setlists) {
    for (const line of lines) {
      const { id } = songKey(artist.id, line.title)
      if (!isVotableSetlistSong({ title: line.title, tape: line.tape ?? false }) || songs.has(id)) continue
      songs.set(id, {
        artistId: artist.id,
        title: line.title,
        ...(line.originalArtist && { originalArtist: line.originalArtist }),
        externalIds: [{ service: 'setvote', id }],
        source: { ...source, service: 'setlistfm' },
      })
    }
  }
  const saved = await storage.songs.saveMany([...songs.values()])
  const ids = new Map([...songs.keys()].map((key, index) => [key, saved[index]!.entity.id]))
  return setlists.map((setlist) => ({
    ...setlist,
    songs:
      setlist.songs?.map((line) => {
        const songId = line.tape ? undefined : ids.get(songKey(artist.id, line.title).id)
        return songId ? { ...line, songId } : line
      }) ?? [],
  }))
}

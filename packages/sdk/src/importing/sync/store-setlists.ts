import type { Setlist } from '../../clients/setlistfm/schemas.ts'
import { toSetlistDraft, toShowDraft, toVenueDraft } from '../../clients/setlistfm/to-domain.ts'
import { isEmptySetlist } from '../../clients/setlistfm/to-setlist-songs.ts'
import type { Artist } from '../../domain/artist.ts'
import { idsAt } from '../../domain/external-id.ts'
import { isVotableSetlistSong, type SetlistDraft } from '../../domain/setlist.ts'
import type { ShowDraft } from '../../domain/show.ts'
import type { SongDraft } from '../../domain/song.ts'
import type { VenueDraft } from '../../domain/venue.ts'
import type { ShowStore, SongStore } from '../../storage/catalog-store.ts'
import { countSkip } from '../ledger.ts'
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
  const told = await toldBefore(storage.shows, evenings)
  const linkedVenues = await inTurn(() => linkVenues(drafts, told))
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

/**
 * The halls that only evenings in storage name. Setlists of different years spell a hall differently; a hall is told
 * anew by a new evening, not by reading an old one again.
 */
async function toldBefore(shows: ShowStore, evenings: readonly Evening[]): Promise<ReadonlySet<string>> {
  const held = await shows.findMany(evenings.map(({ show }) => show.externalIds[0]!))
  const keysOf = (some: readonly Evening[]) => some.flatMap(({ venue }) => (venue ? [mainKey(venue)] : []))
  const isHeld = (_: Evening, index: number) => Boolean(held[index]?.venueId)
  const isNew = (evening: Evening, index: number) => !isHeld(evening, index)
  return new Set(keysOf(evenings.filter(isHeld))).difference(new Set(keysOf(evenings.filter(isNew))))
}

/** The setlists with each line that names a song linked to it. Tapes and songs without a name are nobody's songs. */
async function withSongs(
  storage: SyncDependencies['storage'],
  artist: Artist,
  setlists: readonly SetlistDraft[],
): Promise<SetlistDraft[]> {
  const told = new Map<string, SongDraft>()
  for (const { songs: lines = [], source } of setlists) {
    for (const { title, tape = false, originalArtist } of lines) {
      const { id } = songKey(artist.id, title)
      if (!isVotableSetlistSong({ title, tape }) || told.get(id)?.originalArtist) continue
      told.set(id, {
        artistId: artist.id,
        title: told.get(id)?.title ?? title,
        ...(originalArtist && { originalArtist }),
        externalIds: [{ service: 'setvote', id }],
        source: { ...source, service: 'setlistfm' },
      })
    }
  }
  const saved = await storage.songs.saveMany(await untold(storage.songs, [...told.values()]))
  const ids = new Map([...told.keys()].map((key, index) => [key, saved[index]!.entity.id]))
  return setlists.map((setlist) => ({
    ...setlist,
    songs:
      setlist.songs?.map((line) => {
        const songId = line.tape ? undefined : ids.get(songKey(artist.id, line.title).id)
        return songId ? { ...line, songId } : line
      }) ?? [],
  }))
}

/**
 * Setlists contradict each other about how a song is spelled and whose it is: what one of them has said about it
 * stays, whichever is read again.
 */
async function untold(songs: SongStore, drafts: readonly SongDraft[]): Promise<SongDraft[]> {
  const held = await songs.findMany(drafts.map((draft) => draft.externalIds[0]!))
  return drafts.map((draft, index) => {
    const song = held[index]
    if (!song) return draft
    const { originalArtist = null, ...rest } = draft
    return {
      ...rest,
      title: song.title,
      ...(originalArtist && !song.originalArtist && { originalArtist }),
    }
  })
}

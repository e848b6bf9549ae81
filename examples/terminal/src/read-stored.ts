import type { Artist, Setlist, Setvote, Show, SongKind, Venue } from '@setvote/sdk'

/** What an import has left in storage, as far as the report shows it. */
export interface Stored {
  readonly artist: Artist
  readonly counts: {
    readonly shows: number
    readonly venues: number
    readonly songs: number
    readonly setlists: number
  }
  readonly songsByKind: Readonly<Partial<Record<SongKind, number>>>
  readonly upcoming: readonly Show[]
  readonly venueOf: (thing: Show) => Venue | null
  readonly latestSetlist: { readonly setlist: Setlist; readonly show: Show | null } | null
}

/** Reads everything that is stored about an artist. */
export async function readStored(setvote: Setvote, artistId: string): Promise<Stored> {
  const { artists, venues, shows, songs, setlists } = setvote
  const [artist, everyShow, everySong, everySetlist, upcoming] = await Promise.all([
    artists.get(artistId),
    Array.fromAsync(shows.list({ artistId })),
    Array.fromAsync(songs.list({ artistId })),
    Array.fromAsync(setlists.list({ artistId, kinds: ['actual'], order: 'descending' })),
    Array.fromAsync(shows.upcoming(artistId)),
  ])
  // Not every venue in storage: a store that is kept has those of other artists too.
  const venueIds = new Set(everyShow.flatMap(({ venueId }) => venueId ?? []))
  const everyVenue = await Promise.all([...venueIds].map((id) => venues.get(id)))
  const venueById = new Map(everyVenue.map((venue) => [venue.id, venue]))
  const latest = everySetlist.find((setlist) => setlist.songs.length > 0)
  return {
    artist,
    counts: {
      shows: everyShow.length,
      venues: everyVenue.length,
      songs: everySong.length,
      setlists: everySetlist.length,
    },
    songsByKind: countBy(everySong.map((song) => song.kind)),
    upcoming,
    venueOf: ({ venueId }) => (venueId ? (venueById.get(venueId) ?? null) : null),
    latestSetlist: latest ? { setlist: latest, show: await shows.find(latest.showId) } : null,
  }
}

function countBy<Key extends string>(keys: readonly Key[]): Partial<Record<Key, number>> {
  const counts: Partial<Record<Key, number>> = {}
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1
  return counts
}

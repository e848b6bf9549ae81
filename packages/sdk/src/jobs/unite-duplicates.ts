import { eachItem } from '../core/page.ts'
import { type ExternalId, externalKey, idsAt } from '../domain/external-id.ts'
import { searchKey } from '../domain/search-key.ts'
import type { Show } from '../domain/show.ts'
import type { MatchOverride } from '../matching/identity.ts'
import { artistIds, matchArtist } from '../matching/match-artist.ts'
import { matchVenue } from '../matching/match-venue.ts'
import type { Storage } from '../storage/storage.ts'

export type UnitedCounts = Readonly<Record<'artistsUnited' | 'venuesUnited' | 'showsUnited', number>>

/**
 * Makes one what is in storage twice: artists who share an id, also one in a link, halls of one city that are one
 * hall, and evenings of one artist at one place and time. Which is which is decided as an import decides it; the one
 * that was there first is kept, with everything that pointed to the other.
 */
export async function uniteDuplicates(
  storage: Storage,
  { overrides, signal }: { readonly overrides: readonly MatchOverride[]; readonly signal: AbortSignal },
): Promise<UnitedCounts> {
  // Shows are compared by their artists and halls.
  const artistsUnited = await uniteArtists(storage.artists, overrides, signal)
  const venuesUnited = await uniteVenues(storage.venues, overrides, signal)
  return { artistsUnited, venuesUnited, showsUnited: await uniteShows(storage.shows, signal) }
}

interface Dated {
  readonly id: string
  readonly createdAt: Date
}

const oldestFirst = (a: Dated, b: Dated): number =>
  a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1)

/** Unites the things of each group that are the same as an older one of it. */
async function uniteGroups<Thing extends Dated>(
  groups: Iterable<readonly Thing[]>,
  isSame: (one: Thing, other: Thing) => boolean,
  store: { absorb(request: { readonly keptId: string; readonly absorbedId: string }): Promise<unknown> },
  signal: AbortSignal,
): Promise<number> {
  const gone = new Set<string>()
  let united = 0
  for (const group of groups) {
    if (group.length < 2) continue
    signal.throwIfAborted()
    const kept: Thing[] = []
    for (const thing of group.toSorted(oldestFirst)) {
      if (gone.has(thing.id)) continue
      const same = kept.find((other) => isSame(other, thing))
      if (!same) kept.push(thing)
      else {
        gone.add(thing.id)
        if (await store.absorb({ keptId: same.id, absorbedId: thing.id })) united++
      }
    }
  }
  return united
}

async function uniteArtists(
  artists: Storage['artists'],
  overrides: readonly MatchOverride[],
  signal: AbortSignal,
): Promise<number> {
  const byId = new Map<string, Awaited<ReturnType<typeof artists.list>>['items'][number][]>()
  for await (const artist of eachItem((cursor) => artists.list({ limit: 1000, cursor }))) {
    const keys = new Set(artistIds(artist).map((id) => externalKey(id as ExternalId)))
    for (const key of keys) byId.set(key, [...(byId.get(key) ?? []), artist])
  }
  const isSame = (one: Parameters<typeof matchArtist>[0], other: Parameters<typeof matchArtist>[1]) =>
    matchArtist(one, other, { overrides }).outcome === 'same'
  return uniteGroups(byId.values(), isSame, artists, signal)
}

async function uniteVenues(
  venues: Storage['venues'],
  overrides: readonly MatchOverride[],
  signal: AbortSignal,
): Promise<number> {
  const byCity = new Map<string, Awaited<ReturnType<typeof venues.list>>['items'][number][]>()
  for await (const venue of eachItem((cursor) => venues.list({ limit: 1000, cursor }))) {
    if (!venue.city) continue
    const key = searchKey(venue.city)
    byCity.set(key, [...(byCity.get(key) ?? []), venue])
  }
  const isSame = (one: Parameters<typeof matchVenue>[0], other: Parameters<typeof matchVenue>[1]) =>
    matchVenue(one, other, { overrides }).outcome === 'same'
  return uniteGroups(byCity.values(), isSame, venues, signal)
}

async function uniteShows(shows: Storage['shows'], signal: AbortSignal): Promise<number> {
  let united = 0
  let day: string | null = null
  let ofDay: Show[] = []
  const uniteDay = async () => {
    const groups = Map.groupBy(ofDay, ({ venueId, lineup }) => `${venueId} ${lineup[0]?.artistId}`)
    united += await uniteGroups(groups.values(), isSameEvening, shows, signal)
    ofDay = []
  }
  // Listed by day: what is compared comes together, and what is absorbed has been passed.
  for await (const show of eachItem((cursor) => shows.list({ limit: 1000, cursor }))) {
    if (show.localDate !== day) await uniteDay()
    day = show.localDate
    if (show.localDate && show.venueId && show.lineup[0]?.artistId) ofDay.push(show)
  }
  await uniteDay()
  return united
}

/** setlist.fm lists an evening once: two of its ids are two evenings. So are two times. */
function isSameEvening(one: Show, other: Show): boolean {
  if (idsAt(one, 'setlistfm').length > 0 && idsAt(other, 'setlistfm').length > 0) return false
  return !one.localTime || !other.localTime || one.localTime.slice(0, 5) === other.localTime.slice(0, 5)
}

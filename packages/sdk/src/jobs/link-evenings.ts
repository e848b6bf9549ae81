import { eachItem } from '../core/page.ts'
import type { EntityId } from '../domain/entity.ts'
import { idsAt } from '../domain/external-id.ts'
import { searchKey } from '../domain/search-key.ts'
import type { Show } from '../domain/show.ts'
import type { Storage } from '../storage/storage.ts'

export interface DayRange {
  /** First and last day, `YYYY-MM-DD`, both included. */
  readonly from: string
  readonly to: string
}

/**
 * Makes evenings one that setlist.fm and Ticketmaster spell so differently that an import kept them apart: on one
 * day, of one artist, in one city, one known to each of them only, and neither has a second. What was played joins
 * what was announced, ballots included. Answers how many pairs became one.
 */
export async function linkEvenings(
  { shows, venues }: Pick<Storage, 'shows' | 'venues'>,
  { from, to }: DayRange,
  signal: AbortSignal,
): Promise<number> {
  const announced = new Map<string, Show[]>()
  const played = new Map<string, Show[]>()
  const cities = new Map<EntityId, string | null>()
  for await (const show of eachItem((cursor) => shows.list({ from, to, limit: 1000, cursor }))) {
    const key = await keyOf(venues, cities, show)
    if (!key) continue
    const isPlayed = idsAt(show, 'setlistfm').length > 0
    const isAnnounced = idsAt(show, 'ticketmaster').length > 0
    if (isPlayed) played.set(key, [...(played.get(key) ?? []), show])
    if (isAnnounced) announced.set(key, [...(announced.get(key) ?? []), show])
  }
  let linked = 0
  for (const [key, [show, ...others]] of played) {
    signal.throwIfAborted()
    const [kept, ...rivals] = announced.get(key) ?? []
    if (!show || !kept || others.length > 0 || rivals.length > 0 || kept.id === show.id) continue
    if (await shows.absorb({ keptId: kept.id, absorbedId: show.id })) linked++
  }
  return linked
}

/** The evening as both services would name it: its day, who headlines, the city. */
async function keyOf(
  venues: Storage['venues'],
  cities: Map<EntityId, string | null>,
  { localDate, lineup, venueId }: Show,
): Promise<string | null> {
  const artistId = lineup.find((act) => act.artistId !== null)?.artistId
  if (!localDate || !artistId || !venueId) return null
  if (!cities.has(venueId)) cities.set(venueId, (await venues.find(venueId))?.city ?? null)
  const city = cities.get(venueId)
  return city ? `${localDate} ${artistId} ${searchKey(city)}` : null
}

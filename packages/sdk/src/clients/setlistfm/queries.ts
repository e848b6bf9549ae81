import type { LocalDay } from '../../domain/local-day.ts'
import type { QueryValue } from '../../upstream/call.ts'
import { toWireDay, toWireSecond } from './dates.ts'
import { checkGeoId, checkId, checkMbid, checkNotEmpty, checkTmid, checkYear } from './input.ts'

export interface ArtistSearch {
  readonly name?: string
  readonly mbid?: string
  /** The number that setlist.fm keeps for Ticketmaster: the one in addresses of its site, no id of its API. */
  readonly tmid?: string | number
}

/** At least one of these. */
export interface SetlistSearch {
  readonly artistMbid?: string
  readonly artistName?: string
  readonly cityId?: string | number
  readonly cityName?: string
  readonly countryCode?: string
  /** `YYYY-MM-DD` */
  readonly date?: LocalDay
  readonly state?: string
  readonly stateCode?: string
  readonly tourName?: string
  readonly venueId?: string
  readonly venueName?: string
  readonly year?: number
}

/** Setlists that were edited at `since` or later. */
export interface UpdatesQuery extends SetlistSearch {
  readonly since: Date
}

export interface VenueSearch {
  readonly name?: string
  readonly cityId?: string | number
  readonly cityName?: string
  /** ISO 3166-1 alpha-2. */
  readonly country?: string
  readonly state?: string
  readonly stateCode?: string
}

export interface CitySearch {
  readonly name?: string
  readonly country?: string
  readonly state?: string
  readonly stateCode?: string
}

export type WireQuery = Readonly<Record<string, QueryValue>>

export function toArtistQuery({ name, mbid, tmid }: ArtistSearch): WireQuery {
  checkNotEmpty({ name, mbid, tmid }, "searchArtists({ name: '…' })")
  return {
    artistName: name,
    artistMbid: given(mbid, checkMbid),
    artistTmid: given(tmid, checkTmid),
    // The default sorts by name, which puts the artist meant behind everybody called alike.
    sort: 'relevance',
  }
}

export function toSetlistQuery(query: SetlistSearch): WireQuery {
  checkNotEmpty({ ...query }, "searchSetlists({ artistMbid: '…' })")
  const { artistMbid, cityId, date, venueId, year, ...rest } = query
  return {
    ...rest,
    artistMbid: given(artistMbid, (value) => checkMbid(value, 'artistMbid')),
    cityId: given(cityId, (value) => checkGeoId(value, 'cityId')),
    date: given(date, (value) => toWireDay(value, 'date')),
    venueId: given(venueId, (value) => checkId(value, 'venueId')),
    year: given(year, checkYear),
  }
}

export function toUpdatesQuery({ since, ...query }: UpdatesQuery): WireQuery {
  const lastUpdated = toWireSecond(since, 'since')
  return { ...(Object.keys(query).length > 0 && toSetlistQuery(query)), lastUpdated }
}

export function toVenueQuery(query: VenueSearch): WireQuery {
  checkNotEmpty({ ...query }, "searchVenues({ name: '…' })")
  const { cityId, ...rest } = query
  return { ...rest, cityId: given(cityId, (value) => checkGeoId(value, 'cityId')) }
}

export function toCityQuery(query: CitySearch): WireQuery {
  checkNotEmpty({ ...query }, "searchCities({ name: '…' })")
  return { ...query }
}

const given = <Value, Checked>(
  value: Value | undefined,
  check: (value: Value) => Checked,
): Checked | undefined => (value === undefined ? undefined : check(value))

import { InvalidInputError } from '../../core/errors.ts'
import { LocalDay } from '../../domain/local-day.ts'
import type { QueryValue } from '../../upstream/call.ts'
import { geohash } from './geohash.ts'
import { checkIds, checkSize, type OneOrMany, toSeconds } from './input.ts'

/** A circle on the map. */
export interface Near {
  readonly latitude: number
  readonly longitude: number
  /** @default 50 */
  readonly radiusKm?: number
}

type Include = 'yes' | 'no' | 'only'
type Direction = 'asc' | 'desc'

/** What every search takes. */
export interface SearchQuery {
  readonly keyword?: string
  readonly id?: OneOrMany<string>
  readonly source?: OneOrMany<'ticketmaster' | 'universe' | 'frontgate' | 'tmr'>
  readonly includeTest?: Include
  readonly includeSpellcheck?: boolean
  readonly preferredCountry?: string
  readonly domain?: OneOrMany<string>
  /** @default the client's */
  readonly locale?: string
  /** Items of a page, 1 to 200. @default 100 */
  readonly size?: number
}

export interface AttractionQuery extends SearchQuery {
  readonly classificationId?: OneOrMany<string>
  readonly classificationName?: OneOrMany<string>
  readonly segmentId?: OneOrMany<string>
  readonly segmentName?: OneOrMany<string>
  readonly genreId?: OneOrMany<string>
  readonly subGenreId?: OneOrMany<string>
  readonly typeId?: OneOrMany<string>
  readonly subTypeId?: OneOrMany<string>
  readonly includeFamily?: Include
  readonly sort?: `${'name' | 'relevance' | 'id'},${Direction}` | 'random'
}

export interface VenueQuery extends SearchQuery {
  readonly near?: Near
  readonly stateCode?: string
  readonly countryCode?: string
  readonly sort?: `${'name' | 'relevance' | 'id'},${Direction}` | 'distance,asc' | 'random'
}

/** The order of a search for events. Only `id,asc` is the same on every page of a list that changes meanwhile. */
export type EventSort =
  | `${'name' | 'date' | 'relevance' | 'venueName'},${Direction}`
  | 'distance,asc'
  | `name,date,${Direction}`
  | `date,name,${Direction}`
  | 'distance,date,asc'
  | 'onSaleStartDate,asc'
  | 'id,asc'
  | 'random'

/** Every parameter of a search for events. Instants are `Date`s and are sent to the second; days are `YYYY-MM-DD`. */
export interface EventQuery extends Omit<AttractionQuery, 'sort'> {
  readonly attractionId?: OneOrMany<string>
  readonly venueId?: OneOrMany<string>
  readonly promoterId?: OneOrMany<string>
  readonly marketId?: OneOrMany<string>
  readonly dmaId?: OneOrMany<string>
  readonly collectionId?: OneOrMany<string>
  readonly city?: OneOrMany<string>
  readonly stateCode?: string
  readonly countryCode?: string
  /** Matches nothing, silently, for postal codes that the service does not index: prefer `near`. */
  readonly postalCode?: string
  /** Sent as a geohash of precision 9. */
  readonly near?: Near
  /** Inclusive. Events without a day never match a search by date. */
  readonly startDateTime?: Date
  /** Inclusive. */
  readonly endDateTime?: Date
  /** Both edges inclusive, on the venue's clock: `YYYY-MM-DDTHH:mm:ss`. */
  readonly localStartDateTime?: readonly [from: string, to: string]
  readonly localStartEndDateTime?: readonly [from: string, to: string]
  readonly startEndDateTime?: readonly [from: Date, to: Date]
  /** On sale during, not "goes on sale within". */
  readonly onsaleStartDateTime?: Date
  readonly onsaleEndDateTime?: Date
  readonly onsaleOnStartDate?: string
  readonly onsaleOnAfterStartDate?: string
  readonly publicVisibilityStartDateTime?: readonly [from: Date, to: Date]
  readonly preSaleDateTime?: readonly [from: Date, to: Date]
  /** Events whose day is not announced. Left out by default; `'only'` for both in one call finds nothing. */
  readonly includeTBA?: Include
  /** Events whose day is not decided. */
  readonly includeTBD?: Include
  readonly sort?: EventSort
}

export const defaultSize = 100

const idFields = [
  'id',
  'classificationId',
  'segmentId',
  'genreId',
  'subGenreId',
  'typeId',
  'subTypeId',
  'attractionId',
  'venueId',
  'promoterId',
  'marketId',
  'dmaId',
  'collectionId',
] as const
const instantFields = ['startDateTime', 'endDateTime', 'onsaleStartDateTime', 'onsaleEndDateTime'] as const
const rangeFields = ['startEndDateTime', 'publicVisibilityStartDateTime', 'preSaleDateTime'] as const
const localRangeFields = ['localStartDateTime', 'localStartEndDateTime'] as const
const dayFields = ['onsaleOnStartDate', 'onsaleOnAfterStartDate'] as const

export type WireQuery = Readonly<Record<string, QueryValue>>

/**
 * A query as the service takes it. Throws `InvalidInputError` for what it would refuse (a refused request counts
 * against the day's quota as well).
 */
export function toWireQuery(
  query: EventQuery | AttractionQuery | VenueQuery,
  locale: string,
): WireQuery & { readonly size: number } {
  const { near, size, includeSpellcheck, ...rest }: EventQuery = query as EventQuery
  const wire: Record<string, QueryValue> = { locale, ...(rest as WireQuery) }
  for (const name of idFields) wire[name] = checkIds(rest[name], name)
  for (const name of instantFields) wire[name] = toSeconds(rest[name], name)
  for (const name of rangeFields) wire[name] = toRange(rest[name], name)
  for (const name of localRangeFields) wire[name] = checkLocalRange(rest[name], name)
  for (const name of dayFields) wire[name] = checkDay(rest[name], name)
  if (rest.startDateTime && rest.endDateTime && rest.startDateTime > rest.endDateTime) {
    throw new InvalidInputError('startDateTime lies after endDateTime')
  }
  if (includeSpellcheck !== undefined) wire.includeSpellcheck = includeSpellcheck ? 'yes' : 'no'
  return { ...wire, ...(near && toGeoQuery(near)), size: checkSize(size ?? defaultSize) }
}

/** A circle as the service takes it. */
export function toGeoQuery(near: Near): WireQuery {
  const { radiusKm = 50 } = near
  if (!(radiusKm > 0 && radiusKm <= 20_000)) {
    throw new InvalidInputError(`near: radiusKm must be more than 0, got ${radiusKm}`)
  }
  // Whole kilometres only; a smaller circle than asked for would miss what was asked for.
  return { geoPoint: geohash(near), radius: Math.ceil(radiusKm), unit: 'km' }
}

function toRange(range: readonly [Date, Date] | undefined, name: string): string | undefined {
  return range && `${toSeconds(range[0], name)},${toSeconds(range[1], name)}`
}

function checkLocalRange(range: readonly [string, string] | undefined, name: string): string | undefined {
  for (const edge of range ?? []) {
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(edge)) {
      throw new InvalidInputError(`${name}: write YYYY-MM-DDTHH:mm:ss, got ${JSON.stringify(edge)}`)
    }
  }
  return range?.join(',')
}

function checkDay(day: string | undefined, name: string): string | undefined {
  if (day !== undefined && !LocalDay.safeParse(day).success) {
    throw new InvalidInputError(`${name}: write a day as YYYY-MM-DD, got ${JSON.stringify(day)}`)
  }
  return day
}

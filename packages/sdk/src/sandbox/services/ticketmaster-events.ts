import { compareText } from '../world/compare-text.ts'
import { hashText } from '../world/random.ts'
import type { World, WorldEvent, WorldVenue } from '../world/world.ts'
import { decodeGeohash, distanceKm, type Point } from './geohash.ts'
import type { ServiceContext } from './service.ts'
import { discoveryError } from './ticketmaster-error.ts'
import { attractionById } from './ticketmaster-wire.ts'
import { wordShare } from './words.ts'

type Test = (event: WorldEvent) => boolean

/** Discovery's event search: every given parameter narrows, and the result is sorted. */
export function searchEvents(query: URLSearchParams, context: ServiceContext): WorldEvent[] {
  const { world } = context
  const tests = [
    ...byReference(query, world),
    ...byPlace(query, world),
    ...byClassification(query),
    ...byDate(query),
    undatedTest(query),
  ]
  const keyword = query.get('keyword') ?? ''
  const relevance = (event: WorldEvent) => (keyword === '' ? 1 : relevanceOf(event, keyword, world))
  const found = startingPoint(query, world).filter((event) => tests.every((test) => test(event)))
  const scored = found
    .map((event) => ({ event, relevance: relevance(event) }))
    .filter((hit) => hit.relevance > 0)
  return sorted(scored, query, context)
}

function startingPoint(query: URLSearchParams, world: World): readonly WorldEvent[] {
  const ids = csv(query, 'attractionId')
  if (ids.length === 0) return world.events
  return [...new Set(ids.flatMap((id) => world.index.eventsByAttraction.get(id) ?? []))]
}

function csv(query: URLSearchParams, name: string): string[] {
  return query
    .getAll(name)
    .flatMap((value) => value.split(','))
    .map((value) => value.trim())
    .filter((value) => value !== '')
}

/** No values, no test. */
function anyOf(
  query: URLSearchParams,
  name: string,
  fits: (event: WorldEvent, value: string) => boolean,
): Test[] {
  const values = csv(query, name)
  return values.length === 0 ? [] : [(event) => values.some((value) => fits(event, value))]
}

function byReference(query: URLSearchParams, world: World): Test[] {
  const venueOf = (event: WorldEvent) => world.index.venueById.get(event.venueId)!
  return [
    ...anyOf(query, 'id', (event, id) => event.id === id),
    // A listing with `place` has no venue to be found by.
    ...anyOf(query, 'venueId', (event, id) => !event.placeOnly && venueOf(event).ticketmasterId === id),
    ...anyOf(query, 'source', (event, source) => event.source === source),
  ]
}

function byPlace(query: URLSearchParams, world: World): Test[] {
  const venueOf = (event: WorldEvent) => world.index.venueById.get(event.venueId)!
  const tests = [
    ...anyOf(query, 'countryCode', (event, code) => venueOf(event).city.countryCode === code.toUpperCase()),
    ...anyOf(query, 'city', (event, name) => same(venueOf(event).city.name, name)),
    ...anyOf(query, 'stateCode', (event, code) => {
      const { city } = venueOf(event)
      return ['US', 'CA'].includes(city.countryCode) && same(city.stateCode, code)
    }),
    ...anyOf(query, 'postalCode', (event, code) => venueOf(event).postalCode === code),
  ]
  const near = readPoint(query)
  return near === null ? tests : [...tests, (event) => isNear(venueOf(event), near)]
}

/** Where and how far, of `geoPoint` or `latlong`, `radius` and `unit`. */
export interface Surroundings {
  readonly middle: Point
  readonly km: number
}

export function readPoint(query: URLSearchParams): Surroundings | null {
  const geoPoint = query.get('geoPoint')
  const latlong = query.get('latlong')?.split(',').map(Number)
  const middle =
    geoPoint === null
      ? latlong === undefined
        ? null
        : { latitude: latlong[0] ?? Number.NaN, longitude: latlong[1] ?? Number.NaN }
      : decodeGeohash(geoPoint)
  if (middle === null && geoPoint === null) return null
  if (middle === null || Number.isNaN(middle.latitude) || Number.isNaN(middle.longitude)) {
    throw discoveryError(400, 'DIS1016', 'Query param "geoPoint" is not valid')
  }
  const radius = Number(query.get('radius') ?? 50)
  return { middle, km: query.get('unit') === 'km' ? radius : radius * 1.609344 }
}

export function isNear(venue: WorldVenue, { middle, km }: Surroundings): boolean {
  return !venue.traits.includes('no-location') && distanceKm(middle, venue) <= km
}

function byClassification(query: URLSearchParams): Test[] {
  const parts = (event: WorldEvent) => [event.genre.segment, event.genre.genre, event.genre.subGenre]
  return [
    ...anyOf(query, 'segmentId', (event, id) => event.genre.segment.id === id),
    ...anyOf(query, 'segmentName', (event, name) => same(event.genre.segment.name, name)),
    ...anyOf(query, 'genreId', (event, id) => event.genre.genre.id === id),
    ...anyOf(query, 'subGenreId', (event, id) => event.genre.subGenre.id === id),
    ...anyOf(query, 'classificationId', (event, id) => parts(event).some((part) => part.id === id)),
    ...anyOf(query, 'classificationName', (event, name) => fitsClassification(event, name)),
  ]
}

/** "music" also finds films and stages about music, as it does at the real service. */
function fitsClassification(event: WorldEvent, name: string): boolean {
  const { segment, genre, subGenre } = event.genre
  if ([segment, genre, subGenre].some((part) => same(part.name, name))) return true
  return same(name, 'music') && (segment.name === 'Film' || subGenre.name === 'Musical')
}

function same(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase()
}

function byDate(query: URLSearchParams): Test[] {
  const from = readInstant(query, 'startDateTime')
  const to = readInstant(query, 'endDateTime')
  const tests: Test[] = []
  // Both edges are part of the window.
  if (from !== null) tests.push((event) => event.startsAt !== null && Date.parse(event.startsAt) >= from)
  if (to !== null) tests.push((event) => event.startsAt !== null && Date.parse(event.startsAt) <= to)
  const local = query.get('localStartDateTime') ?? query.get('localStartEndDateTime')
  if (local !== null) {
    const [first, last] = local.split(',').map((edge) => edge.trim())
    const when = (event: WorldEvent) => `${event.localDate}T${event.localTime ?? '00:00:00'}`
    for (const edge of [first, last]) if (edge !== undefined && edge !== '*') checkLocal(edge)
    if (first !== undefined && first !== '*')
      tests.push((event) => event.localDate !== null && when(event) >= first)
    if (last !== undefined && last !== '*')
      tests.push((event) => event.localDate !== null && when(event) <= last)
  }
  return tests
}

function readInstant(query: URLSearchParams, name: string): number | null {
  const text = query.get(name)
  if (text === null || text === '') return null
  const instant = Date.parse(text)
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(text) && !Number.isNaN(instant)) return instant
  throw discoveryError(
    400,
    'DIS1015',
    `Query param with date must be of valid format YYYY-MM-DDTHH:mm:ssZ {example: 2020-08-01T14:00:00Z }`,
  )
}

function checkLocal(text: string): void {
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(text)) return
  throw discoveryError(
    400,
    'DIS1015',
    'Query param with date must be of valid format YYYY-MM-DDTHH:mm:ss {example: 2020-08-01T14:00:00 }',
  )
}

/**
 * Events without a date are left out unless asked for, also when looked up by id. Asking for only those to be
 * announced and only those to be determined at once asks for what cannot be.
 */
function undatedTest(query: URLSearchParams): Test {
  const tba = query.get('includeTBA') ?? 'no'
  const tbd = query.get('includeTBD') ?? 'no'
  return (event) => {
    if (tba === 'only' && !event.dateTBA) return false
    if (tbd === 'only' && !event.dateTBD) return false
    return (!event.dateTBA || tba !== 'no') && (!event.dateTBD || tbd !== 'no')
  }
}

/** Fuzzy over names, artists, venue and city: one word in common is enough. */
function relevanceOf(event: WorldEvent, keyword: string, world: World): number {
  const venue = world.index.venueById.get(event.venueId)!
  const attractions = event.attractionIds.map((id) => attractionById(world, id)!.name)
  const inName = wordShare(keyword, [event.name, ...attractions].join(' '))
  return inName + 0.5 * wordShare(keyword, `${venue.ticketmasterName} ${venue.city.name}`)
}

interface Hit {
  readonly event: WorldEvent
  readonly relevance: number
}

type Order = (a: Hit, b: Hit) => number

function sorted(hits: readonly Hit[], query: URLSearchParams, { world, now }: ServiceContext): WorldEvent[] {
  const when = ({ event }: Hit) => event.startsAt ?? '9999'
  const venueName = ({ event }: Hit) => world.index.venueById.get(event.venueId)!.ticketmasterName
  const near = readPoint(query)
  const distance = ({ event }: Hit) =>
    near === null ? 0 : distanceKm(near.middle, world.index.venueById.get(event.venueId)!)
  const text =
    (key: (hit: Hit) => string): Order =>
    (a, b) =>
      compareText(key(a), key(b))
  const scatter =
    (salt: string): Order =>
    (a, b) =>
      hashText(salt + a.event.id) - hashText(salt + b.event.id)
  const orders: Readonly<Record<string, readonly Order[]>> = {
    name: [text((hit) => hit.event.name)],
    date: [text(when)],
    relevance: [(a, b) => a.relevance - b.relevance],
    venueName: [text(venueName)],
    distance: [(a, b) => distance(a) - distance(b)],
    'name,date': [text((hit) => hit.event.name), text(when)],
    'date,name': [text(when), text((hit) => hit.event.name)],
    'distance,date': [(a, b) => distance(a) - distance(b), text(when)],
    onSaleStartDate: [text((hit) => hit.event.saleStartsAt)],
    id: [(a, b) => (a.event.id < b.event.id ? -1 : 1)],
    random: [scatter(String(now.getTime()))],
  }
  const [, name, direction] = /^(.*?)(?:,(asc|desc))?$/.exec(query.get('sort') ?? 'relevance,desc')!
  const order = orders[name!]
  if (order === undefined)
    throw discoveryError(400, 'DIS1014', `Query param "sort" is not valid: ${query.get('sort')}`)
  const sign = direction === 'desc' ? -1 : 1
  // Equal ones keep no meaningful order, only the same one for the same world.
  const chain: readonly Order[] = [
    ...order.map(
      (step): Order =>
        (a, b) =>
          sign * step(a, b),
    ),
    scatter(''),
  ]
  return hits
    .toSorted((a, b) => {
      for (const step of chain) {
        const difference = step(a, b)
        if (difference !== 0) return difference
      }
      return 0
    })
    .map((hit) => hit.event)
}

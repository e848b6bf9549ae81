import { type Coordinates, distanceKm } from '../domain/venue.ts'
import { compareIds, type Identified, type MatchOptions, overrideReason } from './identity.ts'
import { looseNameKey, nameKey } from './normalize-name.ts'
import { keySimilarity } from './similarity.ts'
import { isPlaceholderVenue, tellingWords, type VenueName, venueName } from './venue-name.ts'
import { type Reason, type Verdict, weigh } from './verdict.ts'

/** What is known about a hall, as far as it helps to recognise it. A venue of the domain fits. */
export interface VenueClues extends Identified {
  readonly name: string
  /** Former and sponsored names. */
  readonly aliases?: readonly string[] | undefined
  readonly city?: string | null | undefined
  readonly stateCode?: string | null | undefined
  /** ISO 3166-1 alpha-2. */
  readonly countryCode?: string | null | undefined
  /** Of the hall itself. */
  readonly coordinates?: Coordinates | null | undefined
  /** Of its city: all that setlist.fm knows. Never compared with a hall as if it were one. */
  readonly cityCoordinates?: Coordinates | null | undefined
}

/**
 * Whether two descriptions mean one hall. An id in common decides; so do another country, another state of a
 * country where towns share names, and places too far apart. Otherwise the name and the place must both agree.
 * Rooms of one building are different halls. Ticketmaster lists halls twice, so two of its ids prove nothing;
 * two setlist.fm ids do. Symmetric.
 *
 * @example
 * matchVenue(
 *   { name: 'The Lincoln Theatre', city: 'Raleigh', stateCode: 'NC', countryCode: 'US' },
 *   { name: 'Lincoln Theater', city: 'Raleigh', stateCode: 'NC', countryCode: 'US' },
 * ).outcome // 'same'
 */
export function matchVenue(a: VenueClues, b: VenueClues, { overrides }: MatchOptions = {}): Verdict {
  const idsOfA = a.externalIds ?? []
  const idsOfB = b.externalIds ?? []
  const override = overrideReason(idsOfA, idsOfB, overrides)
  if (override) return weigh([override])
  const common = ['setlistfm', 'ticketmaster'].find(
    (service) => compareIds(idsOfA, idsOfB, service) === 'same',
  )
  if (common !== undefined) return weigh([{ code: 'same-id', detail: common, weight: 1 }])
  if (compareIds(idsOfA, idsOfB, 'setlistfm') === 'different') {
    return weigh([{ code: 'different-id', detail: 'setlistfm', weight: -1 }])
  }
  const placeholders = [a, b].filter(({ name }) => isPlaceholderVenue(name)).length
  if (placeholders > 0) {
    return weigh([...placeVeto(a, b), { code: 'placeholder-name', weight: placeholders === 2 ? 0.3 : 0.1 }])
  }
  return weigh([...placeVeto(a, b), ...nameReasons(a, b), ...placeReasons(a, b)])
}

/** Countries in which one town name stands in several states, and whose state codes upstreams agree on. */
const federal = new Set(['US', 'CA', 'AU'])
/** City coordinates stand for its centre; a hall in its outskirts or a neighbour town is nearer than this. */
const cityReachKm = 60
const hallReachKm = 0.3

function placeVeto(a: VenueClues, b: VenueClues): Reason[] {
  const [countryA, countryB] = [countryOf(a), countryOf(b)]
  if (countryA && countryB && countryA !== countryB) return [{ code: 'different-country', weight: -1 }]
  const federalCountry = countryA ?? countryB
  if (federalCountry && federal.has(federalCountry) && a.stateCode && b.stateCode) {
    if (a.stateCode.toUpperCase() !== b.stateCode.toUpperCase())
      return [{ code: 'different-state', weight: -1 }]
  }
  const km = distanceBetween(a, b)
  if (km !== null && km > (a.coordinates && b.coordinates ? 10 : 2 * cityReachKm)) {
    return [{ code: 'far-apart', detail: `${Math.round(km)} km`, weight: -1 }]
  }
  return []
}

const countryOf = ({ countryCode }: VenueClues): string | null => {
  const code = countryCode?.toUpperCase()
  return code === 'UK' ? 'GB' : code || null
}

/** Hall to hall where both are known, otherwise with the city's coordinates standing in. */
function distanceBetween(a: VenueClues, b: VenueClues): number | null {
  const placeA = a.coordinates ?? a.cityCoordinates
  const placeB = b.coordinates ?? b.cityCoordinates
  return placeA && placeB ? distanceKm(placeA, placeB) : null
}

function nameReasons(a: VenueClues, b: VenueClues): Reason[] {
  // "Pavilhão Multiusos de Guimarães" and "… de Gondomar" would be one hall without their towns.
  const townTells = a.city && b.city && !sameCity(a, b)
  const nameA = venueName(a.name, townTells ? null : a.city)
  const nameB = venueName(b.name, townTells ? null : b.city)
  if (nameA.key === nameB.key) return [{ code: 'same-name', weight: 0.55 }]
  const namesOfB = new Set([b.name, ...(b.aliases ?? [])].map((name) => venueName(name).key))
  const alias = [a.name, ...(a.aliases ?? [])]
    .map((name) => venueName(name).key)
    .find((key) => namesOfB.has(key))
  if (alias !== undefined) return [{ code: 'alias', detail: alias, weight: 0.55 }]
  const room = roomReason(nameA, nameB)
  if (room) return [room]
  if (nameA.core === nameB.core) return [{ code: 'similar-name', detail: nameA.core, weight: 0.5 }]
  const likeness = keySimilarity(tellingWords(nameA.core), tellingWords(nameB.core))
  if (likeness === 1) return [{ code: 'similar-name', detail: tellingWords(nameA.core), weight: 0.4 }]
  if (likeness >= 0.8) return [{ code: 'similar-name', detail: likeness.toFixed(2), weight: 0.3 }]
  return [{ code: 'different-name', weight: -0.2 }]
}

/** Two rooms, or a room and the building around it. "Main room" may be all that the other side means by its name. */
function roomReason(a: VenueName, b: VenueName): Reason | null {
  const house = a.building === b.core || b.building === a.core
  if (house) return { code: 'other-room', detail: [a.key, b.key].sort().join(' / '), weight: -1 }
  if (a.building !== null && a.building === b.building && a.core !== b.core) {
    return { code: 'other-room', detail: [a.core, b.core].sort().join(' / '), weight: -1 }
  }
  if (a.core !== b.core || a.room === b.room) return null
  const rooms = [a.room, b.room].filter((room) => room !== null).sort()
  const onlyMain = rooms.length === 1 && /^main\b/.test(rooms[0]!)
  return { code: 'other-room', detail: rooms.join(' / '), weight: onlyMain ? 0.3 : -1 }
}

function placeReasons(a: VenueClues, b: VenueClues): Reason[] {
  return [cityReason(a, b), distanceReason(a, b)].flatMap((reason) => reason ?? [])
}

function cityReason(a: VenueClues, b: VenueClues): Reason | null {
  if (!a.city || !b.city) return null
  if (sameCity(a, b)) return { code: 'same-city', detail: cityKey(a.city), weight: 0.25 }
  // Lisbon and Lisboa, Flushing and New York: a measured hall knows better.
  const measured = distanceBetween(a, b) !== null && (a.coordinates || b.coordinates)
  return measured ? null : { code: 'different-city', weight: -0.4 }
}

const sameCity = (a: VenueClues, b: VenueClues): boolean =>
  Boolean(a.city && b.city) && cityKey(a.city!) === cityKey(b.city!)

/** "Praha 9" is a district of Prague; "Paris, TX" and "Washington, D.C." carry their state. */
const cityKey = (city: string): string => looseNameKey(city.replace(/,.*$|\s\d+$/g, '')) || nameKey(city)

function distanceReason(a: VenueClues, b: VenueClues): Reason | null {
  const km = distanceBetween(a, b)
  if (km === null) return null
  if (a.coordinates && b.coordinates) {
    if (km > hallReachKm)
      return km > 2 ? { code: 'far-apart', detail: `${km.toFixed(1)} km`, weight: -0.3 } : null
    return { code: 'near', detail: `${Math.round(km * 1000)} m`, weight: 0.35 }
  }
  if (km > cityReachKm) return { code: 'far-apart', detail: `${Math.round(km)} km`, weight: -0.4 }
  return sameCity(a, b) || !(a.coordinates || b.coordinates)
    ? null
    : { code: 'same-area', detail: `${Math.round(km)} km`, weight: 0.2 }
}

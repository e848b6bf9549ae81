import {
  Coordinates,
  checkPositive,
  checkSchema,
  mergeVenue,
  searchKey,
  uniteVenues,
  Venue,
  type VenueDraft,
  type VenueQuery,
} from '@setvote/sdk/storage'
import { type RawBuilder, sql } from 'kysely'
import { columnsOf } from '../columns.ts'
import { createConditions } from './conditions.ts'
import type { Kind } from './kind.ts'

export const venueKind: Kind<Venue, VenueDraft, VenueQuery> = {
  name: 'venues',
  idPrefix: 'ven',
  schema: Venue.omit({ provenance: true }),
  merge: mergeVenue,
  unite: uniteVenues,
  columns: columnsOf({
    name: 'plain',
    address: 'plain',
    city: 'plain',
    state: 'plain',
    stateCode: 'plain',
    country: 'plain',
    countryCode: 'plain',
    postalCode: 'plain',
    latitude: 'plain',
    longitude: 'plain',
    cityLatitude: 'plain',
    cityLongitude: 'plain',
    timeZone: 'plain',
    images: 'json',
    url: 'plain',
  }),
  derived: ({ name, city, coordinates, cityCoordinates }) => ({
    search_key: searchKey(name),
    city_key: city === null ? null : searchKey(city),
    latitude: coordinates?.latitude,
    longitude: coordinates?.longitude,
    city_latitude: cityCoordinates?.latitude,
    city_longitude: cityCoordinates?.longitude,
  }),
  fromRow({ latitude, longitude, cityLatitude, cityLongitude, ...facts }) {
    return {
      ...facts,
      coordinates: latitude === null ? null : { latitude, longitude },
      cityCoordinates: cityLatitude === null ? null : { latitude: cityLatitude, longitude: cityLongitude },
    }
  },
  linksOf: () => [],
  draftLinksOf: () => [],
  plan({ search, city, countryCode, near }) {
    const where = createConditions()
    where.search(search)
    where.text(city, (name) => sql`t.city_key = ${searchKey(name)}`)
    where.text(countryCode, (code) => sql`t.country_code = ${code}`)
    if (near) where.conditions.push(inBoxes(near))
    return {
      conditions: where.conditions,
      matchesNothing: where.matchesNothing,
      isSearch: where.isSearch && city === undefined && !near,
      order: near ? { rank: distanceKm(near), max: near.radiusKm } : 'id',
    }
  },
}

type Near = Coordinates & { readonly radiusKm: number }

const earthKm = 6371.0088
const degrees = (radians: number) => (radians * 180) / Math.PI

/** The boxes around everything within the radius: two where it reaches over the date line. The index answers them. */
function inBoxes({ radiusKm, ...center }: Near): RawBuilder<unknown> {
  checkPositive('near.radiusKm', radiusKm)
  checkSchema(Coordinates, center, 'near')
  const { latitude, longitude } = center
  const angle = radiusKm / earthKm
  const margin = 1e-6
  const [south, north] = [latitude - degrees(angle) - margin, latitude + degrees(angle) + margin]
  const reachesPole = south <= -90 || north >= 90
  const cosine = Math.cos((latitude * Math.PI) / 180)
  const reach = reachesPole ? 180 : degrees(Math.asin(Math.min(1, Math.sin(angle) / cosine))) + margin
  const [west, east] = [longitude - reach, longitude + reach]
  const box = (from: number, to: number) =>
    sql`t.spot <@ box(point(${from}::float8, ${south}::float8), point(${to}::float8, ${north}::float8))`
  if (reach >= 180) return box(-180, 180)
  if (west < -180) return sql`(${box(-180, east)} or ${box(west + 360, 180)})`
  if (east > 180) return sql`(${box(west, 180)} or ${box(-180, east - 360)})`
  return box(west, east)
}

/** The formula of the contract's `distanceKm`. */
function distanceKm({ latitude, longitude }: Near): RawBuilder<unknown> {
  const half = sql`(
    sin(radians(t.spot[1] - ${latitude}::float8) / 2) ^ 2 + cos(radians(${latitude}::float8))
    * cos(radians(t.spot[1])) * sin(radians(t.spot[0] - ${longitude}::float8) / 2) ^ 2
  )`
  return sql`(2 * ${earthKm}::float8 * asin(least(1, sqrt${half})))`
}

import {
  Coordinates,
  checkPositive,
  checkSchema,
  distanceKm,
  mergeVenue,
  searchKey,
  uniteVenues,
  Venue,
  type VenueDraft,
  type VenueQuery,
} from '@setvote/sdk/storage'
import { everything, type Kind, type ListPlan, placeOf, wholeList } from './kind.ts'
import { searching } from './searching.ts'

/** A list by latitude: what is near lies in one band of it. */
const byLatitude = 'latitude'
const kmPerDegree = 111.19
const inCity = (city: string) => `city:${searchKey(city)}`

export const venueKind: Kind<Venue, VenueDraft, VenueQuery> = {
  name: 'venues',
  idPrefix: 'ven',
  schema: Venue.omit({ provenance: true }),
  merge: mergeVenue,
  unite: uniteVenues,
  listsOf(venue) {
    const lists = [{ list: everything, place: venue.id }]
    if (venue.city !== null) lists.push({ list: inCity(venue.city), place: venue.id })
    const spot = spotOf(venue)
    if (spot) lists.push({ list: byLatitude, place: placeOf(latitudeKey(spot.latitude), venue.id) })
    return lists
  },
  linksOf: () => [],
  dates: { createdAt: true, updatedAt: true },
  partsOf: () => [],
  plan({ search, city, countryCode, near }) {
    const isFound = searching(search)
    const cityKey = city === undefined ? null : searchKey(city)
    const accepts = (venue: Venue) =>
      isFound(venue.name) &&
      (cityKey === null || (venue.city !== null && searchKey(venue.city) === cityKey)) &&
      (countryCode === undefined || venue.countryCode === countryCode)
    if (near) return planNear(near, accepts)
    return {
      list: city === undefined ? everything : inCity(city),
      ranges: wholeList,
      descending: false,
      accepts,
    }
  },
}

function planNear(
  { radiusKm, ...center }: Coordinates & { readonly radiusKm: number },
  accepts: (venue: Venue) => boolean,
): ListPlan<Venue> {
  checkPositive('near.radiusKm', radiusKm)
  checkSchema(Coordinates, center, 'near')
  const band = radiusKm / kmPerDegree + 0.01
  const distance = (venue: Venue) => {
    const spot = spotOf(venue)
    return spot ? distanceKm(center, spot) : Number.POSITIVE_INFINITY
  }
  return {
    list: byLatitude,
    ranges: [
      { from: latitudeKey(center.latitude - band), until: `${latitudeKey(center.latitude + band)}\u0001` },
    ],
    descending: false,
    accepts: (venue) => accepts(venue) && distance(venue) <= radiusKm,
    rankOf: distance,
  }
}

const spotOf = (venue: Venue) => venue.coordinates ?? venue.cityCoordinates

/** Latitudes as texts of one length, which sort as the numbers do. */
const latitudeKey = (latitude: number) =>
  (Math.min(90, Math.max(-90, latitude)) + 90).toFixed(6).padStart(10, '0')

import { z } from 'zod'
import {
  type Draft,
  type EntityRecord,
  type MergeContext,
  type MergeRules,
  mergeEntity,
  recordShape,
  uniteEntities,
} from './entity.ts'
import { Image } from './image.ts'

export const Coordinates = z.object({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
})
export type Coordinates = z.infer<typeof Coordinates>

const factsShape = {
  name: z.string().min(1),
  address: z.string().nullable(),
  city: z.string().nullable(),
  state: z.string().nullable(),
  stateCode: z.string().nullable(),
  country: z.string().nullable(),
  /** ISO 3166-1 alpha-2. */
  countryCode: z.string().length(2).nullable(),
  postalCode: z.string().nullable(),
  /** Of the hall itself. */
  coordinates: Coordinates.nullable(),
  /** Of its city: all that setlist.fm knows. */
  cityCoordinates: Coordinates.nullable(),
  /** IANA name: `Europe/Berlin`. */
  timeZone: z.string().nullable(),
  images: z.array(Image),
  url: z.url().nullable(),
}

/** Where a show takes place. */
export const Venue = z.object({ ...recordShape, ...factsShape })
export type Venue = z.infer<typeof Venue>
export type VenueFacts = Omit<Venue, keyof EntityRecord>
export type VenueDraft = Draft<VenueFacts, 'name'>

const rules: MergeRules<VenueFacts> = {
  empty: {
    name: '',
    address: null,
    city: null,
    state: null,
    stateCode: null,
    country: null,
    countryCode: null,
    postalCode: null,
    coordinates: null,
    cityCoordinates: null,
    timeZone: null,
    images: [],
    url: null,
  },
}

export const mergeVenue = (held: Venue | null, draft: VenueDraft, context: MergeContext): Venue =>
  mergeEntity(rules, held, draft, context)

export const uniteVenues = (kept: Venue, absorbed: Venue, at: Date): Venue =>
  uniteEntities<VenueFacts>(rules, kept, absorbed, at)

/** Great-circle distance in kilometres (haversine, mean Earth radius 6371.0088 km). */
export function distanceKm(a: Coordinates, b: Coordinates): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180
  const half =
    Math.sin(radians(b.latitude - a.latitude) / 2) ** 2 +
    Math.cos(radians(a.latitude)) *
      Math.cos(radians(b.latitude)) *
      Math.sin(radians(b.longitude - a.longitude) / 2) ** 2
  return 2 * 6371.0088 * Math.asin(Math.min(1, Math.sqrt(half)))
}

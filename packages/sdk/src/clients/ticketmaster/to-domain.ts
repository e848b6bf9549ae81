import type { ArtistDraft } from '../../domain/artist.ts'
import type { Source } from '../../domain/provenance.ts'
import { searchKey } from '../../domain/search-key.ts'
import type { Coordinates, VenueDraft } from '../../domain/venue.ts'
import { genresOf } from './classification.ts'
import { externalLinksOf } from './external-links.ts'
import type { Attraction, Event, Place, Venue } from './schemas.ts'
import { countryCodeOf, finite, tidy, timeZone, toImages, webUrl } from './wire-values.ts'

/** A draft, or why there is none: for the ledger. */
export type Mapped<Draft> =
  | { readonly draft: Draft; readonly reason: null }
  | { readonly draft: null; readonly reason: string }

/** When the service said it. */
export interface MappingContext {
  readonly at: Date
}

export function sourceOf(
  thing: { readonly url?: string | null | undefined },
  { at }: MappingContext,
): Source {
  return { service: 'ticketmaster', at, url: webUrl(thing.url) }
}

/**
 * An artist as Ticketmaster describes one. The draft carries no id of another service: which of the ids in
 * `externalLinksOf` to believe is for a match to decide.
 */
export function toArtistDraft(attraction: Attraction, context: MappingContext): Mapped<ArtistDraft> {
  const name = tidy(attraction.name)
  if (name === null) return { draft: null, reason: 'the attraction has no name' }
  return {
    reason: null,
    draft: {
      name,
      genres: genresOf(attraction),
      images: toImages(attraction.images),
      links: [...externalLinksOf(attraction).links],
      externalIds: [{ service: 'ticketmaster', id: attraction.id }],
      source: sourceOf(attraction, context),
    },
  }
}

/** Where an event takes place: its venue, or the `place` that listings without a venue have. */
export function toVenueDraftOf(event: Event, context: MappingContext): Mapped<VenueDraft> {
  const venue = event._embedded?.venues?.[0]
  if (venue) return toVenueDraft(venue, context)
  if (event.place) return toPlaceDraft(event.place, context)
  return { draft: null, reason: 'the event names no venue' }
}

export function toVenueDraft(venue: Venue, context: MappingContext): Mapped<VenueDraft> {
  const name = tidy(venue.name)
  if (name === null) return { draft: null, reason: 'the venue has no name' }
  return {
    reason: null,
    draft: {
      ...siteOf(venue),
      name,
      timeZone: timeZone(venue.timezone),
      images: toImages(venue.images),
      url: webUrl(venue.url),
      externalIds: [{ service: 'ticketmaster', id: venue.id }],
      source: sourceOf(venue, context),
    },
  }
}

/** A place has no id: what it is called and where it lies make it one thing. */
function toPlaceDraft(place: Place, context: MappingContext): Mapped<VenueDraft> {
  const site = siteOf(place)
  const name = tidy(place.name) ?? site.address
  if (name === null) return { draft: null, reason: 'the place has neither a name nor an address' }
  const key = [name, site.city, site.countryCode].map((part) => searchKey(part ?? '')).join('|')
  return {
    reason: null,
    draft: {
      ...site,
      name,
      externalIds: [{ service: 'setvote', id: `place:${key}` }],
      source: sourceOf({}, context),
    },
  }
}

function siteOf(place: Omit<Place, 'area'>) {
  const { address, city, state, country } = place
  const lines = [address?.line1, address?.line2, address?.line3].flatMap((line) => tidy(line) ?? [])
  return {
    address: lines.length > 0 ? lines.join(', ') : null,
    city: tidy(city?.name),
    state: tidy(state?.name),
    stateCode: tidy(state?.stateCode),
    country: tidy(country?.name),
    countryCode: countryCodeOf(country?.countryCode),
    postalCode: tidy(place.postalCode),
    coordinates: toCoordinates(place.location),
  }
}

/** Sent as strings. 0, 0 lies in the sea and stands for "unknown". */
function toCoordinates(location: Place['location']): Coordinates | null {
  const latitude = finite(location?.latitude)
  const longitude = finite(location?.longitude)
  if (latitude === null || longitude === null || (latitude === 0 && longitude === 0)) return null
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : null
}

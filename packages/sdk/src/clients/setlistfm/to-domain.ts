import type { ArtistDraft } from '../../domain/artist.ts'
import type { EntityId } from '../../domain/entity.ts'
import type { Source } from '../../domain/provenance.ts'
import type { SetlistDraft } from '../../domain/setlist.ts'
import type { LineupEntry, ShowDraft } from '../../domain/show.ts'
import type { Coordinates, VenueDraft } from '../../domain/venue.ts'
import { fromWireDay, fromWireInstant } from './dates.ts'
import type { Artist, City, Setlist, Venue } from './schemas.ts'
import { toSetlistSongs } from './to-setlist-songs.ts'
import { countryCodeOf, tidy, webUrl } from './wire-values.ts'

/** A draft, or why there is none: for the ledger. */
export type Mapped<Draft> =
  | { readonly draft: Draft; readonly reason: null }
  | { readonly draft: null; readonly reason: string }

/** When the service said it. */
export interface MappingContext {
  readonly at: Date
}

/** Names of artists here are keyed by their MusicBrainz id, so that is the id they get. */
export function toArtistDraft(artist: Artist, context: MappingContext): Mapped<ArtistDraft> {
  const name = tidy(artist.name)
  if (name === null) return { draft: null, reason: 'the artist has no name' }
  return {
    reason: null,
    draft: {
      name,
      sortName: tidy(artist.sortName),
      disambiguation: tidy(artist.disambiguation),
      externalIds: [{ service: 'musicbrainz', id: artist.mbid.toLowerCase() }],
      source: sourceOf(artist, context),
    },
  }
}

/** A hall. setlist.fm knows where its city lies, not where in the city it stands. */
export function toVenueDraft(venue: Venue, context: MappingContext): Mapped<VenueDraft> {
  const name = tidy(venue.name)
  if (name === null) return { draft: null, reason: 'the venue has no name' }
  const { city } = venue
  return {
    reason: null,
    draft: {
      name,
      city: tidy(city?.name),
      state: tidy(city?.state),
      stateCode: tidy(city?.stateCode),
      country: tidy(city?.country?.name),
      countryCode: countryCodeOf(city?.country?.code),
      cityCoordinates: toCoordinates(city),
      url: webUrl(venue.url),
      externalIds: [{ service: 'setlistfm', id: venue.id }],
      source: sourceOf(venue, context),
    },
  }
}

/** What the importer knows and a setlist does not. */
export interface ShowContext extends MappingContext {
  /** Ours, of the venue that was saved from `toVenueDraft`; null when there is none. */
  readonly venueId: EntityId | null
  /** Ours, of the setlist's artist; null while it has not been imported. */
  readonly artistId: EntityId | null
  /** setlist.fm does not tell who was the main act: each artist of an evening has a setlist. @default 'headliner' */
  readonly role?: LineupEntry['role']
}

/** The evening of a setlist: day, artist and tour. It knows neither a time nor whether it took place. */
export function toShowDraft(setlist: Setlist, context: ShowContext): Mapped<ShowDraft> {
  const artist = tidy(setlist.artist?.name)
  const localDate = fromWireDay(setlist.eventDate)
  if (artist === null) return { draft: null, reason: 'the setlist names no artist' }
  if (localDate === null) return { draft: null, reason: 'the setlist has no day' }
  const tour = tidy(setlist.tour?.name)
  const { venueId, artistId, role = 'headliner' } = context
  const mbid = setlist.artist?.mbid.toLowerCase() ?? null
  return {
    reason: null,
    draft: {
      name: tour === null ? artist : `${artist}: ${tour}`,
      lineup: [{ artistId, name: artist, role, ticketmasterId: null, mbid }],
      ...(venueId !== null && { venueId }),
      tour,
      dateStatus: 'confirmed',
      localDate,
      externalIds: [{ service: 'setlistfm', id: setlist.id }],
      source: sourceOf(setlist, context),
    },
  }
}

export interface SetlistContext extends MappingContext {
  readonly showId: EntityId
  readonly artistId: EntityId
}

/** What was played, as its editors know it. Of an empty setlist nobody has said what was played: `isEmptySetlist`. */
export function toSetlistDraft(setlist: Setlist, context: SetlistContext): SetlistDraft {
  return {
    kind: 'actual',
    showId: context.showId,
    artistId: context.artistId,
    tour: tidy(setlist.tour?.name),
    localDate: fromWireDay(setlist.eventDate),
    songs: toSetlistSongs(setlist),
    info: tidy(setlist.info),
    url: webUrl(setlist.url),
    versionId: tidy(setlist.versionId),
    editedAt: fromWireInstant(setlist.lastUpdated),
    externalIds: [{ service: 'setlistfm', id: setlist.id }],
    source: sourceOf(setlist, context),
  }
}

function sourceOf(thing: { readonly url?: string | null | undefined }, { at }: MappingContext): Source {
  return { service: 'setlistfm', at, url: webUrl(thing.url) }
}

function toCoordinates(city: City | null | undefined): Coordinates | null {
  const { lat, long } = city?.coords ?? {}
  if (lat == null || long == null || lat === '' || long === '') return null
  const latitude = Number(lat)
  const longitude = Number(long)
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : null
}

export type { AttractionEventsQuery } from './attraction-events.ts'
export { genresOf, isMusic, musicSegmentId } from './classification.ts'
export {
  createTicketmaster,
  type SuggestQuery,
  type Ticketmaster,
  type TicketmasterOptions,
} from './client.ts'
export type {
  AttractionQuery,
  EventQuery,
  EventSort,
  Near,
  SearchQuery,
  VenueQuery,
} from './event-query.ts'
export { type ExternalLinks, externalLinksOf, siteIdOf } from './external-links.ts'
export { isPackage, type PackageReason, packageReasons } from './package-rule.ts'
export {
  Attraction as TicketmasterAttraction,
  ClassificationBranch as TicketmasterClassification,
  Event as TicketmasterEvent,
  EventImages as TicketmasterEventImages,
  Genre as TicketmasterGenre,
  Image as TicketmasterImage,
  Place as TicketmasterPlace,
  Segment as TicketmasterSegment,
  SubGenre as TicketmasterSubGenre,
  Suggestions as TicketmasterSuggestions,
  Venue as TicketmasterVenue,
} from './schemas.ts'
export { type Mapped, type MappingContext, toArtistDraft, toVenueDraft, toVenueDraftOf } from './to-domain.ts'
export { type ShowContext, toShowDraft } from './to-show-draft.ts'

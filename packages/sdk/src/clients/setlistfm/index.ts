export {
  createSetlistfm,
  type Setlistfm,
  type SetlistfmLanguage,
  type SetlistfmOptions,
  setlistfmLanguages,
} from './client.ts'
export type { ArtistSearch, CitySearch, SetlistSearch, UpdatesQuery, VenueSearch } from './queries.ts'
export {
  Artist as SetlistfmArtist,
  City as SetlistfmCity,
  Country as SetlistfmCountry,
  Setlist as SetlistfmSetlist,
  SetlistSet as SetlistfmSet,
  Song as SetlistfmSong,
  User as SetlistfmUser,
  Venue as SetlistfmVenue,
} from './schemas.ts'
export {
  type Mapped,
  type MappingContext,
  type SetlistContext,
  type ShowContext,
  toArtistDraft,
  toSetlistDraft,
  toShowDraft,
  toVenueDraft,
} from './to-domain.ts'
export { isEmptySetlist, toSetlistSongs } from './to-setlist-songs.ts'

export {
  classifyRecording,
  type RecordingClues,
  type RecordingKind,
  type RecordingVerdict,
} from './classify-recording.ts'
export type { Identified, MatchOptions, MatchOverride, ServiceId } from './identity.ts'
export { type ArtistClues, artistIds, matchArtist } from './match-artist.ts'
export { type Lineup, type LineupVerdict, lineupContains, matchLineup } from './match-lineup.ts'
export { matchSong, type SongClues, type SongRelation, type SongVerdict } from './match-song.ts'
export { matchVenue, type VenueClues } from './match-venue.ts'
export { looseNameKey, nameKey, normalizeName, tokens } from './normalize-name.ts'
export { type ArtistPick, type PickOptions, pickArtist, type RankedArtist } from './pick-artist.ts'
export { nameSimilarity } from './similarity.ts'
export { splitMedley } from './split-medley.ts'
export { type ParsedTitle, parseTitle, type SongVersion, songTitleKey } from './title.ts'
export { tributeMarker } from './tribute.ts'
export type { Outcome, Reason, ReasonCode, Verdict } from './verdict.ts'
export type { VariantKind, VersionKind } from './version-words.ts'

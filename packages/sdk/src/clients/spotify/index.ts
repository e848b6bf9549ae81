export type { Availability, SpotifyCapabilities, SpotifyFeature, SpotifyTier } from './capabilities.ts'
export { createSpotify } from './client.ts'
export { spotifyLimits } from './definition.ts'
export { estimateSpotifyCalls, type SpotifyWork } from './estimate.ts'
export {
  type AuthorizationPage,
  createSpotifyAuthorization,
  type FanToken,
  type SpotifyAuthorization,
  type SpotifyAuthorizationOptions,
} from './fan-authorization.ts'
export type { SpotifyAppOptions, SpotifyFanOptions, SpotifyOptions } from './options.ts'
export { codeChallengeOf, createPkcePair, type PkceOptions, type PkcePair } from './pkce.ts'
export {
  SpotifyAlbum,
  type SpotifyAlbumGroup,
  SpotifyAlbumReference,
  SpotifyAlbumTrack,
  SpotifyArtist,
  SpotifyArtistReference,
  SpotifyAudioFeatures,
  SpotifyImage,
  SpotifyRecommendations,
  SpotifySearchResult,
  type SpotifySearchType,
  SpotifyTrack,
} from './schemas.ts'
export type { SpotifyAlbumQuery, SpotifyQuery, SpotifyTrackQuery } from './search-query.ts'
export type {
  ArtistAlbumsQuery,
  MarketQuery,
  RawRequest,
  RecommendationsQuery,
  SearchListQuery,
  SearchQuery,
  Spotify,
} from './spotify.ts'
export { isTrackOf, toArtistDraft, toTrack, toTracks } from './to-domain.ts'
export type { TokenRequest } from './token-source.ts'

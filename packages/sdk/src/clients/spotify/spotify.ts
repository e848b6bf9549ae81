import type { z } from 'zod'
import type { Call, CallOptions, QueryValue } from '../../upstream/call.ts'
import type { List } from '../../upstream/list.ts'
import type { Upstream, UpstreamHealth } from '../../upstream/upstream.ts'
import type { SpotifyCapabilities } from './capabilities.ts'
import type { SpotifyWork } from './estimate.ts'
import type {
  SpotifyAlbum,
  SpotifyAlbumGroup,
  SpotifyAlbumReference,
  SpotifyAlbumTrack,
  SpotifyArtist,
  SpotifyAudioFeatures,
  SpotifyRecommendations,
  SpotifySearchResult,
  SpotifySearchType,
  SpotifyTrack,
} from './schemas.ts'
import type { SpotifyAlbumQuery, SpotifyQuery, SpotifyTrackQuery } from './search-query.ts'

/** Each verb takes what it asks for first, and `CallOptions` last. */
export interface MarketQuery {
  /** A country in two letters. @default the client's `market` */
  readonly market?: string | undefined
}

export interface ArtistAlbumsQuery extends MarketQuery {
  /** Which kinds of albums. `appears_on` are other artists' albums. @default all */
  readonly groups?: readonly SpotifyAlbumGroup[]
  /** Items in one request, 1 to 50; fewer where the app may not ask for so many. @default as many as allowed */
  readonly pageSize?: number
}

export interface SearchListQuery extends MarketQuery {
  /** Items in one request, 1 to 50; fewer where the app may not ask for so many. @default as many as allowed */
  readonly pageSize?: number
}

export interface SearchQuery extends MarketQuery {
  readonly types: readonly SpotifySearchType[]
  /** For each type, 1 to 50; fewer where the app may not ask for so many. @default 10 */
  readonly limit?: number
  /** 0 to 1000. @default 0 */
  readonly offset?: number
  /** Marks audio hosted elsewhere as playable. @default false */
  readonly includeExternal?: boolean
}

/** One to five in all. */
export interface RecommendationSeeds {
  readonly artists?: readonly string[]
  readonly tracks?: readonly string[]
  readonly genres?: readonly string[]
}

export interface RecommendationsQuery extends RecommendationSeeds, MarketQuery {
  /** 1 to 100. @default 20 */
  readonly limit?: number
  /** `{ min_energy: 0.4, target_tempo: 120 }` */
  readonly tune?: Readonly<Record<string, number>>
}

export interface RawRequest<Schema extends z.ZodType> {
  readonly query?: Readonly<Record<string, QueryValue>>
  /** @default none: the JSON as it came, as `unknown` */
  readonly schema?: Schema
  /** How long the answer may come from the cache, in milliseconds. @default 0 */
  readonly cacheForMs?: number
}

export interface SpotifyCatalogVerbs {
  /** One artist. `followers` and `popularity` are absent in the development tier. */
  artist(id: string, options?: CallOptions): Call<SpotifyArtist>
  /**
   * Artists in the order of the ids, null for unknown ones. One request for 50, or one for each where the app may
   * not use batches.
   */
  artists(ids: readonly string[], options?: CallOptions): Call<(SpotifyArtist | null)[]>
  /**
   * Albums, singles and compilations of an artist.
   *
   * @example
   * for await (const album of spotify.artistAlbums(id, { groups: ['album'] })) console.log(album.name)
   */
  artistAlbums(id: string, query?: ArtistAlbumsQuery, options?: CallOptions): List<SpotifyAlbumReference>
  /** The ten most popular tracks. Not in the development tier: `EndpointUnavailableError`. */
  artistTopTracks(id: string, query?: MarketQuery, options?: CallOptions): Call<SpotifyTrack[]>
  /** Up to 20 artists. Only for apps approved before November 2024: else `EndpointUnavailableError`. */
  relatedArtists(id: string, options?: CallOptions): Call<SpotifyArtist[]>
  /** One album with the first 50 of its tracks; `albumTracks(album)` has the rest. */
  album(id: string, query?: MarketQuery, options?: CallOptions): Call<SpotifyAlbum>
  /** Albums in the order of the ids, null for unknown ones. One request for 20, or one for each. */
  albums(ids: readonly string[], query?: MarketQuery, options?: CallOptions): Call<(SpotifyAlbum | null)[]>
  /**
   * The tracks of an album, without ISRC and popularity. Pass an album in hand instead of its id, and the tracks
   * that came with it are not asked for again.
   */
  albumTracks(
    album: string | SpotifyAlbum,
    query?: MarketQuery,
    options?: CallOptions,
  ): List<SpotifyAlbumTrack>
  /** One track. In a market another recording may stand in: then `linked_from` names the one asked for. */
  track(id: string, query?: MarketQuery, options?: CallOptions): Call<SpotifyTrack>
  /** Tracks in the order of the ids, null for unknown ones. One request for 50, or one for each. */
  tracks(ids: readonly string[], query?: MarketQuery, options?: CallOptions): Call<(SpotifyTrack | null)[]>
}

export interface SpotifySearchVerbs {
  /** One page for each of the types. */
  search(
    query: string | SpotifyTrackQuery | SpotifyAlbumQuery,
    page: SearchQuery,
    options?: CallOptions,
  ): Call<SpotifySearchResult>
  /**
   * Artists by relevance. The exact name is often not the first: look at ten, and compare.
   *
   * @example
   * const candidates = await spotify.searchArtists('Skid Row').toArray({ limit: 10 })
   */
  searchArtists(
    name: string | SpotifyQuery,
    page?: SearchListQuery,
    options?: CallOptions,
  ): List<SpotifyArtist>
  searchAlbums(
    query: string | SpotifyAlbumQuery,
    page?: SearchListQuery,
    options?: CallOptions,
  ): List<SpotifyAlbumReference>
  /**
   * Tracks by relevance. By an artist's name, they come in an order near that of popularity.
   *
   * @example
   * spotify.searchTracks({ artist: 'Arctic Monkeys', track: 'Do I Wanna Know?' })
   */
  searchTracks(
    query: string | SpotifyTrackQuery,
    page?: SearchListQuery,
    options?: CallOptions,
  ): List<SpotifyTrack>
}

export interface SpotifyDiscoveryVerbs {
  /** In the order of the ids, null for unknown ones. Only for apps approved before November 2024. */
  audioFeatures(ids: readonly string[], options?: CallOptions): Call<(SpotifyAudioFeatures | null)[]>
  /** Only for apps approved before November 2024: else `EndpointUnavailableError`. */
  recommendations(query: RecommendationsQuery, options?: CallOptions): Call<SpotifyRecommendations>
}

/** A client of the Spotify Web API. */
export interface Spotify
  extends SpotifyCatalogVerbs,
    SpotifySearchVerbs,
    SpotifyDiscoveryVerbs,
    Pick<Upstream, 'metrics' | 'budget'> {
  /**
   * A GET request for what has no verb here: same token, pace, retries and errors.
   *
   * @example
   * const playlist = await spotify.request('/playlists/37i9dQZF1DX0XUsuxWHRQd', { schema: Playlist })
   */
  request<Schema extends z.ZodType = z.ZodUnknown>(
    path: string,
    request?: RawRequest<Schema>,
    options?: CallOptions,
  ): Call<z.output<Schema>>
  /**
   * Gets a token if none is in hand, so that the first call does not have to wait for it. An `AuthenticationError`
   * says that the credentials are wrong.
   */
  authenticate(): Promise<void>
  /** What the app may do, as far as answers have told by now. Makes no request. */
  capabilities(): SpotifyCapabilities
  /** How many requests some work takes, at most. Makes no request. */
  estimate(work: SpotifyWork): number
  /**
   * Whether calls can be made now, and what the app may do. `probe` spends one call to measure the latency; its
   * failure is reported, not thrown. @default no call
   */
  health(options?: { readonly probe?: boolean }): Promise<UpstreamHealth>
}

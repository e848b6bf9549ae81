import { z } from 'zod'
import { openEnum } from '../../upstream/open-enum.ts'

/**
 * The wire as we read it. Spotify leaves fields out by tier, by market and by endpoint, and announces removals a
 * month ahead: what it may leave out is optional here, and null where it has been seen to send null. Fields that
 * every answer of every tier carries are mandatory: `id` and `name`.
 */
const maybe = <Schema extends z.ZodType>(schema: Schema) => schema.nullish()

const Urls = z.object({ spotify: maybe(z.string()) })

export const SpotifyImage = z.object({
  url: z.string(),
  width: maybe(z.number()),
  height: maybe(z.number()),
})
export type SpotifyImage = z.infer<typeof SpotifyImage>

const identity = {
  id: z.string().min(1),
  name: z.string(),
  type: maybe(z.string()),
  uri: maybe(z.string()),
  href: maybe(z.string()),
  external_urls: maybe(Urls),
}

/** An artist as named on an album or a track. */
export const SpotifyArtistReference = z.object(identity)
export type SpotifyArtistReference = z.infer<typeof SpotifyArtistReference>

/** An artist. `followers` and `popularity` are absent for apps of the development tier, and `genres` empty. */
export const SpotifyArtist = z.object({
  ...identity,
  followers: maybe(z.object({ href: maybe(z.string()), total: maybe(z.number()) })),
  genres: maybe(z.array(z.string())),
  images: maybe(z.array(SpotifyImage)),
  popularity: maybe(z.number()),
})
export type SpotifyArtist = z.infer<typeof SpotifyArtist>

export const albumGroups = ['album', 'single', 'compilation', 'appears_on'] as const
export type SpotifyAlbumGroup = (typeof albumGroups)[number]

const Restrictions = z.object({ reason: maybe(openEnum(['market', 'product', 'explicit'])) })
const ExternalIds = z.object({ isrc: maybe(z.string()), ean: maybe(z.string()), upc: maybe(z.string()) })

const albumShape = {
  ...identity,
  /** In capitals on recommended tracks. */
  album_type: maybe(openEnum(['album', 'single', 'compilation', 'ALBUM', 'SINGLE', 'COMPILATION'])),
  album_group: maybe(openEnum(albumGroups)),
  artists: maybe(z.array(SpotifyArtistReference)),
  available_markets: maybe(z.array(z.string())),
  images: maybe(z.array(SpotifyImage)),
  is_playable: maybe(z.boolean()),
  release_date: maybe(z.string()),
  release_date_precision: maybe(openEnum(['year', 'month', 'day'])),
  restrictions: maybe(Restrictions),
  total_tracks: maybe(z.number()),
}

/** An album as listed for an artist, found by a search or named on a track. */
export const SpotifyAlbumReference = z.object(albumShape)
export type SpotifyAlbumReference = z.infer<typeof SpotifyAlbumReference>

const trackShape = {
  ...identity,
  artists: maybe(z.array(SpotifyArtistReference)),
  available_markets: maybe(z.array(z.string())),
  disc_number: maybe(z.number()),
  duration_ms: maybe(z.number()),
  explicit: maybe(z.boolean()),
  is_local: maybe(z.boolean()),
  is_playable: maybe(z.boolean()),
  /** The track that was asked for, when another one stands in for it in this market. */
  linked_from: maybe(
    z.object({
      id: maybe(z.string()),
      type: maybe(z.string()),
      uri: maybe(z.string()),
      href: maybe(z.string()),
      external_urls: maybe(Urls),
    }),
  ),
  preview_url: maybe(z.string()),
  restrictions: maybe(Restrictions),
  track_number: maybe(z.number()),
}

/** A track as listed on its album: without ISRC, popularity and album. */
export const SpotifyAlbumTrack = z.object(trackShape)
export type SpotifyAlbumTrack = z.infer<typeof SpotifyAlbumTrack>

export const SpotifyTrack = z.object({
  ...trackShape,
  album: maybe(SpotifyAlbumReference),
  external_ids: maybe(ExternalIds),
  popularity: maybe(z.number()),
})
export type SpotifyTrack = z.infer<typeof SpotifyTrack>

/** A page as Spotify sends it. Lists of ours never trust `next`: it has been seen behind an empty page. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    href: maybe(z.string()),
    items: z.array(item.nullable()),
    limit: maybe(z.number()),
    next: maybe(z.string()),
    offset: maybe(z.number()),
    previous: maybe(z.string()),
    total: maybe(z.number()),
  })
export type SpotifyPage<Item> = z.infer<ReturnType<typeof pageOf<z.ZodType<Item>>>>

/** Several things under one name: `{artists: […]}`. */
export const listIn = <Item extends z.ZodType>(name: string, item: Item) =>
  z.object({ [name]: z.array(item.nullable()) })

export const ArtistAlbumsPage = pageOf(SpotifyAlbumReference)
export const AlbumTracksPage = pageOf(SpotifyAlbumTrack)

/** An album with the first page (50 at most) of its tracks. */
export const SpotifyAlbum = z.object({
  ...albumShape,
  copyrights: maybe(z.array(z.object({ text: maybe(z.string()), type: maybe(z.string()) }))),
  external_ids: maybe(ExternalIds),
  genres: maybe(z.array(z.string())),
  label: maybe(z.string()),
  popularity: maybe(z.number()),
  tracks: maybe(AlbumTracksPage),
})
export type SpotifyAlbum = z.infer<typeof SpotifyAlbum>

export const searchTypes = ['artist', 'album', 'track', 'playlist', 'show', 'episode', 'audiobook'] as const
export type SpotifySearchType = (typeof searchTypes)[number]

/** One page for each type that was asked for. Kinds of things that setvote has no use for pass as they came. */
export const SpotifySearchResult = z.object({
  artists: maybe(pageOf(SpotifyArtist)),
  albums: maybe(pageOf(SpotifyAlbumReference)),
  tracks: maybe(pageOf(SpotifyTrack)),
  playlists: maybe(pageOf(z.unknown())),
  shows: maybe(pageOf(z.unknown())),
  episodes: maybe(pageOf(z.unknown())),
  audiobooks: maybe(pageOf(z.unknown())),
})
export type SpotifySearchResult = z.infer<typeof SpotifySearchResult>

export const SpotifyAudioFeatures = z.object({
  id: z.string().min(1),
  acousticness: maybe(z.number()),
  analysis_url: maybe(z.string()),
  danceability: maybe(z.number()),
  duration_ms: maybe(z.number()),
  energy: maybe(z.number()),
  instrumentalness: maybe(z.number()),
  key: maybe(z.number()),
  liveness: maybe(z.number()),
  loudness: maybe(z.number()),
  mode: maybe(z.number()),
  speechiness: maybe(z.number()),
  tempo: maybe(z.number()),
  time_signature: maybe(z.number()),
  track_href: maybe(z.string()),
  type: maybe(z.string()),
  uri: maybe(z.string()),
  valence: maybe(z.number()),
})
export type SpotifyAudioFeatures = z.infer<typeof SpotifyAudioFeatures>
export const SeveralAudioFeatures = z.object({ audio_features: z.array(SpotifyAudioFeatures.nullable()) })

export const SpotifyRecommendations = z.object({
  tracks: z.array(SpotifyTrack),
  seeds: maybe(
    z.array(
      z.object({
        id: maybe(z.string()),
        type: maybe(z.string()),
        href: maybe(z.string()),
        initialPoolSize: maybe(z.number()),
        afterFilteringSize: maybe(z.number()),
        afterRelinkingSize: maybe(z.number()),
      }),
    ),
  ),
})
export type SpotifyRecommendations = z.infer<typeof SpotifyRecommendations>

/** What `accounts.spotify.com/api/token` hands out. A refresh may leave `refresh_token` out: the old one stays valid. */
export const TokenAnswer = z.object({
  /** Nothing else can be sent in a header. */
  access_token: z.string().regex(/^[\x21-\x7e]+$/),
  token_type: maybe(z.string()),
  expires_in: maybe(z.number()),
  refresh_token: maybe(z.string()),
  scope: maybe(z.string()),
})
export type TokenAnswer = z.infer<typeof TokenAnswer>

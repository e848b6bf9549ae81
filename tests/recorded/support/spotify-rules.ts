import { SpotifyAlbum, type SpotifyRecommendations, SpotifyTrack } from '@setvote/sdk/spotify'
import { z } from 'zod'
import { each, mapAlbum, mapSpotifyArtist, mapTracks } from '../../support/mapping.ts'
import { type Exchange, firstPage, type RecordedClients, type Rule } from './exchange.ts'

interface Thing {
  readonly id?: string
  readonly linked_from?: { readonly id?: string }
}

/** What tells the bodies of Spotify's catalog apart: a thing, a page of a list, or several things. */
interface Body extends Thing {
  readonly href?: string
  readonly items?: readonly unknown[]
  readonly limit?: number
  readonly offset?: number
  readonly albums?: readonly (Thing | null)[]
  readonly artists?: readonly (Thing | null)[]
  readonly tracks?: readonly (Thing | null)[]
}

interface SearchPage {
  readonly items: readonly unknown[]
  readonly offset: number
}
type SearchBody = Readonly<Partial<Record<'artists' | 'albums' | 'tracks' | 'playlists', SearchPage>>>

interface RecommendationsBody {
  readonly genres?: readonly string[]
  readonly seeds?: readonly { readonly id: string; readonly type: string }[]
}

interface TokenBody {
  readonly error?: string
  readonly refresh_token?: string
}

/** An error as recorded, or as a public document quotes it: with its status, its headers and what was asked. */
interface Quoted {
  readonly status: number
  readonly request?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: ErrorBody
  /** Where it is no JSON. */
  readonly bodyText?: string
}

interface ErrorBody {
  readonly error?: { readonly status?: number; readonly message?: string; readonly description?: string }
}

type Ask = (spotify: RecordedClients['spotify']) => PromiseLike<unknown>

const exchange = (
  path: string,
  body: object,
  ask: Ask,
  value: unknown,
  map?: (value: never) => void,
): Exchange => ({
  answers: [{ path, body }],
  ask: ({ spotify }) => ask(spotify),
  expected: { value },
  ...(map && { map }),
})

/** An id where none was recorded. */
const someId = '0000000000000000000000'

/** The id that a recorded thing was asked for by: another track may stand in for it. */
const idOf = (thing: Thing | null): string => thing?.linked_from?.id ?? thing?.id ?? someId
const idIn = (href = ''): string => /\/v1\/\w+\/(\w{22})\//.exec(href)?.[1] ?? someId

function albums(body: Body): Exchange {
  const { albums: several } = body
  if (several?.length === 0) {
    // Nobody asks for no albums: the client answers that itself.
    const schema = z.object({ albums: z.array(SpotifyAlbum.nullable()) })
    return exchange('/albums', body, (spotify) => spotify.request('/albums', { schema }), body)
  }
  if (several) {
    return exchange('/albums', body, (spotify) => spotify.albums(several.map(idOf)), several, each(mapAlbum))
  }
  if (body.items) {
    const id = idIn(body.href)
    const ask: Ask = (spotify) => firstPage(spotify.albumTracks(id), String(body.offset))
    return exchange(`/albums/${id}/tracks`, body, ask, body.items, mapTracks)
  }
  const id = idOf(body)
  return exchange(`/albums/${id}`, body, (spotify) => spotify.album(id), body, mapAlbum)
}

function artists(body: Body, file: string): Exchange {
  const { artists: several } = body
  if (body.tracks) {
    const ask: Ask = (spotify) => spotify.artistTopTracks(someId)
    return exchange(`/artists/${someId}/top-tracks`, body, ask, body.tracks, mapTracks)
  }
  if (several && file.includes('related')) {
    const ask: Ask = (spotify) => spotify.relatedArtists(someId)
    return exchange(`/artists/${someId}/related-artists`, body, ask, several, each(mapSpotifyArtist))
  }
  if (several) {
    const ask: Ask = (spotify) => spotify.artists(several.map(idOf))
    return exchange('/artists', body, ask, several, each(mapSpotifyArtist))
  }
  if (body.items) {
    const { limit = 50, offset = 0 } = body
    const id = idIn(body.href)
    const ask: Ask = (spotify) => firstPage(spotify.artistAlbums(id, { pageSize: limit }), String(offset))
    return exchange(`/artists/${id}/albums`, body, ask, body.items)
  }
  const id = idOf(body)
  return exchange(`/artists/${id}`, body, (spotify) => spotify.artist(id), body, mapSpotifyArtist)
}

function tracks(body: Body): Exchange {
  const { tracks: several } = body
  if (several) {
    return exchange('/tracks', body, (spotify) => spotify.tracks(several.map(idOf)), several, mapTracks)
  }
  const id = idOf(body)
  const market = body.linked_from ? 'ES' : undefined
  const mapTrack = (track: SpotifyTrack) => mapTracks([track])
  return exchange(`/tracks/${id}`, body, (spotify) => spotify.track(id, { market }), body, mapTrack)
}

/** A search is asked for as one of several types, and as a list of each type. */
function searches(body: SearchBody): Exchange[] {
  const { artists: ofArtists, albums: ofAlbums, tracks: ofTracks } = body
  const types = (['artist', 'album', 'track', 'playlist'] as const).filter((type) => body[`${type}s`])
  const list = (page: SearchPage, ask: (offset: string) => Ask, map?: (value: never) => void): Exchange =>
    exchange('/search', body, ask(String(page.offset)), page.items, map)
  return [
    exchange('/search', body, (spotify) => spotify.search('x', { types }), body),
    ...(ofArtists
      ? [
          list(
            ofArtists,
            (from) =>
              ({ searchArtists }) =>
                firstPage(searchArtists('x'), from),
            each(mapSpotifyArtist),
          ),
        ]
      : []),
    ...(ofAlbums
      ? [
          list(
            ofAlbums,
            (from) =>
              ({ searchAlbums }) =>
                firstPage(searchAlbums('x'), from),
          ),
        ]
      : []),
    ...(ofTracks
      ? [
          list(
            ofTracks,
            (from) =>
              ({ searchTracks }) =>
                firstPage(searchTracks('x'), from),
            mapTracks,
          ),
        ]
      : []),
  ]
}

function recommendations(body: RecommendationsBody): Exchange {
  if (body.genres) {
    const path = '/recommendations/available-genre-seeds'
    return exchange(path, body, (spotify) => spotify.request(path), body)
  }
  const seeds = (type: string): string[] =>
    (body.seeds ?? []).filter((seed) => seed.type.toLowerCase() === type).map(({ id }) => id)
  const ask: Ask = (spotify) =>
    spotify.recommendations({ artists: seeds('artist'), tracks: seeds('track'), genres: seeds('genre') })
  return exchange('/recommendations', body, ask, body, (found: SpotifyRecommendations) =>
    mapTracks(found.tracks),
  )
}

/** A list that no verb of ours reads; its tracks are tracks all the same. */
function playlist(body: object): Exchange {
  const Playlist = z.object({ items: z.array(z.object({ track: SpotifyTrack.nullable() })) })
  const path = `/playlists/${someId}/tracks`
  const ask: Ask = (spotify) => spotify.request(path, { schema: Playlist })
  return exchange(path, body, ask, body, ({ items }: z.infer<typeof Playlist>) =>
    mapTracks(items.map(({ track }) => track)),
  )
}

function audioFeatures(body: { readonly audio_features: readonly (Thing | null)[] }): Exchange {
  const { audio_features: several } = body
  return exchange('/audio-features', body, (spotify) => spotify.audioFeatures(several.map(idOf)), several)
}

/** Tokens for fans carry a refresh token; those of apps are used at once. */
function token(body: TokenBody): Exchange {
  const answers = [{ path: '/api/token', body }]
  if (body.error) {
    return {
      answers: [{ path: '/api/token', status: 400, body }],
      ask: ({ spotify }) => spotify.artist(someId),
      expected: { codes: ['unauthenticated', 'reauthorization-required'] },
    }
  }
  if (body.refresh_token === undefined) {
    const answer = { markets: ['SE'] }
    return {
      answers: [...answers, { path: '/markets', body: answer }],
      ask: ({ spotify }) => spotify.request('/markets'),
      expected: { value: answer },
    }
  }
  return {
    answers,
    ask: async ({ fans }) => {
      const { accessToken, refreshToken, scopes } = await fans.exchangeCode({ code: 'x' })
      return { access_token: accessToken, refresh_token: refreshToken, scope: scopes.join(' ') }
    },
    expected: { value: body },
  }
}

/** What refusals are called here. */
const codes: Readonly<Record<number, readonly string[]>> = {
  400: ['upstream-rejected'],
  401: ['unauthenticated'],
  403: ['upstream-rejected', 'endpoint-unavailable'],
  404: ['upstream-not-found', 'endpoint-unavailable'],
  429: ['rate-limited'],
}

function refusal({ status, request = '', headers = {}, body, bodyText }: Quoted): Exchange {
  const path = /GET \/v1(\/[\w/{}-]+)/.exec(request)?.[1]?.replace('{id}', someId) ?? `/albums/${someId}`
  const { 'retry-after': retryAfter, 'content-length': _, ...others } = headers
  const says = bodyText ?? body?.error?.message ?? body?.error?.description
  return {
    answers: [
      {
        path,
        status,
        headers: { ...others, ...(retryAfter && { 'retry-after': retryAfter }) },
        body: bodyText ?? body,
      },
    ],
    ask: ({ spotify }) => spotify.request(path),
    expected: {
      codes: codes[status] ?? ['upstream-failed'],
      ...(retryAfter ? { retryAfterMs: Number(retryAfter) * 1000 } : says && { says }),
    },
  }
}

function errors(content: unknown): readonly Exchange[] {
  if (Array.isArray(content)) return (content as Quoted[]).map(refusal)
  const body = content as ErrorBody
  return [refusal({ status: body.error?.status ?? 404, body })]
}

export const spotifyRules: readonly Rule[] = [
  { pattern: /^spotify\/albums\//, exchanges: (body) => [albums(body as Body)] },
  { pattern: /^spotify\/artists\//, exchanges: (body, file) => [artists(body as Body, file)] },
  { pattern: /^spotify\/tracks\//, exchanges: (body) => [tracks(body as Body)] },
  { pattern: /^spotify\/search\//, exchanges: (body) => searches(body as SearchBody) },
  {
    pattern: /^spotify\/recommendations\//,
    exchanges: (body) => [recommendations(body as RecommendationsBody)],
  },
  { pattern: /^spotify\/playlists\//, exchanges: (body) => [playlist(body as object)] },
  {
    pattern: /^spotify\/audio-features\//,
    exchanges: (body) => [audioFeatures(body as Parameters<typeof audioFeatures>[0])],
  },
  { pattern: /^spotify\/auth\//, exchanges: (body) => [token(body as TokenBody)] },
  { pattern: /^spotify\/errors\//, exchanges: errors },
]

import { SpotifyAlbum, SpotifyTrack } from '@setvote/sdk/spotify'
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
  body: Wire,
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
const idOf = (thing: Wire | null): string => thing?.linked_from?.id ?? thing?.id ?? someId
const idIn = (href: string): string => /\/v1\/\w+\/(\w{22})\//.exec(href)?.[1] ?? someId
const mapTrack = (track: SpotifyTrack) => mapTracks([track])

function albums(body: Wire): Exchange {
  if (body.albums?.length === 0) {
    // Nobody asks for no albums: the client answers that itself.
    const schema = z.object({ albums: z.array(SpotifyAlbum.nullable()) })
    return exchange('/albums', body, (spotify) => spotify.request('/albums', { schema }), body)
  }
  if (body.albums) {
    return exchange(
      '/albums',
      body,
      (spotify) => spotify.albums(body.albums.map(idOf)),
      body.albums,
      each(mapAlbum),
    )
  }
  if (body.items) {
    const id = idIn(body.href)
    const ask: Ask = (spotify) => firstPage(spotify.albumTracks(id), String(body.offset))
    return exchange(`/albums/${id}/tracks`, body, ask, body.items, mapTracks)
  }
  return exchange(`/albums/${body.id}`, body, (spotify) => spotify.album(body.id), body, mapAlbum)
}

function artists(body: Wire, file: string): Exchange {
  if (body.tracks) {
    const ask: Ask = (spotify) => spotify.artistTopTracks(someId)
    return exchange(`/artists/${someId}/top-tracks`, body, ask, body.tracks, mapTracks)
  }
  if (body.artists && file.includes('related')) {
    const ask: Ask = (spotify) => spotify.relatedArtists(someId)
    return exchange(`/artists/${someId}/related-artists`, body, ask, body.artists, each(mapSpotifyArtist))
  }
  if (body.artists) {
    const ask: Ask = (spotify) => spotify.artists(body.artists.map(idOf))
    return exchange('/artists', body, ask, body.artists, each(mapSpotifyArtist))
  }
  if (body.items) {
    const id = idIn(body.href)
    const ask: Ask = (spotify) =>
      firstPage(spotify.artistAlbums(id, { pageSize: body.limit }), String(body.offset))
    return exchange(`/artists/${id}/albums`, body, ask, body.items)
  }
  return exchange(`/artists/${body.id}`, body, (spotify) => spotify.artist(body.id), body, mapSpotifyArtist)
}

function tracks(body: Wire): Exchange {
  if (body.tracks) {
    return exchange(
      '/tracks',
      body,
      (spotify) => spotify.tracks(body.tracks.map(idOf)),
      body.tracks,
      mapTracks,
    )
  }
  const id = idOf(body)
  const market = body.linked_from ? 'ES' : undefined
  return exchange(`/tracks/${id}`, body, (spotify) => spotify.track(id, { market }), body, mapTrack)
}

/** A search is asked for as one of several types, and each type of it that has a list of its own. */
function searches(body: Wire): Exchange[] {
  const types = ['artist', 'album', 'track', 'playlist'] as const
  const found = types.filter((type) => body[`${type}s`])
  const whole = exchange('/search', body, (spotify) => spotify.search('x', { types: found }), body)
  const lists: Readonly<Record<string, readonly [Ask, (value: never) => void]>> = {
    artist: [
      (spotify) => firstPage(spotify.searchArtists('x'), String(body.artists.offset)),
      each(mapSpotifyArtist),
    ],
    album: [(spotify) => firstPage(spotify.searchAlbums('x'), String(body.albums.offset)), () => {}],
    track: [(spotify) => firstPage(spotify.searchTracks('x'), String(body.tracks.offset)), mapTracks],
  }
  return [
    whole,
    ...found.flatMap((type) => {
      const [ask, map] = lists[type] ?? []
      return ask ? exchange('/search', body, ask, body[`${type}s`].items, map) : []
    }),
  ]
}

function recommendations(body: Wire): Exchange {
  if (body.genres) {
    const path = '/recommendations/available-genre-seeds'
    return exchange(path, body, (spotify) => spotify.request(path), body)
  }
  const seeds = (type: string): string[] =>
    (body.seeds as Wire[]).filter((seed) => seed.type.toLowerCase() === type).map(({ id }) => id)
  const ask: Ask = (spotify) =>
    spotify.recommendations({ artists: seeds('artist'), tracks: seeds('track'), genres: seeds('genre') })
  return exchange('/recommendations', body, ask, body, ({ tracks: found }: { tracks: SpotifyTrack[] }) =>
    mapTracks(found),
  )
}

/** A list that no verb of ours reads; its tracks are tracks all the same. */
function playlist(body: Wire): Exchange {
  const schema = z.object({ items: z.array(z.object({ track: SpotifyTrack.nullable() })) })
  const path = `/playlists/${someId}/tracks`
  return exchange(
    path,
    body,
    (spotify) => spotify.request(path, { schema }),
    body,
    ({ items }: z.infer<typeof schema>) => mapTracks(items.map(({ track }) => track)),
  )
}

/** Tokens for fans carry a refresh token; those of apps are used at once. */
function token(body: Wire): Exchange {
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

/** An error as recorded, or as a public document quotes it: with its status, its headers and what was asked. */
function refusal(entry: Wire): Exchange {
  const { status, headers = {}, request = '' } = entry
  const body = entry.body ?? entry.bodyText
  const asked = /GET \/v1(\/[\w/{}-]+)/.exec(request)?.[1]?.replace('{id}', someId) ?? `/albums/${someId}`
  const retryAfter = headers['retry-after']
  const says: unknown = entry.bodyText ?? body?.error?.message ?? body?.error?.description
  return {
    answers: [{ path: asked, status, headers: withoutLength(headers), body }],
    ask: ({ spotify }) => spotify.request(asked),
    expected: {
      codes: codes[status] ?? ['upstream-failed'],
      ...(retryAfter ? { retryAfterMs: Number(retryAfter) * 1000 } : typeof says === 'string' && { says }),
    },
  }
}

const withoutLength = ({ 'content-length': _, ...headers }: Wire): Record<string, string> => headers

function errors(content: unknown): readonly Exchange[] {
  if (Array.isArray(content)) return content.map(refusal)
  const body = content as Wire
  return [refusal({ status: body.error?.status ?? 404, body })]
}

export const spotifyRules: readonly Rule[] = [
  { pattern: /^spotify\/albums\//, exchanges: (body) => [albums(body as Wire)] },
  { pattern: /^spotify\/artists\//, exchanges: (body, file) => [artists(body as Wire, file)] },
  { pattern: /^spotify\/tracks\//, exchanges: (body) => [tracks(body as Wire)] },
  { pattern: /^spotify\/search\//, exchanges: (body) => searches(body as Wire) },
  { pattern: /^spotify\/recommendations\//, exchanges: (body) => [recommendations(body as Wire)] },
  { pattern: /^spotify\/playlists\//, exchanges: (body) => [playlist(body as Wire)] },
  {
    pattern: /^spotify\/audio-features\//,
    exchanges: (content) => {
      const features: Wire[] = (content as Wire).audio_features
      const ids = features.map(idOf)
      return [exchange('/audio-features', content as Wire, (spotify) => spotify.audioFeatures(ids), features)]
    },
  },
  { pattern: /^spotify\/auth\//, exchanges: (body) => [token(body as Wire)] },
  { pattern: /^spotify\/errors\//, exchanges: errors },
]

import {
  createSpotify,
  createSpotifyAuthorization,
  type Spotify,
  SpotifyAlbum,
  SpotifyAlbumReference,
  SpotifyAlbumTrack,
  SpotifyArtist,
  SpotifyAudioFeatures,
  type SpotifyAuthorization,
  SpotifyRecommendations,
  SpotifySearchResult,
  SpotifyTrack,
} from '@setvote/sdk/spotify'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openServices } from '../support/fake-services.ts'
import { each, mapAlbum, mapSpotifyArtist, mapTracks } from '../support/mapping.ts'
import { assault, type Verb } from './support/assault.ts'
import { bodiesOf } from './support/good-bodies.ts'
import { health } from './support/health.ts'
import { hostileAnswer } from './support/hostile-answers.ts'
import { toResponse } from './support/scripted-fetch.ts'

const { sandbox } = openServices()
const options = { ...sandbox.credentials.spotify, limits: { perSecond: null }, tier: 'extended' as const }
const secrets = [options.clientSecret, 'token-of-the-sandbox']

const asked = createSpotify(options)
const { spotifyId } = sandbox.world.artists[0]!
const artistId = spotifyId!
const releases = await asked.artistAlbums(artistId).toArray({ limit: 3 })
const album = await asked.album(releases[0]!.id)
const albumIds = releases.map(({ id }) => id)
const trackIds = album.tracks!.items.slice(0, 2).map((track) => track!.id)
const artistIds = [
  artistId,
  ...sandbox.world.artists.slice(1).flatMap((artist) => artist.spotifyId ?? []),
].slice(0, 2)

const verbs: readonly Omit<Verb<Spotify>, 'bodies'>[] = [
  { name: 'artist', ask: (spotify) => spotify.artist(artistId), value: SpotifyArtist, map: mapSpotifyArtist },
  {
    name: 'artists',
    ask: (spotify) => spotify.artists(artistIds),
    value: z.array(SpotifyArtist.nullable()).length(artistIds.length),
    map: each(mapSpotifyArtist),
  },
  {
    name: 'album',
    ask: (spotify) => spotify.album(album.id),
    value: SpotifyAlbum,
    map: mapAlbum,
  },
  {
    name: 'albums',
    ask: (spotify) => spotify.albums(albumIds),
    value: z.array(SpotifyAlbum.nullable()).length(albumIds.length),
    map: each(mapAlbum),
  },
  {
    name: 'track',
    ask: (spotify) => spotify.track(trackIds[0]!),
    value: SpotifyTrack,
    map: (track: SpotifyTrack) => mapTracks([track]),
  },
  {
    name: 'tracks',
    ask: (spotify) => spotify.tracks(trackIds, { market: 'DE' }),
    value: z.array(SpotifyTrack.nullable()).length(trackIds.length),
    map: mapTracks,
  },
  {
    name: 'artistAlbums',
    ask: (spotify) => spotify.artistAlbums(artistId).toArray({ limit: 120 }),
    value: z.array(SpotifyAlbumReference),
  },
  {
    name: 'albumTracks',
    ask: (spotify) => spotify.albumTracks(album.id).toArray({ limit: 120 }),
    value: z.array(SpotifyAlbumTrack),
    map: mapTracks,
  },
  {
    name: 'artistTopTracks',
    ask: (spotify) => spotify.artistTopTracks(artistId),
    value: z.array(SpotifyTrack),
    map: mapTracks,
  },
  {
    name: 'relatedArtists',
    ask: (spotify) => spotify.relatedArtists(artistId),
    value: z.array(SpotifyArtist),
    map: each(mapSpotifyArtist),
  },
  {
    name: 'search',
    ask: (spotify) => spotify.search('velvet', { types: ['artist', 'album', 'track'] }),
    value: SpotifySearchResult,
  },
  {
    name: 'searchArtists',
    ask: (spotify) => spotify.searchArtists('velvet').toArray({ limit: 120 }),
    value: z.array(SpotifyArtist),
    map: each(mapSpotifyArtist),
  },
  {
    name: 'searchAlbums',
    ask: (spotify) => spotify.searchAlbums('velvet').toArray({ limit: 120 }),
    value: z.array(SpotifyAlbumReference),
  },
  {
    name: 'searchTracks',
    ask: (spotify) => spotify.searchTracks('velvet').toArray({ limit: 120 }),
    value: z.array(SpotifyTrack),
    map: mapTracks,
  },
  {
    name: 'audioFeatures',
    ask: (spotify) => spotify.audioFeatures(trackIds),
    value: z.array(SpotifyAudioFeatures.nullable()).length(trackIds.length),
  },
  {
    name: 'recommendations',
    ask: (spotify) => spotify.recommendations({ artists: [artistId] }),
    value: SpotifyRecommendations,
  },
  { name: 'request', ask: (spotify) => spotify.request('/markets'), value: z.unknown() },
  { name: 'health', ask: (spotify) => spotify.health({ probe: true }), value: health },
]

const token = {
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: '{"access_token":"token-of-the-sandbox","token_type":"Bearer","expires_in":3600}',
}

const isForToken = ({ hostname, pathname }: URL) =>
  hostname.startsWith('accounts') || pathname.endsWith('/api/token')

describe('whatever Spotify answers', () => {
  it('comes out as a value or an error of ours', async () => {
    const withBodies = await Promise.all(
      verbs.map(async (verb) => ({ ...verb, bodies: await bodiesOf(createSpotify, options, verb.ask) })),
    )
    expect(withBodies.filter(({ bodies }) => bodies.length === 0).map(({ name }) => name)).toEqual([])
    const casualties = await assault({
      verbs: withBodies,
      secrets,
      settings: fc.record({
        tier: fc.constantFrom(
          'auto' as const,
          'auto' as const,
          'development' as const,
          'legacy' as const,
          'extended' as const,
        ),
        market: fc.constantFrom(undefined, 'SE'),
        /** What the accounts service answers. */
        accounts: fc.oneof(
          { weight: 9, arbitrary: fc.constant(token) },
          { weight: 1, arbitrary: hostileAnswer([JSON.parse(token.body)]) },
        ),
      }),
      create: ({ fetch, ...shared }, { tier, market, accounts }) =>
        createSpotify({
          ...options,
          ...shared,
          tier,
          ...(market && { market }),
          fetch: async (input, init) =>
            isForToken(new URL(new Request(input, init).url)) ? toResponse(accounts) : fetch(input, init),
        }),
    })
    expect(casualties.mapped).toBeGreaterThan(0)
  }, 120_000)

  it('comes out as a token or an error of ours, whoever asks for one', async () => {
    const fanToken = z.object({
      accessToken: z.string().min(1),
      refreshToken: z.string(),
      expiresAt: z.date(),
      scopes: z.array(z.string()),
    })
    const bodies = [
      { access_token: 'a', token_type: 'Bearer', expires_in: 3600, refresh_token: 'b', scope: 'c d' },
    ]
    const casualties = await assault({
      verbs: [
        {
          name: 'exchangeCode',
          ask: (fans: SpotifyAuthorization) => fans.exchangeCode({ code: 'x' }),
          value: fanToken,
          bodies,
        },
        {
          name: 'refresh',
          ask: (fans: SpotifyAuthorization) => fans.refresh({ refreshToken: 'held-token' }),
          value: fanToken,
          bodies,
        },
      ],
      secrets: [options.clientSecret, 'held-token'],
      rounds: 1000,
      settings: fc.constant(null),
      create: ({ fetch, clock, retries = 0 }) => {
        const { clientId, clientSecret } = options
        const redirectUri = 'https://app.example/callback'
        return createSpotifyAuthorization({ clientId, clientSecret, redirectUri, fetch, clock, retries })
      },
    })
    expect(casualties.values).toBeGreaterThan(0)
  }, 60_000)
})

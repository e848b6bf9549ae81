import pMap from 'p-map'
import { InvalidInputError } from '../../core/errors.ts'
import type { CallOptions, QueryValue } from '../../upstream/call.ts'
import { createCall } from '../../upstream/create-call.ts'
import { checkMarket, checkWhole } from './check-input.ts'
import { SeveralAudioFeatures, type SpotifyAudioFeatures, SpotifyRecommendations } from './schemas.ts'
import { together } from './several.ts'
import type { RecommendationSeeds, SpotifyDiscoveryVerbs } from './spotify.ts'
import { checkSpotifyIds } from './spotify-ids.ts'
import { cacheForMs, type Wire } from './wire.ts'

const mostSeeds = 5
const audioFeaturesBatchSize = 100

/** The endpoints that Spotify closed in November 2024 to all apps it had not approved by then. */
export function discoveryVerbs(wire: Wire): SpotifyDiscoveryVerbs {
  const fetchFeatures = (ids: readonly string[], options: CallOptions) =>
    wire.call(
      {
        path: '/audio-features',
        template: '/audio-features',
        query: { ids },
        schema: SeveralAudioFeatures,
        cacheForMs: cacheForMs.catalog,
      },
      options,
    )

  return {
    audioFeatures(ids, options = {}) {
      checkSpotifyIds(ids, 'track')
      const wanted = [...new Set(ids)]
      const chunks = Array.from({ length: Math.ceil(wanted.length / audioFeaturesBatchSize) }, (_, index) =>
        wanted.slice(index * audioFeaturesBatchSize, (index + 1) * audioFeaturesBatchSize),
      )
      return createCall(async () => {
        const answers = await pMap(chunks, (chunk) => fetchFeatures(chunk, options).withResponse(), {
          concurrency: wire.capabilities.isProven('audioFeatures') ? 3 : 1,
        })
        const found = new Map<string, SpotifyAudioFeatures>()
        for (const { data } of answers)
          for (const each of data.audio_features) if (each) found.set(each.id, each)
        return {
          data: ids.map((id) => found.get(id) ?? null),
          response: together(answers.map(({ response }) => response)),
        }
      })
    },
    recommendations({ artists = [], tracks = [], genres = [], limit = 20, market, tune = {} }, options = {}) {
      checkSeeds({ artists, tracks, genres })
      return wire.call(
        {
          path: '/recommendations',
          template: '/recommendations',
          query: {
            ...tuning(tune),
            seed_artists: artists.length > 0 ? artists : undefined,
            seed_tracks: tracks.length > 0 ? tracks : undefined,
            seed_genres: genres.length > 0 ? genres : undefined,
            limit: checkWhole(limit, 'limit', 1, 100),
            market: checkMarket(market) ?? wire.market,
          },
          schema: SpotifyRecommendations,
          cacheForMs: cacheForMs.never,
        },
        options,
      )
    },
  }
}

function checkSeeds({ artists = [], tracks = [], genres = [] }: RecommendationSeeds): void {
  checkSpotifyIds(artists, 'artist')
  checkSpotifyIds(tracks, 'track')
  const count = artists.length + tracks.length + genres.length
  if (count >= 1 && count <= mostSeeds) return
  throw new InvalidInputError(
    `recommendations takes 1 to ${mostSeeds} seeds in all, artists, tracks and genres together, not ${count}`,
  )
}

function tuning(tune: Readonly<Record<string, number>>): Record<string, QueryValue> {
  for (const [name, value] of Object.entries(tune)) {
    if (/^(?:min|max|target)_[a-z_]+$/.test(name) && Number.isFinite(value)) continue
    throw new InvalidInputError(
      `tune: '${name}' must be a number named min_…, max_… or target_…, such as min_energy: 0.4`,
    )
  }
  return { ...tune }
}

import { compareText } from '../world/compare-text.ts'
import { hashText } from '../world/random.ts'
import type { WorldTrack } from '../world/world.ts'
import type { Route } from './route.ts'
import type { SandboxRequest, ServiceContext } from './service.ts'
import { findArtist, forOldApps, ok, tracksOf, viewOf } from './spotify-catalog.ts'
import { spotifyError } from './spotify-error.ts'
import { checkId, readIds, readPaging, spotifyPage } from './spotify-paging.ts'
import { fullArtist, fullTrack, markets, simpleAlbum } from './spotify-wire.ts'

/** What only apps with extended quota may use since November 2024, and what is gone for new apps. */
export const discoveryRoutes: readonly Route[] = [
  {
    template: '/artists/{id}/related-artists',
    answer({ id }, request, context) {
      onlyExtended(context, 404)
      const artist = findArtist(context, id!)
      const related = context.world.artists
        .filter((other) => other.id !== artist.id && other.spotifyId !== null && other.genre === artist.genre)
        .toSorted((a, b) => b.popularity - a.popularity || compareText(a.id, b.id))
      return ok({ artists: related.slice(0, 20).map((other) => fullArtist(viewOf(request, context), other)) })
    },
  },
  {
    template: '/audio-features',
    answer(_values, request, context) {
      onlyExtended(context, 403)
      const ids = readIds(request.query, 100)
      const { trackById } = context.world.index
      return ok({
        audio_features: ids.map((id) => {
          const track = trackById.get(id)
          return track === undefined ? null : audioFeatures(request, track)
        }),
      })
    },
  },
  {
    template: '/audio-features/{id}',
    answer({ id }, request, context) {
      onlyExtended(context, 403)
      return ok(audioFeatures(request, findTrack(context, id!)))
    },
  },
  {
    template: '/audio-analysis/{id}',
    answer({ id }, _request, context) {
      onlyExtended(context, 403)
      const track = findTrack(context, id!)
      return ok({
        track: { duration: track.durationMs / 1000, tempo: tempoOf(track) },
        bars: [],
        beats: [],
        sections: [],
      })
    },
  },
  {
    template: '/recommendations/available-genre-seeds',
    answer(_values, _request, context) {
      onlyExtended(context, 404)
      return ok({
        genres: [...new Set(context.world.artists.flatMap((artist) => artist.genre.spotify))].sort(),
      })
    },
  },
  {
    template: '/recommendations',
    answer: (_values, request, context) => ok(recommendations(request, context)),
  },
  {
    template: '/browse/new-releases',
    answer(_values, request, context) {
      forOldApps(context)
      const view = viewOf(request, context)
      const newest = context.world.releases
        .filter((release) => release.artistIds.length > 0)
        .toSorted((a, b) => compareText(b.date, a.date) || compareText(a.id, b.id))
        .slice(0, 100)
      const paging = readPaging(request.query, { standard: 20, max: 50 })
      const address = `${request.origin}/v1/browse/new-releases`
      return ok({ albums: spotifyPage(newest, paging, address, {}, (release) => simpleAlbum(view, release)) })
    },
  },
  {
    template: '/browse/categories',
    answer(_values, request, context) {
      forOldApps(context)
      const paging = readPaging(request.query, { standard: 20, max: 50 })
      const address = `${request.origin}/v1/browse/categories`
      return ok({ categories: spotifyPage([], paging, address, {}, (none) => none) })
    },
  },
  {
    template: '/markets',
    answer(_values, _request, context) {
      forOldApps(context)
      return ok({ markets: [...markets] })
    },
  },
]

/** As observed: audio features are refused with 403 and no message, the others are not found. */
function onlyExtended({ tier }: ServiceContext, status: 403 | 404): void {
  if (tier === 'extended') return
  throw status === 403 ? spotifyError(403) : spotifyError(404, 'Not found.')
}

function findTrack({ world }: ServiceContext, id: string): WorldTrack {
  const track = world.index.trackById.get(checkId(id))
  if (track === undefined) throw spotifyError(404, 'analysis not found')
  return track
}

function share(track: WorldTrack, what: string): number {
  return (hashText(`${track.songId}/${what}`) % 1000) / 1000
}

function tempoOf(track: WorldTrack): number {
  return 70 + Math.round(share(track, 'tempo') * 110_000) / 1000
}

function audioFeatures(request: SandboxRequest, track: WorldTrack) {
  return {
    danceability: share(track, 'danceability'),
    energy: share(track, 'energy'),
    key: hashText(`${track.songId}/key`) % 12,
    loudness: -Math.round(share(track, 'loudness') * 14_000) / 1000 - 2,
    mode: hashText(`${track.songId}/mode`) % 2,
    speechiness: share(track, 'speechiness') / 5,
    acousticness: track.kind === 'acoustic' ? 0.9 : share(track, 'acousticness'),
    instrumentalness: track.kind === 'instrumental' ? 0.93 : share(track, 'instrumentalness') / 10,
    liveness: track.kind === 'live' ? 0.88 : share(track, 'liveness') / 3,
    valence: share(track, 'valence'),
    tempo: tempoOf(track),
    type: 'audio_features',
    id: track.id,
    uri: `spotify:track:${track.id}`,
    track_href: `${request.origin}/v1/tracks/${track.id}`,
    analysis_url: `${request.origin}/v1/audio-analysis/${track.id}`,
    duration_ms: track.durationMs,
    time_signature: 4,
  }
}

function recommendations(request: SandboxRequest, context: ServiceContext) {
  onlyExtended(context, 404)
  const read = (name: string) => (request.query.get(name) ?? '').split(',').filter((seed) => seed !== '')
  const artistSeeds = read('seed_artists')
  const trackSeeds = read('seed_tracks')
  const genreSeeds = read('seed_genres')
  const seeds = [...artistSeeds, ...trackSeeds, ...genreSeeds]
  if (seeds.length === 0 || seeds.length > 5) throw spotifyError(400, 'invalid request')
  const { limit } = readPaging(request.query, { standard: 20, max: 100 })

  const { world } = context
  const seedArtists = [
    ...artistSeeds.map((id) => findArtist(context, id).id),
    ...trackSeeds.map((id) => findTrack(context, id).artistIds[0]!),
  ]
  const genres = new Set<string>([
    ...genreSeeds,
    ...seedArtists.flatMap((id) => world.index.artistById.get(id)!.genre.spotify),
  ])
  const fitting = world.artists.filter((artist) => artist.genre.spotify.some((genre) => genres.has(genre)))
  const salt = seeds.join()
  const tracks = fitting
    .flatMap((artist) => tracksOf(context, artist))
    .toSorted((a, b) => hashText(salt + a.id) - hashText(salt + b.id))
  const seed = (id: string, type: string) => ({
    initialPoolSize: 250,
    afterFilteringSize: Math.min(250, tracks.length),
    afterRelinkingSize: Math.min(250, tracks.length),
    id,
    type,
    href: type === 'GENRE' ? null : `${request.origin}/v1/${type.toLowerCase()}s/${id}`,
  })
  const view = viewOf(request, context)
  return {
    tracks: tracks.slice(0, limit).map((track) => fullTrack(view, track)),
    seeds: [
      ...artistSeeds.map((id) => seed(id, 'ARTIST')),
      ...trackSeeds.map((id) => seed(id, 'TRACK')),
      ...genreSeeds.map((id) => seed(id, 'GENRE')),
    ],
  }
}

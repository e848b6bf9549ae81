import { compareText } from '../world/compare-text.ts'
import type { AlbumGroup, WorldArtist, WorldRelease, WorldTrack } from '../world/world.ts'
import type { Route } from './route.ts'
import type { SandboxRequest, ServiceContext } from './service.ts'
import { spotifyError } from './spotify-error.ts'
import { checkId, readIds, readPaging, type SpotifyPaging, spotifyPage } from './spotify-paging.ts'
import {
  albumDetails,
  fullArtist,
  fullTrack,
  type SpotifyView,
  simpleAlbum,
  simpleTrack,
} from './spotify-wire.ts'

/** Artists, albums and tracks by id. */
export const catalogRoutes: readonly Route[] = [
  {
    template: '/artists',
    answer(_values, request, context) {
      const view = viewOf(request, context)
      forOldApps(context)
      const ids = readIds(request.query, 50)
      return ok({ artists: ids.map((id) => orNull(artist(context, id), (found) => fullArtist(view, found))) })
    },
  },
  {
    template: '/artists/{id}',
    answer: ({ id }, request, context) => ok(fullArtist(viewOf(request, context), findArtist(context, id!))),
  },
  {
    template: '/artists/{id}/albums',
    answer({ id }, request, context) {
      const view = viewOf(request, context)
      const found = findArtist(context, id!)
      const paging = readPaging(request.query, albumLimits(context))
      const wanted = readGroups(request.query)
      const entries = (context.world.index.discographyByArtist.get(found.id) ?? []).filter(({ group }) =>
        wanted.has(group),
      )
      const kept = { include_groups: request.query.get('include_groups'), market: view.market }
      return ok(
        spotifyPage(
          entries,
          paging,
          `${request.origin}/v1/artists/${id}/albums`,
          kept,
          ({ release, group }) => simpleAlbum(view, release, group),
        ),
      )
    },
  },
  {
    template: '/artists/{id}/top-tracks',
    answer({ id }, request, context) {
      forOldApps(context)
      const view = viewOf(request, context)
      const tracks = tracksOf(context, findArtist(context, id!))
      const top = tracks
        .toSorted((a, b) => b.popularity - a.popularity || compareText(a.id, b.id))
        .slice(0, 10)
      return ok({ tracks: top.map((track) => fullTrack(view, track)) })
    },
  },
  {
    template: '/albums',
    answer(_values, request, context) {
      const view = viewOf(request, context)
      forOldApps(context)
      const { releaseById } = context.world.index
      const ids = readIds(request.query, 20)
      return ok({
        albums: ids.map((id) => orNull(releaseById.get(id), (release) => fullAlbum(view, release))),
      })
    },
  },
  {
    template: '/albums/{id}',
    answer: ({ id }, request, context) => ok(fullAlbum(viewOf(request, context), findRelease(context, id!))),
  },
  {
    template: '/albums/{id}/tracks',
    answer({ id }, request, context) {
      const paging = readPaging(request.query, { standard: 20, max: 50 })
      return ok(trackPage(viewOf(request, context), findRelease(context, id!), paging))
    },
  },
  {
    template: '/tracks',
    answer(_values, request, context) {
      const view = viewOf(request, context)
      forOldApps(context)
      const { trackById } = context.world.index
      const ids = readIds(request.query, 50)
      return ok({ tracks: ids.map((id) => orNull(trackById.get(id), (track) => fullTrack(view, track))) })
    },
  },
  {
    template: '/tracks/{id}',
    answer({ id }, request, context) {
      const track = context.world.index.trackById.get(checkId(id!))
      if (track === undefined) throw spotifyError(404, 'Resource not found')
      return ok(fullTrack(viewOf(request, context), track))
    },
  },
]

export function viewOf(request: SandboxRequest, { world, tier }: ServiceContext): SpotifyView {
  return { world, tier, origin: request.origin, market: request.query.get('market') }
}

/** Search and album lists: apps of the new kind may ask for ten at a time. */
export function albumLimits({ tier }: ServiceContext): { standard: number; max: number } {
  return tier === 'development' ? { standard: 5, max: 10 } : { standard: 20, max: 50 }
}

/** Refuses what was taken from new apps in February 2026. */
export function forOldApps({ tier }: ServiceContext): void {
  if (tier === 'development') throw spotifyError(403, 'Forbidden')
}

/** Every track that credits the artist. */
export function tracksOf({ world }: ServiceContext, found: WorldArtist): WorldTrack[] {
  const entries = world.index.discographyByArtist.get(found.id) ?? []
  return entries
    .flatMap(({ release }) => release.trackIds.map((id) => world.index.trackById.get(id)!))
    .filter((track) => track.artistIds.includes(found.id))
}

export function findArtist(context: ServiceContext, id: string): WorldArtist {
  const found = artist(context, checkId(id))
  if (found === undefined) throw spotifyError(404, 'Resource not found')
  return found
}

function artist({ world }: ServiceContext, id: string): WorldArtist | undefined {
  return world.index.artistBySpotifyId.get(id)
}

function findRelease({ world }: ServiceContext, id: string): WorldRelease {
  const release = world.index.releaseById.get(checkId(id))
  if (release === undefined) throw spotifyError(404, 'Resource not found')
  return release
}

function fullAlbum(view: SpotifyView, release: WorldRelease) {
  return {
    ...simpleAlbum(view, release),
    ...albumDetails(view, release),
    tracks: trackPage(view, release, { limit: 50, offset: 0 }),
  }
}

function trackPage(view: SpotifyView, release: WorldRelease, paging: SpotifyPaging) {
  const tracks = release.trackIds.map((id) => view.world.index.trackById.get(id)!)
  const address = `${view.origin}/v1/albums/${release.id}/tracks`
  return spotifyPage(tracks, paging, address, { market: view.market }, (track) => simpleTrack(view, track))
}

const groups: readonly AlbumGroup[] = ['album', 'single', 'appears_on', 'compilation']

function readGroups(query: URLSearchParams): ReadonlySet<string> {
  const text = query.get('include_groups')
  if (text === null || text === '') return new Set(groups)
  const wanted = text.split(',')
  if (wanted.some((group) => !groups.some((known) => known === group))) {
    throw spotifyError(400, 'Invalid album type')
  }
  return new Set(wanted)
}

export function ok(body: unknown): { status: number; body: unknown } {
  return { status: 200, body }
}

function orNull<Thing, Shape>(thing: Thing | undefined, toShape: (thing: Thing) => Shape): Shape | null {
  return thing === undefined ? null : toShape(thing)
}

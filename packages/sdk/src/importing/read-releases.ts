import type {
  SpotifyAlbum,
  SpotifyAlbumReference,
  SpotifyAlbumTrack,
  SpotifyTrack,
} from '../clients/spotify/schemas.ts'
import type { Spotify } from '../clients/spotify/spotify.ts'
import { hasCode } from '../core/errors.ts'
import type { CallOptions } from '../upstream/call.ts'
import type { UpstreamError } from '../upstream/errors.ts'

/** More than any release has: the longest known are audio books of some thousand parts. */
const mostTracks = 10_000

/** A release with all its tracks, in order. */
export interface Release {
  readonly album: SpotifyAlbum
  readonly tracks: readonly SpotifyAlbumTrack[]
}

export interface ReadReleases {
  readonly releases: readonly Release[]
  /** Releases that cannot be read, and why. The others are not held up by them. */
  readonly failures: readonly UpstreamError[]
  /** Full tracks by id, where the app may ask for many at once: they know ISRC and popularity. */
  readonly details: ReadonlyMap<string, SpotifyTrack>
}

/** Reads the releases of one page of an artist's list with as few calls as the app's tier allows. */
export async function readReleases(
  spotify: Spotify,
  references: readonly SpotifyAlbumReference[],
  options: CallOptions,
): Promise<ReadReleases> {
  const { albums, failures } = await readAlbums(
    spotify,
    references.map(({ id }) => id),
    options,
  )
  const releases = await Promise.all(
    albums.map(async (album) => ({
      album,
      tracks: await spotify.albumTracks(album, {}, options).toArray({ limit: mostTracks }),
    })),
  )
  const ids = releases.flatMap(({ tracks }) => tracks.map(({ id }) => id))
  return { releases, failures, details: await readDetails(spotify, ids, options) }
}

async function readAlbums(spotify: Spotify, ids: readonly string[], options: CallOptions) {
  try {
    const albums = await spotify.albums(ids, {}, options)
    return { albums: albums.filter((album) => album !== null), failures: [] }
  } catch (error) {
    if (!concernsOneRelease(error)) throw error
    const failures: UpstreamError[] = []
    const read = await Promise.all(
      ids.map(async (id) => {
        try {
          return await spotify.album(id, {}, options)
        } catch (failure) {
          if (!concernsOneRelease(failure)) throw failure
          failures.push(failure)
          return null
        }
      }),
    )
    return { albums: read.filter((album) => album !== null), failures }
  }
}

const concernsOneRelease = (error: unknown): error is UpstreamError =>
  hasCode(error, 'unexpected-response', 'upstream-not-found', 'upstream-rejected')

/** Asked one by one, full tracks would cost more calls than all the rest of an import. */
async function readDetails(spotify: Spotify, ids: readonly string[], options: CallOptions) {
  if (ids.length === 0 || !mayBatch(spotify)) return new Map<string, SpotifyTrack>()
  const tracks = await spotify.tracks(ids, {}, options)
  return new Map(tracks.flatMap((track, index) => (track ? [[ids[index]!, track] as const] : [])))
}

function mayBatch(spotify: Spotify): boolean {
  const { albumBatch, trackBatch } = spotify.capabilities().features
  return albumBatch === 'available' && trackBatch !== 'unavailable'
}

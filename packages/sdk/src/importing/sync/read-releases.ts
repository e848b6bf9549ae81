import pMap from 'p-map'
import type { SpotifyAlbum, SpotifyAlbumReference } from '../../clients/spotify/schemas.ts'
import type { Spotify } from '../../clients/spotify/spotify.ts'
import { isTrackOf, toTrack } from '../../clients/spotify/to-domain.ts'
import { chunked } from '../../core/chunked.ts'
import { hasCode } from '../../core/errors.ts'
import type { Track } from '../../domain/song.ts'
import type { CallOptions } from '../../upstream/call.ts'
import type { UpstreamError } from '../../upstream/errors.ts'
import { countSkip } from '../ledger.ts'

/** More than any release has: the longest known are audio books of some thousand parts. */
const mostTracks = 10_000
/** Releases that one request may ask for, where the app may ask for several. */
const releasesAtOnce = 20
/** Requests on their way at once. Their answers are large: what has been read is made small before more is asked for. */
const requestsAtOnce = 3

/** What has been read of some releases. */
export interface ReadReleases {
  readonly releases: number
  /** Tracks that the releases say they have, and those that they gave. */
  readonly expected: number
  readonly fetched: number
  /** The artist's own, in order. */
  readonly tracks: readonly Track[]
  readonly skipped: Readonly<Record<string, number>>
  /** Releases that cannot be read, and why. The others are not held up by them. */
  readonly failures: readonly UpstreamError[]
}

/** Reads the releases of one page of an artist's list with as few calls as the app's tier allows. */
export async function readReleases(
  spotify: Spotify,
  artistId: string,
  references: readonly SpotifyAlbumReference[],
  options: CallOptions,
): Promise<ReadReleases> {
  const ids = references.map(({ id }) => id)
  const read: ReadReleases[] = []
  for (const group of chunked(ids, releasesAtOnce))
    read.push(await readGroup(spotify, artistId, group, options))
  const skipped: Record<string, number> = {}
  for (const group of read) {
    for (const [reason, count] of Object.entries(group.skipped)) countSkip(skipped, reason, count)
  }
  const sum = (count: (group: ReadReleases) => number) =>
    read.reduce((total, group) => total + count(group), 0)
  return {
    releases: sum(({ releases }) => releases),
    expected: sum(({ expected }) => expected),
    fetched: sum(({ fetched }) => fetched),
    tracks: await withDetails(
      spotify,
      read.flatMap(({ tracks }) => tracks),
      options,
    ),
    skipped,
    failures: read.flatMap(({ failures }) => failures),
  }
}

async function readGroup(
  spotify: Spotify,
  artistId: string,
  ids: readonly string[],
  options: CallOptions,
): Promise<ReadReleases> {
  const { albums, failures } = await readAlbums(spotify, ids, options)
  const skipped: Record<string, number> = {}
  const tracks: Track[] = []
  let expected = 0
  let fetched = 0
  for (const album of albums) {
    const listed = await spotify.albumTracks(album, {}, options).toArray({ limit: mostTracks })
    expected += album.total_tracks ?? listed.length
    fetched += listed.length
    for (const track of listed) {
      if (track.artists && !isTrackOf(track, artistId)) countSkip(skipped, 'other-artist')
      else if (track.name.trim() === '') countSkip(skipped, 'untitled')
      else tracks.push(toTrack(track, album))
    }
  }
  return { releases: albums.length, expected, fetched, tracks, skipped, failures }
}

async function readAlbums(spotify: Spotify, ids: readonly string[], options: CallOptions) {
  try {
    const albums = await spotify.albums(ids, {}, options)
    return { albums: albums.filter((album) => album !== null), failures: [] }
  } catch (error) {
    if (!concernsOneRelease(error)) throw error
    return readOneByOne(spotify, ids, options)
  }
}

async function readOneByOne(spotify: Spotify, ids: readonly string[], options: CallOptions) {
  const failures: UpstreamError[] = []
  const read = async (id: string): Promise<SpotifyAlbum | null> => {
    try {
      return await spotify.album(id, {}, options)
    } catch (error) {
      if (!concernsOneRelease(error)) throw error
      failures.push(error)
      return null
    }
  }
  const albums = await pMap(ids, read, { concurrency: requestsAtOnce })
  return { albums: albums.filter((album) => album !== null), failures }
}

const concernsOneRelease = (error: unknown): error is UpstreamError =>
  hasCode(error, 'unexpected-response', 'upstream-not-found', 'upstream-rejected')

/** Tracks that one request may ask for. */
const tracksAtOnce = 50

/**
 * The tracks with what only whole tracks know: ISRC and popularity. Asked one by one, they would cost more calls
 * than all the rest of an import, so an app that may not ask for many goes without.
 */
async function withDetails(
  spotify: Spotify,
  tracks: readonly Track[],
  options: CallOptions,
): Promise<readonly Track[]> {
  const { albumBatch, trackBatch } = spotify.capabilities().features
  if (albumBatch !== 'available' || trackBatch === 'unavailable') return tracks
  const detailed = await pMap(
    chunked(tracks, tracksAtOnce),
    async (group) => {
      const whole = await spotify.tracks(
        group.map(({ spotifyId }) => spotifyId),
        {},
        options,
      )
      return group.map((track, index) => {
        const found = whole[index]
        if (!found) return track
        const { isrc, popularity } = toTrack(found)
        return { ...track, isrc, popularity }
      })
    },
    { concurrency: requestsAtOnce },
  )
  return detailed.flat()
}

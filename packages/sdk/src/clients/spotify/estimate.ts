import type { SpotifyCapabilities, SpotifyFeature } from './capabilities.ts'

/** Work that is planned, in things. */
export interface SpotifyWork {
  /** Artists, by id. */
  readonly artists?: number
  /** Entries of one artist's list of albums. Pass one number for each artist. */
  readonly listedAlbums?: readonly number[]
  /** Albums with their first 50 tracks, by id. */
  readonly albums?: number
  /** Tracks, by id. */
  readonly tracks?: number
  /** Searches of one page. */
  readonly searches?: number
}

/** How many things one batch may hold. */
export const batchSizes = { artistBatch: 50, albumBatch: 20, trackBatch: 50 } as const satisfies Partial<
  Record<SpotifyFeature, number>
>

/**
 * How many requests the work takes with these capabilities. What is not known yet counts as not allowed, so the
 * true number is lower or equal. Tokens are not counted.
 *
 * @example
 * estimateSpotifyCalls({ artists: 1, listedAlbums: [30], albums: 30 }, spotify.capabilities()) // 1 + 3 + 30
 */
export function estimateSpotifyCalls(work: SpotifyWork, capabilities: SpotifyCapabilities): number {
  const { artists = 0, listedAlbums = [], albums = 0, tracks = 0, searches = 0 } = work
  const byId = (count: number, family: keyof typeof batchSizes): number =>
    capabilities.features[family] === 'available' ? Math.ceil(count / batchSizes[family]) : count
  const pages = listedAlbums.map((count) => Math.max(1, Math.ceil(count / capabilities.pageLimit)))
  return (
    byId(artists, 'artistBatch') +
    pages.reduce((sum, each) => sum + each, 0) +
    byId(albums, 'albumBatch') +
    byId(tracks, 'trackBatch') +
    searches
  )
}

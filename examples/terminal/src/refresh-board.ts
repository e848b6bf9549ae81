import type { Setvote, Show, TrendingArtist, TrendingShow } from '@setvote/sdk'
import type { Elsewhere } from './fill-board.ts'

export interface Board {
  readonly artists: readonly (TrendingArtist & { readonly name: string })[]
  readonly shows: readonly (TrendingShow & { readonly show: Show })[]
  /** How many scores the refresh has changed, and how many there are. */
  readonly changed: number
  readonly ranked: number
  /** Of the refresh. */
  readonly milliseconds: number
  /** What was done for the board's sake; null in the real world. */
  readonly elsewhere: Elsewhere | null
}

const limit = 8

/** Brings the boards up to now, and reads their tops. */
export async function refreshBoard(
  { trending, artists, shows }: Setvote,
  elsewhere: Elsewhere | null,
): Promise<Board> {
  const startedAt = performance.now()
  const refreshed = await trending.refresh()
  const milliseconds = performance.now() - startedAt
  const [topArtists, topShows] = await Promise.all([trending.artists({ limit }), trending.shows({ limit })])
  return {
    ...refreshed,
    milliseconds,
    elsewhere,
    artists: await Promise.all(
      topArtists.map(async (entry) => ({ ...entry, name: (await artists.get(entry.artistId)).name })),
    ),
    shows: await Promise.all(
      topShows.map(async (entry) => ({ ...entry, show: await shows.get(entry.showId) })),
    ),
  }
}

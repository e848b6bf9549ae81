import type { CacheManager } from '../cache/create-cache-manager.ts'
import { type Clock, systemClock } from '../core/clock.ts'
import { days } from '../core/duration.ts'
import { localDayOf } from '../domain/local-day.ts'
import type { Storage } from '../storage/storage.ts'

export interface WarmCacheOptions {
  readonly cache: CacheManager
  readonly storage: Storage
  readonly clock?: Clock
  /** How many of the artists at the top of the trending board. @default 50 */
  readonly artists?: number
  /** How many of the next shows of all artists. @default 50 */
  readonly shows?: number
}

/**
 * Puts popular artists and upcoming shows into the cache, as `read('artist', id, …)` and `read('show', id, …)` find
 * them. Returns how many are there now.
 *
 * @example
 * await warmCache({ cache: setvote.cache, storage: setvote.storage })
 */
export async function warmCache({
  cache,
  storage,
  clock = systemClock,
  artists = 50,
  shows = 50,
}: WarmCacheOptions): Promise<{ readonly artists: number; readonly shows: number }> {
  // Somewhere it still is yesterday.
  const from = localDayOf(new Date(clock.now().getTime() - days(1)), 'UTC')
  const [board, upcoming] = await Promise.all([
    artists > 0 ? storage.trending.top({ kind: 'artists', limit: artists }) : [],
    shows > 0 ? storage.shows.list({ from, limit: shows }).then(({ items }) => items) : [],
  ])
  const found = new Map(upcoming.map((show) => [show.id, show]))
  return {
    artists: await cache.warm(
      'artist',
      board.map(({ id }) => id),
      (id) => storage.artists.find(id),
    ),
    shows: await cache.warm('show', [...found.keys()], async (id) => found.get(id) ?? null),
  }
}

import pMap from 'p-map'
import { hours, minutes } from '../core/duration.ts'
import { InvalidInputError, InvalidOptionsError } from '../core/errors.ts'
import type { Cache, CacheCounts } from './create-cache.ts'

/** Kinds of data that a page shows. */
export type CacheKind = 'artist' | 'show' | 'songs' | 'setlist' | 'trending'

/** How long each kind is fresh, in milliseconds. */
export const defaultLifetimes: Readonly<Record<CacheKind, number>> = {
  artist: hours(1),
  show: hours(6),
  songs: hours(24),
  setlist: hours(1),
  trending: minutes(30),
}

export interface CacheManagerOptions {
  readonly cache: Cache
  /** What differs from `defaultLifetimes`. */
  readonly lifetimes?: Partial<Record<CacheKind, number>> | undefined
  /** How long it is remembered that there is no such thing. @default 60_000 */
  readonly negativeTtlMs?: number | undefined
}

export interface ReadOptions {
  /** Beside those of the kind and of the thing, by which it is invalidated: `artist:art_1` for a page of a show. */
  readonly tags?: readonly string[]
  /** Load even when it is there. @default false */
  readonly reload?: boolean
}

export interface CacheMetrics extends CacheCounts {
  /** Hits over reads, 0..1; null before the first read. */
  readonly hitRate: number | null
  readonly byKind: Readonly<Partial<Record<CacheKind, CacheCounts & { readonly hitRate: number }>>>
}

export interface CacheManager {
  /**
   * The thing of that kind and id from the cache, or from `load`; of all who miss it at once, one loads, in whatever
   * process. When loading fails, an old value is served for as long again as it was fresh. Dates survive; whatever else
   * JSON cannot say does not.
   */
  read<Value>(kind: CacheKind, id: string, load: () => Promise<Value>, options?: ReadOptions): Promise<Value>
  /** A function that is answered from the cache. */
  withCache<Value>(
    kind: CacheKind,
    load: (id: string) => Promise<Value>,
    options?: ReadOptions,
  ): (id: string) => Promise<Value>
  /**
   * Removes what fits the pattern: `'artist:art_1'`, `'show:*'`, `'*'`. What is being loaded now is not kept either, in
   * any process.
   */
  invalidate(pattern: string): Promise<void>
  /** Removes what carries the tag. Each thing carries its kind and `kind:id`, beside those it was read with. */
  invalidateTag(tag: string): Promise<void>
  /** Loads what is not there yet, a few at a time; what fails is left out. Returns how many are there now. */
  warm(kind: CacheKind, ids: readonly string[], load: (id: string) => Promise<unknown>): Promise<number>
  /** Of this process. */
  metrics(): CacheMetrics
}

const keyBase = 'app:'
const warmedAtOnce = 8

/**
 * A cache for the pages of an app.
 *
 * @example
 * const artistPage = cache.withCache('artist', (id) => setvote.artists.find(id))
 * const artist = await artistPage('art_1')
 * await cache.invalidate('artist:art_1')
 */
export function createCacheManager({
  cache,
  lifetimes,
  negativeTtlMs = minutes(1),
}: CacheManagerOptions): CacheManager {
  const ttls = { ...defaultLifetimes, ...lifetimes }
  for (const [kind, ttlMs] of Object.entries({ ...ttls, negativeTtlMs })) {
    if (!(Number.isFinite(ttlMs) && ttlMs >= 0)) {
      throw new InvalidOptionsError(
        `The lifetime of ${kind} must be milliseconds, 0 for none: { lifetimes: { artist: 3_600_000 } }`,
      )
    }
  }
  const counts = new Map<CacheKind, { hits: number; misses: number; stale: number }>()

  async function read<Value>(
    kind: CacheKind,
    id: string,
    load: () => Promise<Value>,
    { tags = [], reload = false }: ReadOptions = {},
  ): Promise<Value> {
    const ttlMs = ttls[kind]
    const counted = counts.get(kind) ?? { hits: 0, misses: 0, stale: 0 }
    counts.set(kind, counted)
    const { value, source } = await cache.read<Value>(`${keyBase}${kind}:${id}`, {
      ttlMs,
      staleForMs: ttlMs,
      negativeTtlMs,
      tags: [kind, `${kind}:${id}`, ...tags].map((tag) => keyBase + tag),
      reload,
      load,
    })
    // Who joined a load spared one.
    if (source === 'fresh' || source === 'joined') counted.hits++
    else counted.misses++
    if (source === 'stale') counted.stale++
    return value
  }

  return {
    read,
    withCache: (kind, load, options) => (id) => read(kind, id, () => load(id), options),
    async invalidate(pattern) {
      const star = pattern.indexOf('*')
      if (pattern === '' || (star >= 0 && star < pattern.length - 1)) {
        throw new InvalidInputError(`A pattern is a key, or what keys begin with and a star: 'artist:*'`)
      }
      if (star >= 0) await cache.invalidatePrefix(keyBase + pattern.slice(0, -1))
      else await cache.remove(keyBase + pattern)
    },
    async invalidateTag(tag) {
      await cache.invalidateTag(keyBase + tag)
    },
    async warm(kind, ids, load) {
      const warm = await pMap(
        ids,
        (id) =>
          read(kind, id, () => load(id)).then(
            (value) => value !== null && value !== undefined,
            () => false,
          ),
        { concurrency: warmedAtOnce },
      )
      return warm.filter(Boolean).length
    },
    metrics() {
      const byKind = Object.fromEntries(
        [...counts].map(([kind, each]) => [kind, { ...each, hitRate: rateOf(each) ?? 0 }]),
      )
      const all = { hits: 0, misses: 0, stale: 0 }
      for (const { hits, misses, stale } of counts.values()) {
        all.hits += hits
        all.misses += misses
        all.stale += stale
      }
      return { ...all, hitRate: rateOf(all), byKind }
    },
  }
}

const rateOf = ({ hits, misses }: CacheCounts): number | null =>
  hits + misses === 0 ? null : hits / (hits + misses)

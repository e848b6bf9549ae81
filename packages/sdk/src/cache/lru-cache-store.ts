import { LRUCache } from 'lru-cache'
import { type Clock, systemClock } from '../core/clock.ts'
import { InvalidOptionsError } from '../core/errors.ts'
import type { CacheEntry, CacheStore } from './cache-store.ts'

export interface LruCacheStoreOptions {
  /** The least recently used entry goes when there are more. @default 1000 */
  readonly maxEntries?: number
  /**
   * How long all values together may be, in characters (one or two bytes each). The least recently used go when they
   * are longer; a single value that is longer is not kept. @default 8_000_000
   */
  readonly maxSize?: number
  readonly clock?: Clock
}

interface Stored {
  readonly entry: CacheEntry
  readonly tags: readonly string[]
}

/**
 * A cache in this process.
 *
 * @example
 * const ticketmaster = createTicketmaster({ apiKey, cache: lruCacheStore({ maxEntries: 5000 }) })
 */
export function lruCacheStore({
  maxEntries = 1000,
  maxSize = 8_000_000,
  clock = systemClock,
}: LruCacheStoreOptions = {}): CacheStore {
  for (const [option, value] of Object.entries({ maxEntries, maxSize })) {
    if (!Number.isSafeInteger(value) || value < 1) {
      throw new InvalidOptionsError(
        `${option} must be a whole number of at least 1: lruCacheStore({ maxEntries: 1000, maxSize: 8_000_000 })`,
      )
    }
  }
  const keysByTag = new Map<string, Set<string>>()
  const entries = new LRUCache<string, Stored>({
    max: maxEntries,
    maxSize,
    sizeCalculation: ({ entry }) => Math.max(1, entry.value.length),
    // lru-cache remembers the time for this long, by a timer of its own; our clock decides.
    ttlResolution: 0,
    // Zero means "not set" to lru-cache.
    perf: { now: () => Math.max(1, clock.now().getTime()) },
    dispose: ({ tags }, key) => {
      for (const tag of tags) {
        const keys = keysByTag.get(tag)
        keys?.delete(key)
        if (keys?.size === 0) keysByTag.delete(tag)
      }
    },
  })

  return {
    async get(key) {
      return entries.get(key)?.entry ?? null
    },
    async set(key, entry, { ttlMs, tags = [] }) {
      if (ttlMs <= 0) {
        entries.delete(key)
        return false
      }
      entries.set(key, { entry, tags }, { ttl: Math.max(1, Math.round(ttlMs)) })
      if (!entries.has(key)) return false
      for (const tag of tags) {
        const keys = keysByTag.get(tag) ?? new Set()
        keysByTag.set(tag, keys.add(key))
      }
      return true
    },
    async remove(key) {
      entries.delete(key)
    },
    async removeTag(tag) {
      const keys = [...(keysByTag.get(tag) ?? [])]
      return keys.filter((key) => entries.delete(key)).length
    },
    async removePrefix(prefix) {
      const keys = [...entries.keys()].filter((key) => key.startsWith(prefix))
      return keys.filter((key) => entries.delete(key)).length
    },
  }
}

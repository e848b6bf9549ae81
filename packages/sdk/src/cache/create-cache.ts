import { type Clock, systemClock } from '../core/clock.ts'
import { type Logger, silentLogger } from '../core/logger.ts'
import type { CacheEntry, CacheStore } from './cache-store.ts'

export interface CacheOptions {
  readonly primary: CacheStore
  /** Written along with the primary, and read when the primary fails. @default none */
  readonly fallback?: CacheStore
  readonly clock?: Clock
  readonly logger?: Logger
}

export interface LoadOptions<Value> {
  /** How long a value is fresh, in milliseconds. */
  readonly ttlMs: number
  /** How long after that it may still be served when loading anew fails. @default 0 */
  readonly staleForMs?: number
  /** How long `null` is remembered. @default 0: never */
  readonly negativeTtlMs?: number
  /** By which the value can be invalidated together with others. */
  readonly tags?: readonly string[]
  /** Load even when the cache holds a fresh value. @default false */
  readonly reload?: boolean
  /** Which failures of `load` a stale value may cover. @default all */
  readonly staleWhen?: (error: unknown) => boolean
  /** Makes the value; it must survive JSON. */
  readonly load: () => Promise<Value>
}

export interface CacheRead<Value> {
  readonly value: Value
  /** `'joined'`: somebody else's load. */
  readonly source: 'fresh' | 'stale' | 'loaded' | 'joined'
}

export interface Cache {
  /**
   * The cached value, or what `load` gives. Callers who ask for the same key while it loads share one load.
   * Stores that fail cost a load, never the call; what fails is `load` (and then only without a stale value).
   */
  getOrLoad<Value>(key: string, options: LoadOptions<Value>): Promise<Value>
  /** `getOrLoad` that also tells where the value came from. */
  read<Value>(key: string, options: LoadOptions<Value>): Promise<CacheRead<Value>>
  remove(key: string): Promise<void>
  /**
   * Removes all values with the tag. A load that began before is not stored, and stale values are gone as well.
   * Returns how many the primary removed.
   */
  invalidateTag(tag: string): Promise<number>
  counts(): { readonly hits: number; readonly misses: number; readonly stale: number }
}

interface Flight {
  readonly tags: readonly string[]
  readonly value: Promise<CacheRead<unknown>>
  invalidated: boolean
}

/**
 * A cache over one or two stores.
 *
 * @example
 * const cache = createCache({ primary: redisCacheStore(redis), fallback: lruCacheStore() })
 * const artist = await cache.getOrLoad(`artist:${id}`, { ttlMs: hours(1), tags: ['artists'], load: () => fetchArtist(id) })
 */
export function createCache({
  primary,
  fallback,
  clock = systemClock,
  logger = silentLogger,
}: CacheOptions): Cache {
  const stores = fallback ? [primary, fallback] : [primary]
  const flights = new Map<string, Flight>()
  /** Every load under way, those included that newer callers no longer join. */
  const loading = new Set<Flight>()
  const counts = { hits: 0, misses: 0, stale: 0 }

  const complain = (what: string) => (error: unknown) => {
    logger.warn(`the cache could not ${what}`, { error })
    return null
  }

  async function find(key: string): Promise<CacheEntry | null> {
    for (const store of stores) {
      try {
        return await store.get(key)
      } catch (error) {
        complain('be read')(error)
      }
    }
    return null
  }

  async function store(
    key: string,
    value: unknown,
    options: LoadOptions<unknown>,
    flight: Flight,
  ): Promise<void> {
    const { staleForMs = 0, negativeTtlMs = 0, tags = [] } = options
    const ttlMs = value === null || value === undefined ? negativeTtlMs : options.ttlMs
    if (ttlMs <= 0 || flight.invalidated) return
    const entry = {
      value: JSON.stringify(value ?? null),
      freshUntil: new Date(clock.now().getTime() + ttlMs),
    }
    await everywhere('be written', (one) => one.set(key, entry, { ttlMs: ttlMs + staleForMs, tags }))
    // Invalidated while it was being written: the removal may have come first.
    if (flight.invalidated) await everywhere('forget', (one) => one.remove(key))
  }

  const everywhere = <Result>(what: string, work: (store: CacheStore) => Promise<Result>) =>
    Promise.all(stores.map((one) => work(one).catch(complain(what))))

  async function load<Value>(
    key: string,
    options: LoadOptions<Value>,
    stale: { readonly value: Value } | null,
    flight: () => Flight,
  ): Promise<CacheRead<Value>> {
    try {
      const value = await options.load()
      await store(key, value, options, flight())
      return { value, source: 'loaded' }
    } catch (error) {
      if (!stale || flight().invalidated || options.staleWhen?.(error) === false) throw error
      logger.info('the cache serves a stale value', { key })
      counts.stale++
      return { value: stale.value, source: 'stale' }
    }
  }

  async function readOrLoad<Value>(
    key: string,
    options: LoadOptions<Value>,
    flight: () => Flight,
  ): Promise<CacheRead<Value>> {
    const entry = await find(key)
    const known = entry && parse<Value>(entry.value)
    const now = clock.now()
    if (entry && known && now < entry.freshUntil && !options.reload) {
      counts.hits++
      return { value: known.value, source: 'fresh' }
    }
    counts.misses++
    const servable = entry && now.getTime() < entry.freshUntil.getTime() + (options.staleForMs ?? 0)
    return load(key, options, servable ? known : null, flight)
  }

  async function read<Value>(key: string, options: LoadOptions<Value>): Promise<CacheRead<Value>> {
    const current = flights.get(key)
    if (current && !options.reload) {
      const { value } = (await current.value) as CacheRead<Value>
      return { value, source: 'joined' }
    }
    const flight: Flight = {
      tags: options.tags ?? [],
      invalidated: false,
      // Begins in a later turn, when `flight` is there.
      value: Promise.resolve().then(() => readOrLoad(key, options, () => flight)),
    }
    flights.set(key, flight)
    loading.add(flight)
    try {
      return (await flight.value) as CacheRead<Value>
    } finally {
      loading.delete(flight)
      if (flights.get(key) === flight) flights.delete(key)
    }
  }

  function invalidate(concerns: (key: string | null, flight: Flight) => boolean) {
    for (const [key, flight] of flights) if (concerns(key, flight)) flights.delete(key)
    for (const flight of loading) if (concerns(null, flight)) flight.invalidated = true
  }

  return {
    read,
    async getOrLoad(key, options) {
      return (await read(key, options)).value
    },
    async remove(key) {
      const flight = flights.get(key)
      if (flight) flight.invalidated = true
      flights.delete(key)
      await everywhere('forget', (one) => one.remove(key))
    },
    async invalidateTag(tag) {
      invalidate((_key, flight) => flight.tags.includes(tag))
      const [removed] = await everywhere('forget', (one) => one.removeTag(tag))
      return removed ?? 0
    },
    counts: () => ({ ...counts }),
  }
}

/** A value that somebody else wrote may be unreadable: then it is not there. */
function parse<Value>(text: string): { readonly value: Value } | null {
  try {
    return { value: JSON.parse(text) as Value }
  } catch {
    return null
  }
}

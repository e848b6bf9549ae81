import { type Clock, systemClock } from '../core/clock.ts'
import { type Logger, silentLogger } from '../core/logger.ts'
import type { CacheEntry, CacheStore, Removal } from './cache-store.ts'
import { fromCacheText, toCacheText } from './cache-text.ts'
import { createTiers, type Mark, removeFrom } from './create-tiers.ts'
import type { FlightSeat, Landing, SharedFlight } from './shared-flight.ts'

export interface CacheOptions {
  readonly primary: CacheStore
  /** Written along with the primary, and read when the primary fails. @default none */
  readonly fallback?: CacheStore | undefined
  /** Makes one of all processes load what they miss together. @default each process loads for itself */
  readonly flight?: SharedFlight | undefined
  readonly clock?: Clock | undefined
  readonly logger?: Logger | undefined
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
  /** Makes the value; it must survive JSON, but for dates, which are kept. */
  readonly load: () => Promise<Value>
}

export interface CacheRead<Value> {
  readonly value: Value
  /** `'joined'`: somebody else's load. */
  readonly source: 'fresh' | 'stale' | 'loaded' | 'joined'
}

export interface CacheCounts {
  readonly hits: number
  readonly misses: number
  readonly stale: number
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
   * Removes all values with the tag. A load that began before, in any process, is not kept, and stale values are gone
   * as well. Returns about how many the primary removed.
   */
  invalidateTag(tag: string): Promise<number>
  /** `invalidateTag` for all keys that begin with `prefix`. */
  invalidatePrefix(prefix: string): Promise<number>
  counts(): CacheCounts
  /** Stops hearing what other processes remove. */
  close(): void
}

interface Flight {
  readonly key: string
  readonly tags: readonly string[]
  readonly value: Promise<CacheRead<unknown>>
  invalidated: boolean
}

interface Known<Value> {
  readonly value: Value
}

/** After so many processes that failed to load, one's own load is no stampede any more. */
const turnsToWait = 3

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
  flight: shared,
  clock = systemClock,
  logger = silentLogger,
}: CacheOptions): Cache {
  const tiers = createTiers(primary, fallback ?? null, logger)
  const flights = new Map<string, Flight>()
  /** Every load under way, those included that newer callers no longer join. */
  const loading = new Set<Flight>()
  const counts = { hits: 0, misses: 0, stale: 0 }

  const stopWatching = primary.watch?.((removal) => {
    invalidate(removal)
    if (fallback) removeFrom(fallback, removal).catch(() => {})
  })

  async function keep(
    key: string,
    value: unknown,
    options: LoadOptions<unknown>,
    flight: Flight,
    mark: Mark,
  ): Promise<Landing> {
    const { staleForMs = 0, negativeTtlMs = 0, tags = [] } = options
    const isNothing = value === null || value === undefined
    const ttlMs = isNothing ? negativeTtlMs : options.ttlMs
    if (flight.invalidated) return 'failed'
    if (ttlMs <= 0) return isNothing ? 'nothing' : 'failed'
    const entry = {
      value: toCacheText(value),
      freshUntil: new Date(clock.now().getTime() + ttlMs),
    }
    const kept = await tiers.keep(key, entry, { ttlMs: ttlMs + staleForMs, tags }, mark)
    // Invalidated while it was being written: the removal may have come first.
    if (flight.invalidated) await tiers.forget({ kind: 'key', key })
    return kept && !flight.invalidated ? 'kept' : 'failed'
  }

  async function load<Value>(
    key: string,
    options: LoadOptions<Value>,
    stale: Known<Value> | null,
    flight: Flight,
  ): Promise<{ readonly read: CacheRead<Value>; readonly landing: Landing }> {
    const mark = await tiers.mark(options.tags ?? [])
    try {
      const value = await options.load()
      const landing = await keep(key, value, options, flight, mark)
      return { read: { value, source: 'loaded' }, landing }
    } catch (error) {
      if (!stale || flight.invalidated || options.staleWhen?.(error) === false) throw error
      logger.info('the cache serves a stale value', { key })
      counts.stale++
      return { read: { value: stale.value, source: 'stale' }, landing: 'failed' }
    }
  }

  async function fresh<Value>(key: string): Promise<Known<Value> | null> {
    const entry = await tiers.find(key)
    return entry && clock.now() < entry.freshUntil ? parse<Value>(entry.value) : null
  }

  /** Loads when this process is the one to load, and otherwise takes what the one who does has kept. */
  async function loadTogether<Value>(
    key: string,
    options: LoadOptions<Value>,
    stale: Known<Value> | null,
    flight: Flight,
  ): Promise<CacheRead<Value>> {
    for (let turn = 0; shared && turn < turnsToWait; turn++) {
      // Without agreement each process loads once: its own callers still share that.
      const seat: FlightSeat | null = await shared.join(key).catch(() => null)
      if (!seat) break
      if (seat.role === 'pilot') {
        let landing: Landing = 'failed'
        try {
          // Somebody may have landed between our look and our start.
          const known = await fresh<Value>(key)
          if (known) {
            landing = 'kept'
            return { value: known.value, source: 'joined' }
          }
          const loaded = await load(key, options, stale, flight)
          landing = loaded.landing
          return loaded.read
        } finally {
          await seat.land(landing).catch(() => {})
        }
      }
      const landing = await seat.landed
      if (landing === 'late') break
      if (landing === 'nothing') return { value: null as Value, source: 'joined' }
      const known = landing === 'kept' ? await fresh<Value>(key) : null
      if (known) return { value: known.value, source: 'joined' }
    }
    return (await load(key, options, stale, flight)).read
  }

  async function readOrLoad<Value>(
    key: string,
    options: LoadOptions<Value>,
    flight: Flight,
  ): Promise<CacheRead<Value>> {
    const entry: CacheEntry | null = await tiers.find(key)
    const known = entry && parse<Value>(entry.value)
    const now = clock.now()
    if (entry && known && now < entry.freshUntil && !options.reload) {
      counts.hits++
      return { value: known.value, source: 'fresh' }
    }
    counts.misses++
    const servable = entry && now.getTime() < entry.freshUntil.getTime() + (options.staleForMs ?? 0)
    const stale = servable ? known : null
    if (options.reload) return (await load(key, options, stale, flight)).read
    return loadTogether(key, options, stale, flight)
  }

  async function read<Value>(key: string, options: LoadOptions<Value>): Promise<CacheRead<Value>> {
    const current = flights.get(key)
    if (current && !options.reload) {
      const { value } = (await current.value) as CacheRead<Value>
      return { value, source: 'joined' }
    }
    const flight: Flight = {
      key,
      tags: options.tags ?? [],
      invalidated: false,
      // Begins in a later turn, when `flight` is there.
      value: Promise.resolve().then(() => readOrLoad(key, options, flight)),
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

  /** What is under way was loaded before: it is neither kept nor joined any more. */
  function invalidate(removal: Removal) {
    for (const flight of loading) {
      if (!concerns(removal, flight)) continue
      flight.invalidated = true
      if (flights.get(flight.key) === flight) flights.delete(flight.key)
    }
  }

  function forget(removal: Removal): Promise<number> {
    invalidate(removal)
    return tiers.forget(removal)
  }

  return {
    read,
    async getOrLoad(key, options) {
      return (await read(key, options)).value
    },
    async remove(key) {
      await forget({ kind: 'key', key })
    },
    invalidateTag: (tag) => forget({ kind: 'tag', tag }),
    invalidatePrefix: (prefix) => forget({ kind: 'prefix', prefix }),
    counts: () => ({ ...counts }),
    close: () => stopWatching?.(),
  }
}

function concerns(removal: Removal, { key, tags }: Flight): boolean {
  if (removal.kind === 'tag') return tags.includes(removal.tag)
  if (removal.kind === 'prefix') return key.startsWith(removal.prefix)
  return removal.kind === 'key' && key === removal.key
}

/** A value that somebody else wrote may be unreadable: then it is not there. */
function parse<Value>(text: string): Known<Value> | null {
  try {
    return { value: fromCacheText(text) as Value }
  } catch {
    return null
  }
}

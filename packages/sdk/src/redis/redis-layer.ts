import type { CacheStore } from '../cache/cache-store.ts'
import type { SharedFlight } from '../cache/shared-flight.ts'
import { stopwatch } from '../core/stopwatch.ts'
import type { EventBus } from '../realtime/event-bus.ts'
import type { SharedQuotaStore } from '../storage/quota-store.ts'
import type { BreakerStore } from '../upstream/breaker-store.ts'
import type { SharedLayer } from '../upstream/shared-layer.ts'
import { redisBreakerStore } from './redis-breaker-store.ts'
import { redisCacheStore } from './redis-cache-store.ts'
import { redisConnection } from './redis-connection.ts'
import { redisEventBus } from './redis-event-bus.ts'
import { redisFlight } from './redis-flight.ts'
import type { RedisOptions } from './redis-options.ts'
import { type RedisQuotaStoreOptions, redisQuotaStore } from './redis-quota-store.ts'

export interface RedisLayerOptions extends RedisOptions, RedisQuotaStoreOptions {}

export interface RedisLayer extends SharedLayer {
  readonly cache: CacheStore
  readonly quotas: SharedQuotaStore
  readonly bus: EventBus
  readonly breakers: BreakerStore
  readonly flight: SharedFlight
  /** How Redis is. Never rejects. */
  health(): Promise<RedisHealth>
  /** Ends the connections that were made here; a client that was given stays open. */
  close(): Promise<void>
}

export type RedisHealth =
  | { readonly status: 'down'; readonly error: string }
  | {
      readonly status: 'up'
      readonly latencyMs: number
      /** How far the clock of this machine is ahead of the server's; 0 within a few milliseconds. */
      readonly clockAheadMs: number
      /** What Redis does when its memory is full: `'noeviction'` refuses to write, others forget something. */
      readonly evictionPolicy: string | null
      readonly usedBytes: number | null
      /** Null for no limit. */
      readonly maxBytes: number | null
    }

/**
 * Everything that processes share, over one Redis: cache, budgets and cooldowns, circuits, events, single flights.
 * Making it never fails and never waits. While Redis is away, flushed, full or slow, the app goes on: from the caches
 * of each process, with each process's part of every budget, and all is shared again when it is back.
 *
 * @example
 * const setvote = createSetvote({ storage, shared: redisLayer({ url: 'redis://127.0.0.1:6379' }) })
 */
export function redisLayer(options: RedisLayerOptions): RedisLayer {
  const redis = redisConnection(options)
  const { link, offset } = redis
  return {
    cache: redisCacheStore(redis),
    quotas: redisQuotaStore(redis, options),
    bus: redisEventBus(redis),
    breakers: redisBreakerStore(redis),
    flight: redisFlight(redis),
    async health() {
      try {
        const elapsedMs = stopwatch()
        const info = await link.ask((client) => client.info('memory'))
        const latencyMs = elapsedMs()
        const field = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? null
        const bytes = (name: string) => (field(name) === null ? null : Number(field(name)))
        return {
          status: 'up',
          latencyMs,
          clockAheadMs: -(await offset.find()) || 0,
          evictionPolicy: field('maxmemory_policy'),
          usedBytes: bytes('used_memory'),
          maxBytes: bytes('maxmemory') || null,
        }
      } catch (error) {
        const { message, cause } = error as Error
        return { status: 'down', error: cause instanceof Error ? cause.message : message }
      }
    },
    close: redis.close,
  }
}

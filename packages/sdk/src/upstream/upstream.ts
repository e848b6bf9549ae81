import type { z } from 'zod'
import type { CacheStore } from '../cache/cache-store.ts'
import type { Cache } from '../cache/create-cache.ts'
import type { Clock } from '../core/clock.ts'
import type { Logger } from '../core/logger.ts'
import type { QuotaStore } from '../storage/quota-store.ts'
import type { BreakerStore } from './breaker-store.ts'
import type { Call, Lane, UpstreamCall } from './call.ts'
import type { UpstreamService } from './errors.ts'
import type { UpstreamHooks } from './hooks.ts'

/** How fast and how often a credential may call. `null` for no limit. */
export interface UpstreamLimits {
  readonly perSecond: number | null
  readonly perDay: number | null
  /** Requests on their way at once. @default 10 */
  readonly concurrent?: number
}

/** Options that every client shares. */
export interface ClientOptions {
  /** @default the service's public address */
  readonly baseUrl?: string
  /** @default the runtime's own fetch */
  readonly fetch?: typeof fetch
  readonly clock?: Clock
  /** @default silent */
  readonly logger?: Logger
  /** How long one request may take. @default 10_000 */
  readonly timeoutMs?: number
  /**
   * How long a call may wait, in all, for slots and for `Retry-After`. When the wait would be longer, the call
   * fails at once with a `RateLimitError` that says when. @default 30_000
   */
  readonly waitBudgetMs?: number
  /** Retries after the first attempt, for reads. @default 3 */
  readonly retries?: number
  /** @default the service's published limits */
  readonly limits?: Partial<UpstreamLimits>
  /** Where budgets and cooldowns live; share a store between processes. @default in this process */
  readonly quota?: QuotaStore
  /** A store, or a cache that the app uses as well. @default no cache */
  readonly cache?: CacheStore | Cache
  /** What is known of services that fail; share a store between processes. @default in this process */
  readonly breakers?: BreakerStore
  readonly hooks?: UpstreamHooks
  /** `true` makes unknown fields and values an `UnexpectedResponseError` instead of counted drift. @default false */
  readonly strict?: boolean
  /** @default 'interactive' */
  readonly lane?: Lane
}

/** Calls, errors, latency and budget of one service since the client was made. */
export interface UpstreamMetrics {
  readonly calls: number
  readonly requests: number
  readonly retries: number
  readonly errors: Readonly<Record<string, number>>
  readonly cacheHits: number
  readonly cacheMisses: number
  /** Of single requests, in milliseconds. */
  readonly latencyMs: { readonly count: number; readonly mean: number; readonly max: number }
  /** Unknown fields and values seen, by place: `artist.newField` → 3. */
  readonly drift: Readonly<Record<string, number>>
  readonly requestsByEndpoint: Readonly<Record<string, number>>
}

/** Whether a service can be used now. */
export interface UpstreamHealth {
  readonly service: UpstreamService
  readonly status: 'up' | 'degraded' | 'down' | 'cooling-down'
  readonly latencyMs: number | null
  readonly breaker: 'closed' | 'open' | 'half-open'
  readonly retryAt: Date | null
  readonly budget: { readonly perDay: number | null; readonly remainingToday: number | null }
  /** What the app may do, where a service has tiers. */
  readonly tier: string | null
  readonly error: string | null
}

export interface BackgroundBudget {
  /** 0 during a cooldown; null without a daily limit. */
  readonly remaining: number | null
  /** When the day is refilled, or a cooldown ends; null when neither is to be waited for. */
  readonly retryAt: Date | null
}

/** Everything between a client and its service: cache, telemetry, retry, breaker, cooldown, quota, pace, fetch. */
export interface Upstream {
  call<Schema extends z.ZodType>(call: UpstreamCall<Schema>): Call<z.output<Schema>>
  metrics(): UpstreamMetrics
  /** State without a request. `probe` is a cheap call to make for a latency; its failure is reported, not thrown. */
  health(probe?: () => PromiseLike<unknown>): Promise<UpstreamHealth>
  /** Calls that may still be made today, and how long the pace lets `calls` take. */
  budget(): Promise<{
    readonly perDay: number | null
    readonly remainingToday: number | null
    readonly perSecond: number | null
    /** What is left to calls on the background lane, which leave a reserve to those somebody waits for. */
    readonly background: BackgroundBudget
  }>
}

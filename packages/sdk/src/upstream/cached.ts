import type { Cache } from '../cache/create-cache.ts'
import { hasCode } from '../core/errors.ts'
import type { Logger } from '../core/logger.ts'
import type { Decode } from './decode.ts'
import { type Deliver, type Delivered, deliveryOf } from './delivered.ts'
import { UnexpectedResponseError } from './errors.ts'
import type { Answer, Exchange } from './exchange.ts'
import type { Meter } from './metrics.ts'
import { toQuery } from './to-url.ts'

export interface CachedParts {
  readonly cache: Cache | null
  readonly baseUrl: string
  readonly decode: Decode
  readonly meter: Meter
  readonly logger: Logger
}

interface Kept {
  readonly status: number
  readonly text: string
}

/**
 * Answers from the cache what may be cached, and keeps what came. An answer is served for as long again after it
 * has become stale while the service cannot be asked.
 */
export function cached(next: Deliver, { cache, baseUrl, decode, meter, logger }: CachedParts): Deliver {
  async function readThrough(
    exchange: Exchange,
    store: Cache,
    key: string,
    reload: boolean,
  ): Promise<Delivered> {
    const { service, call } = exchange
    let fresh: Delivered | null = null
    const { value, source } = await store.read<Kept>(key, {
      ttlMs: call.cacheForMs ?? 0,
      staleForMs: call.cacheForMs ?? 0,
      tags: [service, `${service}:${call.template}`],
      reload,
      staleWhen: isServicesFault,
      load: async () => {
        fresh = await next(exchange)
        return { status: fresh.answer.status, text: fresh.answer.text }
      },
    })
    if (source === 'loaded' && fresh) {
      meter.cacheMissed()
      return fresh
    }
    const answer: Answer = { status: value.status, text: value.text, headers: new Headers() }
    const kept = decode(exchange, answer, 'memory')
    meter.cacheHit()
    return deliveryOf(answer, kept, { fromCache: true, attempts: exchange.attempts })
  }

  return async (exchange) => {
    const key = cacheKey(exchange, baseUrl)
    if (!cache || key === null || !exchange.call.cacheForMs) return next(exchange)
    try {
      return await readThrough(exchange, cache, key, exchange.call.cache === 'reload')
    } catch (error) {
      // Kept by another version of this package, or damaged: the service knows better.
      if (!(error instanceof UnexpectedResponseError) || exchange.attempts > 0) throw error
      logger.info('a cached answer cannot be read any more', { endpoint: exchange.endpoint })
      return readThrough(exchange, cache, key, true)
    }
  }
}

/**
 * What makes two calls ask for the same thing; null when their answer belongs to one caller only. Holds no
 * credential: `authorize` adds that later, and a call that brings its own is not shared.
 */
export function cacheKey({ service, method, call }: Exchange, baseUrl: string): string | null {
  if (method !== 'GET') return null
  const headers = Object.entries(call.headers ?? {}).map(
    ([name, value]) => [name.toLowerCase(), value] as const,
  )
  if (headers.some(([name]) => name === 'authorization' || name === 'cookie' || name === 'x-api-key'))
    return null
  const spoken = headers.map(([name, value]) => `${name}=${value}`).sort()
  return ['upstream', service, baseUrl, `${call.path}?${toQuery(call.query)}`, ...spoken].join('|')
}

function isServicesFault(error: unknown): boolean {
  return hasCode(
    error,
    'upstream-failed',
    'upstream-timeout',
    'circuit-open',
    'rate-limited',
    'unexpected-response',
  )
}

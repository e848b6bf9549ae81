import { type Cache, createCache } from '../../../src/cache/create-cache.ts'
import { lruCacheStore } from '../../../src/cache/lru-cache-store.ts'
import { type RedisLayer, redisLayer } from '../../../src/redis/redis-layer.ts'
import { isUpstreamError } from '../../../src/upstream/errors.ts'
import type { Upstream, UpstreamLimits } from '../../../src/upstream/upstream.ts'
import { makeUpstream, thing } from '../../upstream/support/fixture.ts'
import { rememberingLogger } from './with-redis.ts'

/** What one process of an app has: a layer, a cache over it, and a client of a service. */
export interface AppProcess {
  readonly layer: RedisLayer
  readonly cache: Cache
  readonly upstream: Upstream
  readonly lines: string[]
  close(): Promise<void>
}

export function startApp(
  redisUrl: string,
  service: { readonly url: string },
  limits: UpstreamLimits = { perSecond: null, perDay: null },
): AppProcess {
  const logger = rememberingLogger()
  const layer = redisLayer({ url: redisUrl, logger, commandTimeoutMs: 150, processes: 4 })
  const cache = createCache({ primary: layer.cache, fallback: lruCacheStore(), flight: layer.flight, logger })
  const { quotas: quota, breakers } = layer
  return {
    layer,
    cache,
    upstream: makeUpstream(service, { quota, breakers, limits, logger, waitBudgetMs: 3000 }),
    lines: logger.lines,
    async close() {
      cache.close()
      await layer.close()
    },
  }
}

let calls = 0

/** Calls and calls until told to stop. Answers what else than refusals by the budget came of it. */
export async function keepCalling({ upstream }: AppProcess, stopped: () => boolean): Promise<unknown[]> {
  const surprises: unknown[] = []
  while (!stopped()) {
    await upstream.call(thing(`call-${calls++}`)).catch((error: unknown) => {
      if (!(isUpstreamError(error) && error.code === 'rate-limited')) surprises.push(error)
    })
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  return surprises
}

/**
 * The most instants that lie within any stretch of almost a second. Here four apps, their service and the test share
 * one event loop, so what started a second apart arrives a little closer; the bench measures with real processes.
 */
export function mostInASecond(instants: readonly number[]): number {
  return Math.max(
    0,
    ...instants.map((from, index) => instants.slice(index).filter((at) => at - from < 900).length),
  )
}

import { createCache, createCacheManager, lruCacheStore } from '@setvote/sdk'
import { redisLayer } from '@setvote/sdk/redis'
import { explain } from './support/explain.ts'
import { interleaved } from './support/interleaved.ts'
import { startRedis } from './support/redis.ts'
import { alone, compared, type Row } from './support/row.ts'
import { scaled } from './support/scale.ts'
import { createShowPages } from './support/show-pages.ts'

const votes = scaled(2_500_000)
const rounds = 4000
const warmUp = 400
const exponent = 1
/** Of the pages that are asked for; a cache holds what was read, not what there is. */
const asked = 500

/**
 * Pages of shows, some of them far more popular than others (Zipf), through the cache with Redis and straight from
 * PostgreSQL, turn by turn: the median of each, and how many of the reads were hits, from an empty cache on.
 */
export async function* cacheRedis(): AsyncGenerator<Row> {
  const redis = await startRedis('cache.hit')
  if (!redis) return
  try {
    const pages = await createShowPages(votes)
    if (!pages) return
    const layer = redisLayer({ url: redis.url })
    try {
      const shared = { primary: layer.cache, fallback: lruCacheStore(), flight: layer.flight }
      const cache = createCacheManager({ cache: createCache(shared) })
      const nextShow = zipf(Math.min(asked, pages.shows))
      const read = cache.withCache('show', (id) => pages.page(Number(id)))
      const medians = await interleaved(
        { cached: () => read(String(nextShow())), direct: () => pages.page(nextShow()) },
        { rounds, warmUp },
      )
      const { hits, misses, hitRate } = cache.metrics()
      explain(
        `cache.hit: ${rounds} pages each, of ${asked} shows (Zipf ${exponent}); ${hits} hits, ${misses} misses`,
      )
      yield compared('cache.hit', medians.cached, 'ms', 'the same pages from PostgreSQL', medians.direct)
      yield alone('cache.hitRate', hitRate ?? 0, 'hits per read')
    } finally {
      await layer.close()
      await pages.drop()
    }
  } finally {
    await redis.stop()
  }
}

/** Whole numbers from 0 on, the first one most often. The same in every run. */
function zipf(count: number): () => number {
  let state = 7
  const random = () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
  const sums: number[] = []
  for (let rank = 1; rank <= count; rank++) sums.push((sums.at(-1) ?? 0) + 1 / rank ** exponent)
  return () => {
    const drawn = random() * sums.at(-1)!
    return sums.findIndex((sum) => sum >= drawn)
  }
}

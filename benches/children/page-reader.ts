import { createCache, lruCacheStore } from '@setvote/sdk'
import { redisCacheStore, redisConnection, redisFlight } from '@setvote/sdk/redis'
import { serveParent } from '../support/child.ts'

/** A process that reads one page many times at once, which nobody has loaded yet. */
export interface PageReader {
  readonly options: { readonly redisUrl: string; readonly reads: number; readonly loadMs: number }
  readonly ready: { readonly processId: number }
  readonly answers: { readonly read: { readonly loads: number; readonly values: number } }
}

await serveParent<PageReader>(async ({ redisUrl, reads, loadMs }) => {
  const redis = redisConnection({ url: redisUrl })
  const cache = createCache({
    primary: redisCacheStore(redis),
    fallback: lruCacheStore(),
    flight: redisFlight(redis),
  })
  await cache.getOrLoad(`warm:${process.pid}`, { ttlMs: 1000, load: async () => 1 })
  let round = 0
  return {
    ready: { processId: process.pid },
    answers: {
      async read() {
        let loads = 0
        const key = `page:${round++}`
        const load = async () => {
          loads++
          await new Promise((resolve) => setTimeout(resolve, loadMs))
          return { title: 'a page' }
        }
        const values = await Promise.all(
          Array.from({ length: reads }, () => cache.getOrLoad(key, { ttlMs: 60_000, load })),
        )
        return { loads, values: values.filter(({ title }) => title === 'a page').length }
      },
    },
  }
})

import type { PageReader } from './children/page-reader.ts'
import { startChild } from './support/child.ts'
import { explain } from './support/explain.ts'
import { startRedis } from './support/redis.ts'
import { alone, type Row } from './support/row.ts'

const processes = 4
const reads = 500
const rounds = 20
const loadMs = 50

/** How often a page is loaded that four processes miss 500 times at once: the most of 20 rounds. */
export async function* cacheStampede(): AsyncGenerator<Row> {
  const redis = await startRedis('cache.stampede')
  if (!redis) return
  try {
    const readers = await Promise.all(
      Array.from({ length: processes }, () =>
        startChild<PageReader>('page-reader.ts', { redisUrl: redis.url, reads: reads / processes, loadMs }),
      ),
    )
    try {
      let most = 0
      for (let round = 0; round < rounds; round++) {
        const answers = await Promise.all(readers.map((reader) => reader.ask('read')))
        const sum = (field: 'loads' | 'values') => answers.reduce((total, each) => total + each[field], 0)
        if (sum('values') !== reads)
          throw new Error(`cache.stampede: ${sum('values')} of ${reads} were answered`)
        most = Math.max(most, sum('loads'))
      }
      explain(
        `cache.stampede: ${rounds} rounds of ${reads} reads in ${processes} processes, loads of ${loadMs} ms`,
      )
      yield alone('cache.stampede', most, 'loads')
    } finally {
      await Promise.all(readers.map((reader) => reader.stop()))
    }
  } finally {
    await redis.stop()
  }
}

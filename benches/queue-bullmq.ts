import { bullmqQueue } from '@setvote/cron-runner/bullmq'
import { bareBullmq } from '../packages/cron-runner/test/bullmq/support/bare-bullmq.ts'
import { explain } from './support/explain.ts'
import { interleaved } from './support/interleaved.ts'
import { startRedis } from './support/redis.ts'
import { compared, type Row } from './support/row.ts'
import { rush } from './support/rush.ts'

const items = 10_000
const callers = 100
const concurrency = 50
const rounds = 11
const warmUp = 2

interface Side {
  add(number: number): Promise<unknown>
  close(): Promise<void>
}

/**
 * Small items a second through the queue of setvote, from the first add until the last item is done, against BullMQ
 * itself told to keep the same keys and priorities; and, as `queue.bullmq.bare`, against BullMQ told nothing at all.
 * The same callers, the same concurrency, a redis-server of its own.
 */
export async function* queueBullmq(): AsyncGenerator<Row> {
  const redis = await startRedis('queue.bullmq')
  if (!redis) return
  const open: Side[] = []
  try {
    const contestant = async (openSide: (perform: () => void) => Side | Promise<Side>) => {
      const done = createCounter()
      const side = await openSide(done.count)
      open.push(side)
      return async () => {
        const all = done.reach(items)
        let number = 0
        await rush(items, { callers, each: () => side.add(number++) })
        await all
      }
    }
    const bare = (name: string, optionsOf: Parameters<typeof bareBullmq>[0]['optionsOf']) =>
      contestant((perform) => bareBullmq({ url: redis.url, name, concurrency, perform, optionsOf }))

    const medians = await interleaved(
      {
        ours: await contestant((perform) => openOurs(redis.url, perform)),
        same: await bare('same', (number) => ({
          priority: 1000,
          deduplication: { id: keyOf(number) },
        })),
        bare: await bare('bare', () => ({})),
      },
      { rounds, warmUp },
    )
    const perSecond = (side: keyof typeof medians) => (items / medians[side]) * 1000
    const row = (name: string, baseline: string, side: keyof typeof medians) =>
      compared(name, perSecond('ours'), 'items/s', baseline, perSecond(side))
    explain(`queue.bullmq: ${items} items, ${callers} callers, ${concurrency} at once, ${rounds} rounds`)
    yield row('queue.bullmq', 'BullMQ itself, same keys and priorities', 'same')
    yield row('queue.bullmq.bare', 'BullMQ itself, no keys, no priorities', 'bare')
  } finally {
    await Promise.all(open.map((side) => side.close()))
    await redis.stop()
  }
}

function openOurs(url: string, perform: () => void): Side {
  const queue = bullmqQueue({ connection: { url }, concurrency })
  queue.work('ours', async () => perform())
  return {
    add: (number) => queue.add({ name: 'ours', key: keyOf(number), payload: { number } }),
    close: () => queue.close(),
  }
}

const keyOf = (number: number) => `artist_${number}`

interface Counter {
  count(): void
  /** Resolves when so many more have been counted. */
  reach(count: number): Promise<void>
}

function createCounter(): Counter {
  let left = 0
  let reached = () => {}
  return {
    count() {
      left--
      if (left === 0) reached()
    },
    reach(count) {
      left = count
      return new Promise((resolve) => {
        reached = resolve
      })
    },
  }
}

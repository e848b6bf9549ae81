import { bullmqQueue } from '../packages/cron-runner/src/bullmq/index.ts'
import { bareBullmq } from '../packages/cron-runner/test/bullmq/support/bare-bullmq.ts'
import { explain } from './support/explain.ts'
import { interleaved } from './support/interleaved.ts'
import { startRedis } from './support/redis.ts'
import { compared, type Row } from './support/row.ts'
import { rush } from './support/rush.ts'

const items = 10_000
const callers = 100
const concurrency = 50
const rounds = 7
const warmUp = 2

interface Side {
  add(number: number): Promise<unknown>
  close(): Promise<void>
}

/**
 * Small items a second through the queue of setvote, with keys and priorities as it gives them, against BullMQ itself
 * without either: the same adds by the same number of callers, the same concurrency, from the first add until the last
 * item is done.
 */
export async function* queueBullmq(): AsyncGenerator<Row> {
  const redis = await startRedis('queue.bullmq')
  if (!redis) return
  const open: Side[] = []
  try {
    const round = (side: Side, done: Counter) => async () => {
      const all = done.reach(items)
      let number = 0
      await rush(items, { callers, each: () => side.add(number++) })
      await all
    }
    const [oursDone, bareDone] = [createCounter(), createCounter()]

    const queue = bullmqQueue({ connection: { url: redis.url }, concurrency })
    queue.work('small', async () => oursDone.count())
    const add = (number: number) => queue.add({ name: 'small', key: `artist_${number}`, payload: { number } })
    open.push({ add, close: () => queue.close() })

    const bare = bareBullmq(redis.url, 'bare', concurrency, bareDone.count)
    await bare.ready()
    open.push({ add: (number) => bare.add({ number }), close: bare.close })

    const medians = await interleaved(
      { ours: round(open[0]!, oursDone), bare: round(open[1]!, bareDone) },
      { rounds, warmUp },
    )
    const perSecond = (side: keyof typeof medians) => (items / medians[side]) * 1000
    explain(`queue.bullmq: ${items} items, ${callers} callers, ${concurrency} at once, ${rounds} rounds`)
    yield compared('queue.bullmq', perSecond('ours'), 'items/s', 'BullMQ itself', perSecond('bare'))
  } finally {
    await Promise.all(open.map((side) => side.close()))
    await redis.stop()
  }
}

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

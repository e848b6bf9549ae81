import PQueue from 'p-queue'
import { type Clock, systemClock } from '../core/clock.ts'
import { AbortedError, ConflictError, InvalidOptionsError, OverloadedError } from '../core/errors.ts'
import { type Logger, silentLogger } from '../core/logger.ts'
import { type FullWorkItem, longestBackoffMs, parseWorkItem } from './parse-work-item.ts'
import type { QueueCounts, Worker, WorkItem, WorkQueue } from './work-queue.ts'

export interface InProcessQueueOptions {
  /** Items done at once. @default 4 */
  readonly concurrency?: number
  /** Items that may wait. @default 10_000 */
  readonly maxWaiting?: number
  /** Measures delays and the pauses between attempts. @default the machine's */
  readonly clock?: Clock
  readonly logger?: Logger
}

/** Who does the items of a name, and what of them there is. */
interface Station {
  readonly worker: Worker
  readonly stopping: AbortController
  readonly items: Set<Promise<void>>
}

type Count = { -readonly [Kind in keyof QueueCounts]: number }

/**
 * A work queue inside this process. What waits in it is lost when the process ends; work that must survive keeps
 * its state in storage (as imports do) and is found there again.
 *
 * @example
 * const queue = inProcessQueue({ concurrency: 2 })
 * queue.work('import', async (payload, { signal }) => { … })
 * await queue.add({ name: 'import', key: run.id, payload: { runId: run.id } })
 */
export function inProcessQueue(options: InProcessQueueOptions = {}): WorkQueue {
  const { concurrency = 4, maxWaiting = 10_000, clock = systemClock, logger = silentLogger } = options
  if (!(concurrency >= 1)) {
    throw new InvalidOptionsError(
      'inProcessQueue: `concurrency` must be at least 1, for example { concurrency: 4 }',
    )
  }
  if (!(maxWaiting >= 0)) {
    throw new InvalidOptionsError(
      'inProcessQueue: `maxWaiting` must be 0 or more, for example { maxWaiting: 10_000 }',
    )
  }
  const queue = new PQueue({ concurrency })
  const stations = new Map<string, Station>()
  const all = new Set<Promise<void>>()
  const keys = new Set<string>()
  const counts = new Map<string, Count>()
  let closed = false

  const countOf = (name: string): Count => {
    const count = counts.get(name) ?? { waiting: 0, running: 0, delayed: 0 }
    counts.set(name, count)
    return count
  }
  const delayedItems = () => counts.values().reduce((sum, { delayed }) => sum + delayed, 0)

  async function pause(name: string, ms: number, signal: AbortSignal): Promise<void> {
    const count = countOf(name)
    count.delayed++
    try {
      await clock.sleep(ms, signal)
    } finally {
      count.delayed--
    }
  }

  /** Whether that was the end of it. */
  async function attempt({ name, key, payload, priority }: FullWorkItem, station: Station, isLast: boolean) {
    const { signal } = station.stopping
    const count = countOf(name)
    count.waiting++
    return queue.add(
      async () => {
        count.waiting--
        if (signal.aborted) return true
        count.running++
        try {
          await station.worker(payload, { signal, redelivered: false })
        } catch (error) {
          if (signal.aborted) return true
          if (!isLast) {
            logger.warn('background work failed, and is tried again', { name, key, error })
            return false
          }
          logger.error('background work failed', { name, key, error })
        } finally {
          count.running--
        }
        return true
      },
      { priority },
    )
  }

  async function live(item: FullWorkItem, station: Station): Promise<void> {
    const { signal } = station.stopping
    if (item.delayMs > 0) await pause(item.name, item.delayMs, signal)
    for (let number = 1; ; number++) {
      if (await attempt(item, station, number >= item.attempts)) return
      await pause(item.name, Math.min(item.backoffMs * 2 ** (number - 1), longestBackoffMs), signal)
    }
  }

  async function stop(name: string, station: Station): Promise<void> {
    if (stations.get(name) === station) stations.delete(name)
    station.stopping.abort(new AbortedError('The queue is closing'))
    await Promise.all(station.items)
  }

  return {
    async add(given: WorkItem) {
      const item = parseWorkItem(given)
      if (closed) throw new ConflictError('This queue is closed')
      const station = stations.get(item.name)
      if (!station) {
        throw new InvalidOptionsError(
          `Nobody works on '${item.name}': call queue.work('${item.name}', …) first`,
        )
      }
      const key = `${item.name} ${item.key}`
      if (keys.has(key)) return false
      if (queue.size + delayedItems() >= maxWaiting) {
        throw new OverloadedError(`${maxWaiting} items are waiting already`)
      }
      keys.add(key)
      const life = live(item, station)
        // Nothing but the stop of its worker ends it early.
        .catch(() => {})
        .finally(() => {
          keys.delete(key)
          all.delete(life)
          station.items.delete(life)
        })
      all.add(life)
      station.items.add(life)
      return true
    },
    work(name, worker) {
      const station: Station = { worker, stopping: new AbortController(), items: new Set() }
      stations.set(name, station)
      return () => stop(name, station)
    },
    counts: async () => Object.fromEntries([...counts].map(([name, count]) => [name, { ...count }])),
    async idle() {
      while (all.size > 0) await Promise.all(all)
    },
    async close() {
      closed = true
      await Promise.all([...stations].map(([name, station]) => stop(name, station)))
      while (all.size > 0) await Promise.all(all)
    },
  }
}

import { ConflictError, parseWorkItem, type QueueCounts, uuidIds, type WorkQueue } from '@setvote/sdk'
import { answerWithin } from './answer-within.ts'
import { toBullPriority } from './bull-priority.ts'
import { createDeadLetters, type DeadLetters } from './dead-letters.ts'
import { type Carried, openBackend } from './open-backend.ts'
import { createQueueLog } from './queue-log.ts'
import { type BullmqQueueOptions, withDefaults } from './queue-options.ts'
import { type Station, startStation } from './start-station.ts'

export interface BullmqCounts extends QueueCounts {
  /** Given up. */
  readonly dead: number
}

/** What has been done of a name since the queue was made, by all processes. */
export interface BullmqMetrics {
  readonly completed: number
  readonly failed: number
}

/** A work queue shared by any number of processes and machines. */
export interface BullmqQueue extends WorkQueue {
  /** How many items there are, of the names that this process adds or does. */
  counts(): Promise<Readonly<Record<string, BullmqCounts>>>
  /** How many attempts at items of a name went well and how many did not. */
  metrics(name: string): Promise<BullmqMetrics>
  /** Items that were given up after their last attempt. */
  readonly deadLetters: DeadLetters
}

/**
 * A work queue on BullMQ, over Redis or PostgreSQL. An item outlives the process that added it and the one that does
 * it: when that one is killed, another takes it up again (`redelivered`); when it closes, it hands its items over.
 * What is rejected after the last attempt becomes a dead letter.
 *
 * Making one never waits and never fails for a store that is away: adding then rejects with a `StorageError` (the
 * item may still arrive), and workers go on when it is back.
 *
 * @example
 * const queue = bullmqQueue({ connection: { url: 'redis://127.0.0.1:6379' } })
 * const setvote = createSetvote({ storage, queue })
 */
export function bullmqQueue(options: BullmqQueueOptions): BullmqQueue {
  const settings = withDefaults(options)
  const { clock, keepDead } = settings
  const backend = openBackend(settings)
  const log = createQueueLog(settings)
  const ids = uuidIds()
  const queues = new Map<string, Carried>()
  const stations = new Set<Station>()
  let closing: Promise<void> | null = null

  const queueOf = (name: string): Carried => {
    const known = queues.get(name)
    if (known) return known
    if (closing) throw new ConflictError('This queue is closed')
    const queue = backend.queue(name)
    queue.on('error', log.failed)
    queues.set(name, queue)
    return queue
  }
  const ask = <Answer>(question: () => Promise<Answer>) => answerWithin(settings, question)

  const counts = async (): Promise<Record<string, BullmqCounts>> => {
    const counted = [...queues].map(
      async ([name, queue]) => [name, await ask(() => countsOf(queue))] as const,
    )
    return Object.fromEntries(await Promise.all(counted))
  }

  async function add(given: Parameters<WorkQueue['add']>[0]): Promise<boolean> {
    const { name, key, payload, priority, attempts, backoffMs, delayMs } = parseWorkItem(given)
    if (closing) throw new ConflictError('This queue is closed')
    const jobId = ids('item')
    const job = await ask(() =>
      queueOf(name).add(name, payload, {
        jobId,
        deduplication: { id: key },
        priority: toBullPriority(priority),
        removeOnComplete: true,
        removeOnFail: keepDead > 0 ? { count: keepDead } : true,
        ...(attempts > 1 && { attempts, backoff: { type: 'exponential', delay: backoffMs } }),
        ...(delayMs > 0 && { delay: delayMs }),
      }),
    )
    return job.id === jobId
  }

  async function close(): Promise<void> {
    await Promise.all([...stations].map((station) => station.stop()))
    await Promise.all([...queues.values()].map((queue) => queue.close().catch(() => {})))
    backend.close()
  }

  return {
    add,
    work(name, worker) {
      queueOf(name)
      if (settings.concurrency === 0) return async () => {}
      const station = startStation({ name, worker, backend, settings, log })
      stations.add(station)
      return async () => {
        await station.stop()
        stations.delete(station)
      }
    },
    counts,
    async metrics(name) {
      const queue = queueOf(name)
      const [completed, failed] = await ask(() =>
        Promise.all([queue.getMetrics('completed', 0, 0), queue.getMetrics('failed', 0, 0)]),
      )
      return { completed: completed.meta.count, failed: failed.meta.count }
    },
    deadLetters: createDeadLetters({ queueOf, ask, add }),
    async idle() {
      const busy = ({ waiting, running, delayed }: BullmqCounts) => waiting + running + delayed > 0
      while (Object.values(await counts()).some(busy)) await clock.sleep(idlePollMs)
    },
    close() {
      closing ??= close()
      return closing
    },
  }
}

const idlePollMs = 50

async function countsOf(queue: Carried): Promise<BullmqCounts> {
  const count = await queue.getJobCounts('wait', 'prioritized', 'active', 'delayed', 'failed')
  const of = (state: string) => count[state] ?? 0
  return {
    waiting: of('wait') + of('prioritized'),
    running: of('active'),
    delayed: of('delayed'),
    dead: of('failed'),
  }
}

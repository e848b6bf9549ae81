import {
  ConflictError,
  parseWorkItem,
  type QueueCounts,
  uuidIds,
  type WorkItem,
  type WorkQueue,
} from '@setvote/sdk'
import { toBullPriority } from './bull-priority.ts'
import { createDeadLetters, type DeadLetters } from './dead-letters.ts'
import { openBackend } from './open-backend.ts'
import { createQueueDoor, type QueueDoor } from './queue-door.ts'
import { createQueueLog } from './queue-log.ts'
import { type BullmqQueueOptions, withDefaults } from './queue-options.ts'
import { type Station, startStation } from './start-station.ts'

export interface BullmqCounts extends QueueCounts {
  /** Given up. */
  readonly dead: number
}

/** A work queue shared by any number of processes and machines. */
export interface BullmqQueue extends WorkQueue {
  /** How many items there are, of the names that this process adds or does. */
  counts(): Promise<Readonly<Record<string, BullmqCounts>>>
  /** Items that were given up after their last attempt. */
  readonly deadLetters: DeadLetters
}

const idlePollMs = 50

/**
 * A work queue on BullMQ, over Redis or PostgreSQL. An item outlives the process that added it and the one that does
 * it: when that one is killed, another takes it up again (`redelivered`); when it closes, it hands its items over.
 * What is rejected after the last attempt becomes a dead letter.
 *
 * Making one never waits, and never fails because its store is away: adding then rejects with a `StorageError` (the
 * item may still arrive), and workers begin when it is back.
 *
 * @example
 * const queue = bullmqQueue({ connection: { url: 'redis://127.0.0.1:6379' } })
 * const setvote = createSetvote({ storage, queue })
 */
export function bullmqQueue(options: BullmqQueueOptions): BullmqQueue {
  const settings = withDefaults(options)
  const { clock, answerWithinMs, concurrency } = settings
  const backend = openBackend(settings)
  const log = createQueueLog(settings)
  const doors = new Map<string, QueueDoor>()
  const stations = new Set<Station>()
  /** Ids that no other process makes. */
  const process = uuidIds()('item')
  let made = 0
  let closing: Promise<void> | null = null

  const doorOf = (name: string): QueueDoor => {
    const known = doors.get(name)
    if (known) return known
    if (closing) throw new ConflictError('This queue is closed')
    const door = createQueueDoor({ name, backend, clock, answerWithinMs, onError: log.failed })
    doors.set(name, door)
    return door
  }

  async function add(given: WorkItem): Promise<boolean> {
    const { name, key, payload, priority, attempts, backoffMs, delayMs } = parseWorkItem(given)
    made++
    const jobId = `${process}_${made.toString(36)}`
    const job = await doorOf(name).ask((queue) =>
      queue.add(name, payload, {
        jobId,
        deduplication: { id: key },
        priority: toBullPriority(priority),
        ...(attempts > 1 && { attempts, backoff: { type: 'exponential', delay: backoffMs } }),
        ...(delayMs > 0 && { delay: delayMs }),
      }),
    )
    return job.id === jobId
  }

  async function counts(): Promise<Record<string, BullmqCounts>> {
    const counted = [...doors].map(async ([name, door]) => [name, await countsOf(door)] as const)
    return Object.fromEntries(await Promise.all(counted))
  }

  async function close(): Promise<void> {
    await Promise.all([...stations].map((station) => station.stop()))
    await Promise.all([...doors.values()].map((door) => door.close()))
  }

  return {
    add,
    work(name, worker) {
      const door = doorOf(name)
      if (concurrency === 0) return async () => {}
      const station = startStation({ name, worker, backend, door, settings, log })
      stations.add(station)
      return async () => {
        await station.stop()
        stations.delete(station)
      }
    },
    counts,
    deadLetters: createDeadLetters({ doorOf, add }),
    async idle() {
      const isBusy = ({ waiting, running, delayed }: BullmqCounts) => waiting + running + delayed > 0
      while (Object.values(await counts()).some(isBusy)) await clock.sleep(idlePollMs)
    },
    close() {
      closing ??= close()
      return closing
    },
  }
}

async function countsOf(door: QueueDoor): Promise<BullmqCounts> {
  const count = await door.ask((queue) =>
    queue.getJobCounts('wait', 'prioritized', 'active', 'delayed', 'failed'),
  )
  const of = (state: string) => count[state] ?? 0
  return {
    waiting: of('wait') + of('prioritized'),
    running: of('active'),
    delayed: of('delayed'),
    dead: of('failed'),
  }
}

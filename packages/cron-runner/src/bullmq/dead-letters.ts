import { InvalidInputError, type JsonValue, type WorkItem } from '@setvote/sdk'
import type { Job } from 'bullmq'
import { fromBullPriority } from './bull-priority.ts'
import type { QueueDoor } from './queue-door.ts'

/** An item that was given up after its last attempt. */
export interface DeadLetter {
  readonly id: string
  readonly name: string
  readonly key: string
  readonly payload: JsonValue
  readonly priority: number
  /** How often it was begun to no avail. */
  readonly attempts: number
  /** What its last attempt rejected with. */
  readonly reason: string
  readonly addedAt: Date
  readonly failedAt: Date
}

export interface DeadLetters {
  /** The latest first. @default limit 50 */
  list(query: { readonly name: string; readonly limit?: number | undefined }): Promise<DeadLetter[]>
  /**
   * Adds the item again, with all its attempts, and removes the dead letter; unless an item of its key waits or runs
   * already, which then stands for it. Answers false when there is no such dead letter.
   */
  retry(letter: Pick<DeadLetter, 'name' | 'id'>): Promise<boolean>
  /** Removes it. Answers false when there is no such dead letter. */
  drop(letter: Pick<DeadLetter, 'name' | 'id'>): Promise<boolean>
}

interface DeadLetterOptions {
  doorOf(name: string): QueueDoor
  add(item: WorkItem): Promise<boolean>
}

export function createDeadLetters({ doorOf, add }: DeadLetterOptions): DeadLetters {
  const find = async ({ name, id }: Pick<DeadLetter, 'name' | 'id'>): Promise<Job<unknown, void> | null> => {
    const door = doorOf(name)
    const job = await door.ask((queue) => queue.getJob(id))
    return job && (await door.ask(() => job.isFailed())) ? job : null
  }
  return {
    async list({ name, limit = 50 }) {
      if (!(Number.isInteger(limit) && limit >= 1 && limit <= 1000)) {
        throw new InvalidInputError('`limit` must be a whole number from 1 to 1000')
      }
      const jobs = await doorOf(name).ask((queue) => queue.getFailed(0, limit - 1))
      return jobs.filter((job) => job !== undefined && job !== null).map((job) => toDeadLetter(name, job))
    },
    async retry(letter) {
      const job = await find(letter)
      if (!job) return false
      const { key, payload, priority } = toDeadLetter(letter.name, job)
      const { attempts, backoff } = job.opts
      // Added before it is removed: a process that dies in between leaves both, and loses nothing.
      await add({
        ...{ name: letter.name, key, payload, priority, attempts },
        ...(typeof backoff === 'object' && { backoffMs: backoff.delay }),
      })
      await doorOf(letter.name).ask(() => job.remove())
      return true
    },
    async drop(letter) {
      const job = await find(letter)
      if (!job) return false
      await doorOf(letter.name).ask(() => job.remove())
      return true
    },
  }
}

const toDeadLetter = (name: string, job: Job<unknown, void>): DeadLetter => ({
  name,
  id: job.id ?? '',
  key: job.deduplicationId ?? job.opts.deduplication?.id ?? '',
  payload: job.data as JsonValue,
  priority: fromBullPriority(job.priority),
  attempts: job.attemptsMade,
  reason: job.failedReason ?? '',
  addedAt: new Date(job.timestamp),
  failedAt: new Date(job.finishedOn ?? job.timestamp),
})

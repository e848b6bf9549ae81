import PQueue from 'p-queue'
import { AbortedError, ConflictError, InvalidOptionsError, OverloadedError } from '../core/errors.ts'
import { type Logger, silentLogger } from '../core/logger.ts'
import type { Worker, WorkItem, WorkQueue } from './work-queue.ts'

export interface InProcessQueueOptions {
  /** Items done at once. @default 4 */
  readonly concurrency?: number
  /** Items that may wait. @default 10_000 */
  readonly maxWaiting?: number
  readonly logger?: Logger
}

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
  const { concurrency = 4, maxWaiting = 10_000, logger = silentLogger } = options
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
  const workers = new Map<string, Worker>()
  const keys = new Set<string>()
  const closing = new AbortController()

  return {
    async add({ name, key, payload, priority = 0 }: WorkItem) {
      if (closing.signal.aborted) throw new ConflictError('This queue is closed')
      const worker = workers.get(name)
      if (!worker)
        throw new InvalidOptionsError(`Nobody works on '${name}': call queue.work('${name}', …) first`)
      if (keys.has(key)) return
      if (queue.size >= maxWaiting) throw new OverloadedError(`${maxWaiting} items are waiting already`)
      keys.add(key)
      const run = async () => {
        try {
          await worker(payload, { signal: closing.signal })
        } catch (error) {
          logger.error('background work failed', { name, key, error })
        } finally {
          keys.delete(key)
        }
      }
      void queue.add(run, { priority })
    },
    work(name, worker) {
      workers.set(name, worker)
    },
    idle: () => queue.onIdle(),
    async close() {
      closing.abort(new AbortedError('The queue is closing'))
      queue.clear()
      await queue.onIdle()
    },
  }
}

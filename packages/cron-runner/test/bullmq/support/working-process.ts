import { bullmqQueue } from '../../../src/bullmq/index.ts'
import type { WorkingTask } from './start-worker.ts'

/* Works on items named `item` until it is killed: says which it has begun, and ends those that it may. */
process.once('message', ({ connection, prefix, finishes }: WorkingTask) => {
  const queue = bullmqQueue({ connection, prefix, lockMs: 1000, concurrency: 1 })
  queue.work('item', async (payload, { redelivered }) => {
    process.send?.({ payload, redelivered })
    if (!finishes) await new Promise(() => {})
  })
})

import { Queue, Worker } from 'bullmq'

/** BullMQ itself, as its guide shows it: a queue, a worker, items that are gone when they are done. */
export function bareBullmq(url: string, name: string, concurrency: number, perform: () => void) {
  const queue = new Queue<unknown>(name, { connection: { url } })
  const worker = new Worker<unknown>(name, async () => perform(), {
    connection: { url, maxRetriesPerRequest: null },
    concurrency,
  })
  return {
    ready: async () => {
      await Promise.all([queue.waitUntilReady(), worker.waitUntilReady()])
    },
    add: async (payload: unknown) => {
      await queue.add(name, payload, { removeOnComplete: true })
    },
    close: async () => {
      await worker.close()
      await queue.close()
    },
  }
}

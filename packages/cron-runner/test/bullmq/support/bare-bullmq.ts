import { type JobsOptions, Queue, Worker } from 'bullmq'

interface BareOptions {
  readonly url: string
  readonly name: string
  readonly concurrency: number
  perform(): void
  /** What BullMQ is told about an item. */
  readonly optionsOf: (number: number) => JobsOptions
}

/** BullMQ itself, as its guide shows it: a queue, a worker, items that are gone when they are done. */
export async function bareBullmq({ url, name, concurrency, perform, optionsOf }: BareOptions) {
  const queue = new Queue<unknown>(name, { connection: { url } })
  const worker = new Worker<unknown>(name, async () => perform(), {
    connection: { url, maxRetriesPerRequest: null },
    concurrency,
  })
  await Promise.all([queue.waitUntilReady(), worker.waitUntilReady()])
  return {
    async add(number: number): Promise<void> {
      await queue.add(name, { number }, { removeOnComplete: true, ...optionsOf(number) })
    },
    async close(): Promise<void> {
      await worker.close()
      await queue.close()
    },
  }
}

import {
  createPostgresBackend,
  type Processor,
  Queue,
  type QueueOptions,
  Worker,
  type WorkerOptions,
} from 'bullmq'
import type { QueueSettings } from './queue-options.ts'

/** What an item is in BullMQ: its name is that of its queue, its key the id it is deduplicated by. */
export type Carried = Queue<unknown, void>
export type CarriedWorker = Worker<unknown, void>
export type CarriedProcessor = Processor<unknown, void>

/** BullMQ on one kind of store. */
export interface Backend {
  queue(name: string): Carried
  worker(name: string, process: CarriedProcessor, options: Omit<WorkerOptions, 'connection'>): CarriedWorker
  /** Closes what was opened for queues and workers together. */
  close(): void
}

/** A worker waits for its store to come back, however long; who adds is told within a second or so. */
const reconnecting = { retryStrategy: (times: number) => Math.min(1000, 50 * 2 ** Math.min(times, 6)) }
const patient = { ...reconnecting, maxRetriesPerRequest: null }
const impatient = { ...reconnecting, maxRetriesPerRequest: 3 }

export function openBackend({ connection, prefix }: QueueSettings): Backend {
  if ('postgres' in connection) return postgresBackend(connection.postgres, `${prefix}_queue`)
  if ('url' in connection) {
    const { url } = connection
    return {
      queue: (name) => new Queue(name, { prefix, connection: { url, ...impatient } }),
      worker: (name, process, options) =>
        new Worker(name, process, { ...options, prefix, connection: { url, ...patient } }),
      close() {},
    }
  }
  const { client } = connection
  const forWorkers = client.duplicate({ ...patient, lazyConnect: true })
  forWorkers.on('error', () => {})
  return {
    queue: (name) => new Queue(name, { prefix, connection: client }),
    worker: (name, process, options) =>
      new Worker(name, process, { ...options, prefix, connection: forWorkers }),
    close: () => forWorkers.disconnect(),
  }
}

/** One pool each; the least of them, since a database has few connections. */
function postgresBackend(connectionString: string, schema: string): Backend {
  const connection = { connectionString, schema, migrate: true, max: 4 }
  return {
    queue: (name) =>
      new Queue(
        name,
        { connection } as QueueOptions<typeof connection>,
        createPostgresBackend,
      ) as unknown as Carried,
    worker: (name, process, options) =>
      new Worker(
        name,
        process as never,
        { ...options, connection } as WorkerOptions<typeof connection>,
        createPostgresBackend,
      ) as unknown as CarriedWorker,
    close() {},
  }
}

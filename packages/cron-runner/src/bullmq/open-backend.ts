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
  worker(name: string, perform: CarriedProcessor, options: Omit<WorkerOptions, 'connection'>): CarriedWorker
  /** Closes what was opened for queues and workers together. */
  close(): void
}

const reconnecting = { retryStrategy: (times: number) => Math.min(1000, 50 * 2 ** Math.min(times, 6)) }
/** A worker waits for its store to come back, however long. */
const patient = { ...reconnecting, maxRetriesPerRequest: null }

export function openBackend({ connection, prefix, answerWithinMs }: QueueSettings): Backend {
  if ('postgres' in connection) {
    return postgresBackend({ schema: `${prefix}_queue`, url: connection.postgres, answerWithinMs })
  }
  if ('url' in connection) {
    const { url } = connection
    /** Who adds is told when the store is away. */
    const impatient = { ...reconnecting, maxRetriesPerRequest: 3, commandTimeout: answerWithinMs }
    return {
      queue: (name) => new Queue(name, { prefix, connection: { url, ...impatient } }),
      worker: (name, perform, options) =>
        new Worker(name, perform, { ...options, prefix, connection: { url, ...patient } }),
      close() {},
    }
  }
  const { client } = connection
  const forWorkers = client.duplicate({ ...patient, lazyConnect: true })
  forWorkers.on('error', () => {})
  return {
    queue: (name) => new Queue(name, { prefix, connection: client }),
    worker: (name, perform, options) =>
      new Worker(name, perform, { ...options, prefix, connection: forWorkers }),
    close: () => forWorkers.disconnect(),
  }
}

interface PostgresBackendOptions {
  readonly url: string
  readonly schema: string
  readonly answerWithinMs: number
}

/** Each queue and each worker has a pool of its own, and a worker one more connection to listen. */
function postgresBackend({ url, schema, answerWithinMs }: PostgresBackendOptions): Backend {
  const pool = { connectionString: url, schema, migrate: true, max: 4 }
  const asking = { ...pool, connectionTimeoutMillis: answerWithinMs, query_timeout: answerWithinMs }
  return {
    queue: (name) =>
      new Queue(
        name,
        { connection: asking } as QueueOptions<typeof asking>,
        createPostgresBackend,
      ) as unknown as Carried,
    worker: (name, perform, options) =>
      new Worker(
        name,
        perform as never,
        { ...options, connection: pool } as WorkerOptions<typeof pool>,
        createPostgresBackend,
      ) as unknown as CarriedWorker,
    close() {},
  }
}

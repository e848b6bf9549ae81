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

/** Something of BullMQ, and how to let go of its store when that is away: what waits for it then fails. */
export interface Opened<Thing> {
  readonly it: Thing
  abandon(): void
}

/** BullMQ on one kind of store. */
export interface Backend {
  queue(name: string): Opened<Carried>
  worker(
    name: string,
    perform: CarriedProcessor,
    options: Omit<WorkerOptions, 'connection'>,
  ): Opened<CarriedWorker>
}

export function openBackend({ connection, prefix, answerWithinMs }: QueueSettings): Backend {
  if ('postgres' in connection) {
    return postgresBackend({ schema: `${prefix}_queue`, url: connection.postgres, answerWithinMs })
  }
  if ('client' in connection) {
    const { client } = connection
    return {
      queue: (name) => ({ it: new Queue(name, { prefix, connection: client }), abandon() {} }),
      worker(name, perform, options) {
        const { abandon, ...more } = reconnecting()
        const own = client.duplicate({ ...more, maxRetriesPerRequest: null })
        own.on('error', () => {})
        const it = new Worker(name, perform, { ...options, ...lookingOften, prefix, connection: own })
        // BullMQ leaves a client that it was given open.
        it.on('closed', () => own.disconnect())
        return { it, abandon }
      },
    }
  }
  const { url } = connection
  return {
    queue(name) {
      const { abandon, ...more } = reconnecting()
      // Who adds is told when the store is away.
      const impatient = { ...more, maxRetriesPerRequest: 3, commandTimeout: answerWithinMs }
      return { it: new Queue(name, { prefix, connection: { url, ...impatient } }), abandon }
    },
    worker(name, perform, options) {
      const { abandon, ...more } = reconnecting()
      // Who works waits for it to come back, however long.
      const patient = { url, ...more, maxRetriesPerRequest: null }
      const it = new Worker(name, perform, { ...options, ...lookingOften, prefix, connection: patient })
      return { it, abandon }
    },
  }
}

/** On Redis nobody is woken for what is handed over: it waits for the next look. */
const lookingOften = { drainDelay: 1 }

function reconnecting() {
  let abandoned = false
  return {
    abandon() {
      abandoned = true
    },
    retryStrategy: (times: number) => (abandoned ? null : Math.min(1000, 50 * 2 ** Math.min(times, 6))),
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
    queue(name) {
      const options = { connection: asking } as QueueOptions<typeof asking>
      return { it: new Queue(name, options, createPostgresBackend) as unknown as Carried, abandon() {} }
    },
    worker(name, perform, more) {
      const options = { ...more, connection: pool } as WorkerOptions<typeof pool>
      const it = new Worker(name, perform as never, options, createPostgresBackend)
      return { it: it as unknown as CarriedWorker, abandon() {} }
    },
  }
}

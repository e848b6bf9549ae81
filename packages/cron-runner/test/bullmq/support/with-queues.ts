import { afterAll, afterEach, beforeAll, describe } from 'vitest'
import { startMortalServer } from '../../../../adapter-postgres/test/support/postgres-server.ts'
import { hasRedisServer, startRedisServer } from '../../../../sdk/test/redis/support/redis-server.ts'
import {
  type BullmqQueue,
  type BullmqQueueOptions,
  bullmqQueue,
  type QueueConnection,
} from '../../../src/bullmq/index.ts'

interface Store {
  readonly connection: QueueConnection
  stop(): Promise<void>
}

export interface QueueBench {
  readonly connection: QueueConnection
  /** What this test's queues share, and no other test's. */
  readonly prefix: string
  /** A process of its own, as far as the store can tell. */
  open(options?: Partial<BullmqQueueOptions>): BullmqQueue
}

const stores: Readonly<Record<string, (() => Promise<Store | null>) | null>> = {
  Redis: (await hasRedisServer())
    ? async () => {
        const { url, stop } = await startRedisServer()
        return { connection: { url }, stop }
      }
    : null,
  PostgreSQL: async () => {
    const server = await startMortalServer(['fsync=off'])
    return server && { connection: { postgres: server.url }, stop: () => server.stop() }
  },
}

/** Tests against BullMQ on each kind of store that is here. */
export function describeQueues(name: string, tests: (bench: QueueBench) => void): void {
  for (const [kind, start] of Object.entries(stores)) {
    if (!start) {
      describe.skip(`${name} on ${kind} (not installed)`, () => {})
      continue
    }
    describe(`${name} on ${kind}`, () => {
      const opened: BullmqQueue[] = []
      let store: Store | null = null
      let number = 0
      beforeAll(async () => {
        store = await start()
        if (!store) throw new Error(`${kind} is not installed`)
      })
      afterEach(async () => {
        await Promise.all(opened.splice(0).map((queue) => queue.close()))
        number++
      })
      afterAll(() => store?.stop())
      const bench: QueueBench = {
        get connection() {
          return store!.connection
        },
        get prefix() {
          return `test_${number}`
        },
        open(options = {}) {
          const queue = bullmqQueue({
            ...{ connection: bench.connection, prefix: bench.prefix, lockMs: 1000 },
            ...options,
          })
          opened.push(queue)
          return queue
        },
      }
      tests(bench)
    })
  }
}

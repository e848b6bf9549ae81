import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest'
import type { LogFields, Logger } from '../../../src/core/logger.ts'
import { type RedisConnection, redisConnection } from '../../../src/redis/redis-connection.ts'
import type { RedisOptions } from '../../../src/redis/redis-options.ts'
import { hasRedisServer, type RedisServer, startRedisServer } from './redis-server.ts'

/** Whether redis-server is here; the name of what is left out without it says so. */
const available = await hasRedisServer()

export interface RedisBench {
  readonly server: RedisServer
  /** A process of its own, as far as Redis can tell. */
  connect(options?: RedisOptions): RedisConnection
  /** Waits until so many processes hear a channel. */
  heardBy(channel: string, processes: number): Promise<void>
}

/** Tests against one redis-server, which is empty before each of them. */
export function describeWithRedis(
  name: string,
  body: (bench: RedisBench) => void,
  options: readonly string[] = [],
): void {
  if (!available) {
    describe.skip(`${name} (no redis-server)`, () => {})
    return
  }
  describe(name, () => {
    const open: RedisConnection[] = []
    let server: RedisServer
    beforeAll(async () => {
      server = await startRedisServer(options)
    })
    beforeEach(() => server.admin.flushall())
    afterEach(() => Promise.all(open.splice(0).map((redis) => redis.close())))
    afterAll(() => server.stop())
    body({
      get server() {
        return server
      },
      connect(more = {}) {
        const redis = redisConnection({ url: server.url, ...more })
        open.push(redis)
        return redis
      },
      heardBy: (channel, processes) =>
        eventually(async () => (await server.admin.pubsub('NUMSUB', channel))[1] === processes),
    })
  })
}

/** A logger that remembers what was said from `info` up. */
export function rememberingLogger(): Logger & { readonly lines: string[]; readonly fields: LogFields[] } {
  const lines: string[] = []
  const fields: LogFields[] = []
  const say =
    (level: string) =>
    (message: string, more: LogFields = {}) => {
      lines.push(`${level}: ${message}`)
      fields.push(more)
    }
  return { lines, fields, debug() {}, info: say('info'), warn: say('warn'), error: say('error') }
}

/** Waits, in real time, until something holds. */
export async function eventually(check: () => boolean | Promise<boolean>, withinMs = 5000): Promise<void> {
  const until = performance.now() + withinMs
  while (performance.now() < until) {
    if (await check()) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('it did not happen')
}

import type { Redis } from 'ioredis'
import type { Clock } from '../core/clock.ts'
import { InvalidOptionsError } from '../core/errors.ts'
import type { Ids } from '../core/ids.ts'
import type { Logger } from '../core/logger.ts'

export interface RedisOptions {
  /** `redis://user:password@host:6379/0`, or `rediss://…` with TLS. Give this or `client`. */
  readonly url?: string | undefined
  /** An ioredis client of yours. It is used, never closed; a second connection for events is made from it. */
  readonly client?: Redis | undefined
  /** Begins every key and channel; apps of another prefix share nothing. @default 'setvote' */
  readonly prefix?: string | undefined
  /** How long Redis may take for one answer, in milliseconds, before the call goes on without it. @default 500 */
  readonly commandTimeoutMs?: number | undefined
  readonly clock?: Clock | undefined
  /**
   * Whether the instants of callers hold as they are. By default they are shifted by how far `clock` is from the clock
   * of the Redis server, so that machines whose clocks differ count alike. Simulations, whose time is not that of the
   * server, say true. @default false
   */
  readonly trustClock?: boolean | undefined
  /** Told once when Redis goes away, and once when it is back. @default silent */
  readonly logger?: Logger | undefined
  readonly ids?: Ids | undefined
}

/** Refuses options that cannot be meant, and shows what to write instead. */
export function checkRedisOptions({ url, client, prefix, commandTimeoutMs }: RedisOptions): void {
  if ((url === undefined) === (client === undefined)) {
    throw new InvalidOptionsError(
      `Redis needs either a url or a client: redisLayer({ url: 'redis://127.0.0.1:6379' })`,
    )
  }
  // The address may hold a password: it is not quoted.
  if (url !== undefined && !/^rediss?:\/\/./.test(url)) {
    throw new InvalidOptionsError(
      `url must begin with redis:// or rediss://: redisLayer({ url: 'redis://127.0.0.1:6379' })`,
    )
  }
  if (prefix !== undefined && !/^[\w.:-]{1,100}$/.test(prefix)) {
    throw new InvalidOptionsError(
      `prefix must be 1 to 100 letters, digits or any of . : _ -: redisLayer({ url, prefix: 'setvote' })`,
    )
  }
  if (commandTimeoutMs !== undefined && !(Number.isFinite(commandTimeoutMs) && commandTimeoutMs > 0)) {
    throw new InvalidOptionsError(
      'commandTimeoutMs must be milliseconds above 0: redisLayer({ url, commandTimeoutMs: 500 })',
    )
  }
}

import {
  type Clock,
  InvalidOptionsError,
  type Logger,
  seconds,
  silentLogger,
  systemClock,
} from '@setvote/sdk'
import type { Redis } from 'ioredis'

/** Where the queue is kept: Redis, by address or by a client of yours, or PostgreSQL. */
export type QueueConnection =
  /** `redis://user:password@host:6379/0`, or `rediss://…` with TLS. */
  | { readonly url: string }
  /** An ioredis client of yours. It is used, never closed; connections for workers are made from it. */
  | { readonly client: Redis }
  /** `postgres://user:password@host/database`, in a schema of its own. At least PostgreSQL 13; needs no Redis. */
  | { readonly postgres: string }

export interface RateLimit {
  readonly max: number
  readonly perMs: number
}

export interface BullmqQueueOptions {
  readonly connection: QueueConnection
  /** Apps of another prefix share nothing. On PostgreSQL it names the schema: `setvote_queue`. @default 'setvote' */
  readonly prefix?: string | undefined
  /** Items of each name that this process does at once; 0 for one that only adds. @default 4 */
  readonly concurrency?: number | undefined
  /** How many items of a name all processes together may begin in a time. The same in each of them. @default none */
  readonly limits?: Readonly<Record<string, RateLimit>> | undefined
  /**
   * How long an item stays with a process that gives no sign of life, in milliseconds; it is taken up again within
   * twice that. @default 30_000
   */
  readonly lockMs?: number | undefined
  /** How many dead letters of each name are kept, the latest. @default 1000 */
  readonly keepDead?: number | undefined
  /** How long adding or asking waits for an answer, in milliseconds, before it rejects. @default 5000 */
  readonly answerWithinMs?: number | undefined
  readonly clock?: Clock | undefined
  /** @default silent */
  readonly logger?: Logger | undefined
}

export type QueueSettings = {
  readonly [Option in keyof BullmqQueueOptions]-?: Exclude<BullmqQueueOptions[Option], undefined>
}

const example = "bullmqQueue({ connection: { url: 'redis://127.0.0.1:6379' } })"

/** Fills in defaults, and refuses what cannot be meant. An address may hold a password: it is not quoted. */
export function withDefaults(options: BullmqQueueOptions): QueueSettings {
  const { connection, prefix = 'setvote', concurrency = 4, limits = {}, lockMs = seconds(30) } = options ?? {}
  const { keepDead = 1000, answerWithinMs = seconds(5) } = options ?? {}
  checkConnection(connection)
  refuseUnless(
    /^[A-Za-z_]\w{0,40}$/.test(prefix),
    "`prefix` must be letters, digits and _: { prefix: 'setvote' }",
  )
  refuseUnless(isWhole(concurrency, 0), '`concurrency` must be a whole number, 0 or more: { concurrency: 4 }')
  refuseUnless(lockMs >= 1000, '`lockMs` must be at least 1000: { lockMs: 30_000 }')
  refuseUnless(isWhole(keepDead, 0), '`keepDead` must be a whole number, 0 or more: { keepDead: 1000 }')
  refuseUnless(answerWithinMs > 0, '`answerWithinMs` must be above 0: { answerWithinMs: 5000 }')
  for (const { max, perMs } of Object.values(limits)) {
    refuseUnless(
      isWhole(max, 1) && isWhole(perMs, 1),
      "`limits` are items in a time: { limits: { 'import-artist': { max: 10, perMs: 60_000 } } }",
    )
  }
  const { clock = systemClock, logger = silentLogger } = options
  return { connection, prefix, concurrency, limits, lockMs, keepDead, answerWithinMs, clock, logger }
}

function checkConnection(connection: QueueConnection | undefined): void {
  const given = Object.keys(connection ?? {})
  refuseUnless(
    given.length === 1 && ['url', 'client', 'postgres'].includes(given[0]!),
    'give a connection by `url`, `client` or `postgres`',
  )
  const { url, postgres } = connection as { readonly url?: string; readonly postgres?: string }
  refuseUnless(url === undefined || /^rediss?:\/\/./.test(url), '`url` must begin with redis:// or rediss://')
  refuseUnless(
    postgres === undefined || /^postgres(ql)?:\/\/./.test(postgres),
    "`postgres` must begin with postgres://: { connection: { postgres: 'postgres://…' } }",
  )
}

const isWhole = (value: number, least: number) => Number.isSafeInteger(value) && value >= least

function refuseUnless(isRight: boolean, message: string): asserts isRight {
  if (!isRight) throw new InvalidOptionsError(`bullmqQueue: ${message}. For example ${example}`)
}

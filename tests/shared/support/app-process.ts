import { inspect } from 'node:util'
import { memoryStorage } from '@setvote/adapter-memory'
import { postgresEventBus, postgresStorage } from '@setvote/adapter-postgres'
import { type Clock, createSetvote, type Logger, systemClock } from '@setvote/sdk'
import { redisLayer } from '@setvote/sdk/redis'
import type { SandboxCredentials } from '@setvote/sdk/sandbox'
import { createDeeds } from './deeds.ts'

export interface AppTask {
  readonly credentials: SandboxCredentials
  /** Null for an app without a shared layer. */
  readonly redisUrl: string | null
  /** A database that the processes share; without one each has a storage of its own. */
  readonly databaseUrl?: string | undefined
  /** Of Ticketmaster; the other services have none. */
  readonly limits?: { readonly perSecond: number | null; readonly perDay: number | null }
  readonly retries?: number
  readonly waitBudgetMs?: number
  /** Longer than a busy machine takes, unless it is Redis that is to be slow. */
  readonly commandTimeoutMs?: number
  /** How far this process's clock is ahead. */
  readonly aheadMs?: number
  /** How long this process's imports are its own without a sign of life. */
  readonly leaseMs?: number
}

export interface Order {
  readonly deed: string
  readonly args: readonly unknown[]
}

export type Report = { readonly value: unknown } | { readonly failure: string }

const unlimited = { perSecond: null, perDay: null }

/* One process of an app: does what it is told until it is told to close, and then ends by itself. */
process.once('message', (task: AppTask) => {
  const { redisUrl, credentials, databaseUrl, limits = unlimited, aheadMs = 0, leaseMs } = task
  const lines: string[] = []
  const logged: string[] = []
  const note =
    (level: string) =>
    (message: string, fields: { readonly service?: unknown } = {}) => {
      if (level !== 'debug') lines.push(fields.service ? `${fields.service}: ${message}` : message)
      logged.push(`${level} ${message} ${inspect(fields, { depth: 10, showHidden: true })}`)
    }
  const logger: Logger = {
    debug: note('debug'),
    info: note('info'),
    warn: note('warn'),
    error: note('error'),
  }
  const clock: Clock = { ...systemClock, now: () => new Date(Date.now() + aheadMs) }
  const { retries = 3, waitBudgetMs = 30_000, commandTimeoutMs = 3000 } = task
  const common = { limits: unlimited, retries, waitBudgetMs }
  const shared = redisUrl
    ? redisLayer({ url: redisUrl, clock, logger, processes: 2, commandTimeoutMs })
    : undefined
  const ownBus =
    databaseUrl && !shared ? postgresEventBus({ connectionString: databaseUrl, clock, logger }) : undefined
  const setvote = createSetvote({
    storage: databaseUrl
      ? postgresStorage({ connectionString: databaseUrl, maxConnections: 4 })
      : memoryStorage(),
    ...(shared && { shared }),
    ...(ownBus && { bus: ownBus }),
    ...(leaseMs && { imports: { leaseMs } }),
    clock,
    logger,
    // Else each process finds out for itself, and asks differently until it knows.
    spotify: { ...credentials.spotify, ...common, tier: 'extended' },
    ticketmaster: { ...credentials.ticketmaster, ...common, limits },
    setlistfm: { ...credentials.setlistfm, ...common },
    musicbrainz: { ...credentials.musicbrainz, ...common },
  })
  const deeds: Readonly<Record<string, (...args: never[]) => Promise<unknown>>> = {
    ...createDeeds(setvote, shared?.bus ?? ownBus),
    redisHealth: async () => shared?.health(),
    lines: async () => lines,
    logged: async () => logged.join('\n'),
    close: async () => {
      await setvote.close()
      await ownBus?.close()
    },
  }
  process.on('message', async ({ deed, args }: Order) => {
    const report: Report = await deeds[deed]!(...(args as never[])).then(
      (value) => ({ value }),
      (error: unknown) => ({
        failure: error instanceof Error ? (error.stack ?? error.message) : String(error),
      }),
    )
    process.send?.(report)
    if (deed === 'close') process.disconnect()
  })
})

import { memoryStorage } from '@setvote/adapter-memory'
import { postgresStorage } from '@setvote/adapter-postgres'
import { type Clock, createSetvote, type Logger, systemClock } from '@setvote/sdk'
import { redisLayer } from '@setvote/sdk/redis'
import type { SandboxCredentials } from '@setvote/sdk/sandbox'
import { createDeeds } from './deeds.ts'

export interface AppTask {
  readonly redisUrl: string
  readonly credentials: SandboxCredentials
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
}

export interface Order {
  readonly deed: string
  readonly args: readonly unknown[]
}

export type Report = { readonly value: unknown } | { readonly failure: string }

const unlimited = { perSecond: null, perDay: null }

/* One process of an app: does what it is told until it is told to close, and then ends by itself. */
process.once('message', (task: AppTask) => {
  const {
    redisUrl,
    credentials,
    databaseUrl,
    limits = unlimited,
    aheadMs = 0,
    commandTimeoutMs = 3000,
  } = task
  const lines: string[] = []
  const say = (message: string) => void lines.push(message)
  const logger: Logger = { debug() {}, info: say, warn: say, error: say }
  const clock: Clock = { ...systemClock, now: () => new Date(Date.now() + aheadMs) }
  const { retries = 3, waitBudgetMs = 30_000 } = task
  const common = { limits: unlimited, retries, waitBudgetMs }
  const shared = redisLayer({ url: redisUrl, clock, logger, processes: 2, commandTimeoutMs })
  const setvote = createSetvote({
    storage: databaseUrl
      ? postgresStorage({ connectionString: databaseUrl, maxConnections: 4 })
      : memoryStorage(),
    shared,
    clock,
    logger,
    // Else each process finds out for itself, and asks differently until it knows.
    spotify: { ...credentials.spotify, ...common, tier: 'extended' },
    ticketmaster: { ...credentials.ticketmaster, ...common, limits },
    setlistfm: { ...credentials.setlistfm, ...common },
    musicbrainz: { ...credentials.musicbrainz, ...common },
  })
  const deeds: Readonly<Record<string, (...args: never[]) => Promise<unknown>>> = {
    ...createDeeds(setvote, shared),
    lines: async () => lines,
    close: () => setvote.close(),
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

import { type Clock, hasCode, type Logger } from '@setvote/sdk'

/** Knows whether the storage, or a queue beside it, answers, and says so once each time that changes. */
export interface StorageGate {
  /** How long to wait before it is asked again, in milliseconds: half as long as it has been away, 1 to 15 seconds. */
  failed(error: unknown): number
  worked(): void
}

export function createStorageGate({
  clock,
  logger,
  what = 'the storage',
}: {
  readonly clock: Clock
  readonly logger: Logger
  readonly what?: string
}): StorageGate {
  let awaySince: Date | null = null
  return {
    failed(error) {
      const now = clock.now()
      if (!awaySince) {
        awaySince = now
        const reason = hasCode(error, 'storage-failed') ? error.message : nameOf(error)
        logger.error(`${what} does not answer; due jobs wait`, { reason })
      }
      return Math.min(15_000, Math.max(1000, (now.getTime() - awaySince.getTime()) / 2))
    },
    worked() {
      if (!awaySince) return
      const awayMs = clock.now().getTime() - awaySince.getTime()
      awaySince = null
      logger.info(`${what} answers again; jobs go on`, { awayMs })
    },
  }
}

/** Other errors may quote an address. */
const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'no reason')

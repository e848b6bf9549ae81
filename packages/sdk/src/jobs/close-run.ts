import type { Clock } from '../core/clock.ts'
import { hasCode } from '../core/errors.ts'
import type { Logger } from '../core/logger.ts'
import type { JobOutcome, JobStore } from '../storage/job-store.ts'
import { runErrorOf } from './run-error.ts'

export interface RunCloser {
  readonly jobs: Pick<JobStore, 'close'>
  readonly clock: Clock
  readonly logger: Logger
  readonly leaseMs: number
  readonly heartbeatMs: number
}

/**
 * Writes down how a run ended; answers what was written, or null when the lease is lost. A store that fails is
 * asked again for as long as a lease lasts: the work is done, and that must not be lost.
 */
export async function closeRun(
  { jobs, clock, logger, leaseMs, heartbeatMs }: RunCloser,
  closing: Parameters<JobStore['close']>[0],
): Promise<JobOutcome | null> {
  const giveUpAt = clock.now().getTime() + leaseMs
  let { outcome } = closing
  while (true) {
    try {
      return (await jobs.close({ ...closing, outcome })) === 'closed' ? outcome : null
    } catch (error) {
      logger.warn('the end of a job could not be written', { runId: closing.runId, error })
      if (hasCode(error, 'invalid-input') && outcome.status !== 'failed') {
        const message = `Its result cannot be stored: ${runErrorOf(error)}`
        outcome = { status: 'failed', counts: {}, error: message }
        continue
      }
      if (clock.now().getTime() + heartbeatMs > giveUpAt) return null
      await clock.sleep(heartbeatMs)
    }
  }
}

import type { Clock } from '../core/clock.ts'
import type { Logger } from '../core/logger.ts'
import type { JobStore, RunKey, RunSigns } from '../storage/job-store.ts'

export interface LeaseKeeper {
  readonly jobs: Pick<JobStore, 'heartbeat'>
  readonly key: RunKey
  readonly claimedAt: Date
  readonly leaseMs: number
  readonly heartbeatMs: number
  readonly clock: Clock
  readonly logger: Logger
  /** What to write down with each heartbeat. */
  readonly signs: () => RunSigns
  /** Ends the keeping. */
  readonly ended: AbortSignal
  readonly onCancel: () => void
  readonly onLost: () => void
}

/**
 * Gives signs of life until `ended`. The lease counts as lost when the store says so, and also when no sign got
 * through before it expired: then another runner may have begun.
 */
export async function keepLease(keeper: LeaseKeeper): Promise<void> {
  const { jobs, key, leaseMs, heartbeatMs, clock, logger, ended } = keeper
  let expiresAt = keeper.claimedAt.getTime() + leaseMs
  while (!ended.aborted) {
    await clock.sleep(heartbeatMs, ended)
    const at = clock.now()
    const answer = await within(keeper, expiresAt - at.getTime(), () =>
      jobs.heartbeat({ ...key, ...keeper.signs(), at, leaseMs }),
    ).catch((error: unknown) => {
      ended.throwIfAborted()
      logger.warn('a heartbeat of a job failed', { runId: key.runId, error })
      return 'unanswered' as const
    })
    if (answer === 'lease-lost') return keeper.onLost()
    if (answer !== 'unanswered') expiresAt = at.getTime() + leaseMs
    else if (clock.now().getTime() >= expiresAt) return keeper.onLost()
    if (answer === 'cancel-requested') keeper.onCancel()
  }
}

/** The answer, or `unanswered` when it takes longer than the lease lasts. */
async function within<Answer>(
  { clock, ended }: LeaseKeeper,
  ms: number,
  ask: () => Promise<Answer>,
): Promise<Answer | 'unanswered'> {
  if (ms <= 0) return 'unanswered'
  const answered = new AbortController()
  const expiry = clock.sleep(ms, AbortSignal.any([ended, answered.signal])).then(() => 'unanswered' as const)
  expiry.catch(() => {})
  try {
    return await Promise.race([ask(), expiry])
  } finally {
    answered.abort()
  }
}

import { hasCode } from '../../core/errors.ts'
import type { ImportDependencies } from '../import-options.ts'
import { leaseLost } from './run-record.ts'

/**
 * Does `work` on a run while renewing its lease. When another process has taken the run over, the signal given
 * to `work` is aborted and the call rejects with a `ConflictError`.
 */
export async function withLease<Result>(
  { storage, clock, owner, leaseMs, logger }: ImportDependencies,
  { runId, fence, signal }: { readonly runId: string; readonly fence: number; readonly signal: AbortSignal },
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const lost = new AbortController()
  const ended = new AbortController()
  const renew = async () => {
    while (!ended.signal.aborted) {
      await clock.sleep(leaseMs / 3, ended.signal)
      try {
        const renewed = await storage.imports.lease({
          runId,
          fence,
          lease: { owner, at: clock.now(), leaseMs },
        })
        if (renewed.status !== 'leased') return lost.abort(leaseLost(runId))
      } catch (error) {
        logger.warn('could not renew the lease of an import', { runId, error })
      }
    }
  }
  const renewing = renew().catch(() => {})
  try {
    return await work(AbortSignal.any([signal, lost.signal]))
  } catch (error) {
    throw lost.signal.aborted && hasCode(error, 'aborted') ? lost.signal.reason : error
  } finally {
    ended.abort()
    await renewing
  }
}

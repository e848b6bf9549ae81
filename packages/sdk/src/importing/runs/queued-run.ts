import type { ImportRun } from '../../domain/import-run.ts'
import type { WorkContext, WorkItem } from '../../queue/work-queue.ts'
import type { LeaseOutcome } from '../../storage/import-store.ts'
import type { ImportDependencies } from '../import-options.ts'

/** The name of the queue's items that are runs. */
export const importWork = 'import-artist'

/** What waits in the queue: a run, and the fence under which its process has left it there. */
export interface QueuedRun {
  readonly runId: string
  /** Null for a run that was found abandoned: whoever begins it takes it over. */
  readonly fence: number | null
}

/** A storage that is away comes back; after these attempts, half a minute, the run counts as abandoned. */
export const toWorkItem = ({ runId, fence }: QueuedRun, priority: number): WorkItem => ({
  ...{ name: importWork, key: runId, payload: { runId, fence }, priority },
  ...{ attempts: 5, backoffMs: 2000 },
})

/** Nobody renews its lease any more; or it waits in a queue, where nobody does. */
export const isAbandoned = (run: Extract<ImportRun, { status: 'running' }>, at: Date): boolean =>
  run.lease.expiresAt <= at

/**
 * The lease of a run that has come out of the queue. Under the fence it was queued with, unless a process that
 * fell silent may still work under it: then, as for a run that was abandoned, only an expired lease is taken over.
 */
export async function takeQueuedRun(
  { storage, clock, owner, leaseMs }: ImportDependencies,
  { runId, fence }: QueuedRun,
  { signal, redelivered }: WorkContext,
): Promise<LeaseOutcome> {
  const lease = () => ({ owner, at: clock.now(), leaseMs })
  if (fence !== null && !redelivered) {
    const renewed = await storage.imports.lease({ runId, fence, lease: lease() })
    if (renewed.status !== 'held') return renewed
  }
  const taken = await storage.imports.lease({ runId, lease: lease() })
  if (taken.status !== 'held' || !redelivered) return taken
  await clock.sleep(Math.max(0, taken.expiresAt.getTime() - clock.now().getTime()) + 1, signal)
  return storage.imports.lease({ runId, lease: lease() })
}

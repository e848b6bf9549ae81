import type { JobRun } from '../domain/job-run.ts'

/**
 * The slot ledger: one run per (job, slot), whoever triggers it and however many do at once. A run whose lease
 * expires may be claimed again; the fence tells its dead owner from the new one.
 */
export interface JobStore {
  claimSlot(request: {
    readonly job: string
    readonly slotAt: Date
    readonly owner: string
    readonly trigger: JobRun['trigger']
    readonly at: Date
    readonly leaseMs: number
  }): Promise<ClaimOutcome>
  /** Extends the lease. */
  heartbeat(
    request: RunKey & { readonly at: Date; readonly leaseMs: number },
  ): Promise<'extended' | 'lease-lost'>
  /** Ends the run. */
  close(
    request: RunKey & { readonly at: Date; readonly outcome: JobOutcome },
  ): Promise<'closed' | 'lease-lost'>
  /** Runs of a job, or of all, the latest slot first. */
  recent(query: { readonly job?: string; readonly limit?: number }): Promise<JobRun[]>
  /** Sums over the runs of a job that finished since then. */
  metrics(query: { readonly job: string; readonly since: Date }): Promise<JobMetrics>
  /** Pauses a job (no slot can be claimed) or lets it go on. */
  pause(request: { readonly job: string; readonly paused: boolean; readonly at: Date }): Promise<void>
}

export interface RunKey {
  readonly runId: string
  readonly fence: number
}

export type ClaimOutcome =
  | { readonly status: 'claimed'; readonly run: JobRun }
  | { readonly status: 'held'; readonly run: JobRun }
  | { readonly status: 'done'; readonly run: JobRun }
  | { readonly status: 'paused' }

type CountedOutcome = { readonly counts: Readonly<Record<string, number>> }
export type JobOutcome =
  | (CountedOutcome & { readonly status: 'succeeded' | 'cancelled' })
  | (CountedOutcome & { readonly status: 'failed'; readonly error: string })
  | (CountedOutcome & { readonly status: 'deferred'; readonly retryAt: Date })

export interface JobMetrics {
  readonly runs: number
  readonly failed: number
  /** Null without runs. */
  readonly meanMs: number | null
  readonly maxMs: number | null
  readonly lastStatus: JobRun['status'] | null
  /** Failures at the end of the history, without a success after them. */
  readonly failuresInARow: number
}

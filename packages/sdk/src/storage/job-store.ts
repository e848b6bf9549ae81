import type { JsonValue } from '../core/json.ts'
import type { JobRun, RunProgress } from '../domain/job-run.ts'

/**
 * The slot ledger: one run per (job, slot), whoever triggers it and however many do at once. A run whose lease
 * expires may be claimed again; the fence tells its dead owner from the new one.
 */
export interface JobStore {
  /**
   * Answers `claimed` to one caller: the first, the first after the lease has expired at `at`, or the first at or
   * after the `retryAt` of a deferred run. A slot that is claimed again keeps the id of its run, and its fence grows
   * by one. `held` while a lease runs, `done` once it has ended, `paused` before all of these.
   */
  claimSlot(request: {
    readonly job: string
    readonly slotAt: Date
    readonly owner: string
    readonly trigger: JobRun['trigger']
    readonly at: Date
    readonly leaseMs: number
  }): Promise<ClaimOutcome>
  /**
   * Extends the lease to `leaseMs` after `at`, and writes down what it is told about the run. Lost when the run is
   * gone, has ended or has another fence. `cancel-requested` has extended the lease too.
   */
  heartbeat(
    request: RunKey & RunSigns & { readonly at: Date; readonly leaseMs: number },
  ): Promise<'extended' | 'cancel-requested' | 'lease-lost'>
  /**
   * Replaces the checkpoint of the run's job: where its next claim, of this slot or another, goes on. It outlives
   * the run, whatever ends it, except success. Null removes it.
   */
  checkpoint(
    request: RunKey & { readonly at: Date; readonly value: JsonValue | null },
  ): Promise<'stored' | 'lease-lost'>
  /** Ends the run. Success removes the checkpoint of its job. */
  close(
    request: RunKey & RunSigns & { readonly at: Date; readonly outcome: JobOutcome },
  ): Promise<'closed' | 'lease-lost'>
  /**
   * Asks a run to stop; its owner hears of it at its next heartbeat. The first request counts; a run that has ended
   * stays as it is. Answers the run, null when there is none.
   */
  cancel(request: { readonly runId: string; readonly at: Date }): Promise<JobRun | null>
  /** Runs of a job, or of all, the latest slot first, then by id, descending. `limit` is 1..1000. @default limit 50 */
  recent(query: { readonly job?: string; readonly limit?: number }): Promise<JobRun[]>
  /** Sums over the runs of a job that finished at `since` or later. */
  metrics(query: { readonly job: string; readonly since: Date }): Promise<JobMetrics>
  /** Pauses a job (no slot can be claimed) or lets it go on. */
  pause(request: { readonly job: string; readonly paused: boolean; readonly at: Date }): Promise<void>
  /** The paused jobs, by name. */
  pausedJobs(): Promise<string[]>
}

export interface RunKey {
  readonly runId: string
  readonly fence: number
}

/** What a run says about itself. What is left out stays as it was. */
export interface RunSigns {
  readonly progress?: RunProgress
  /** The highest one stays. */
  readonly peakMemoryBytes?: number
}

export type ClaimOutcome =
  /** `checkpoint` is that of the job; null where there is nothing to go on with. */
  | { readonly status: 'claimed'; readonly run: JobRun; readonly checkpoint: JsonValue | null }
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
  /** Of the run that finished last. */
  readonly lastStatus: JobRun['status'] | null
  /** Failures since the last success in the whole history, by the instant they finished. */
  readonly failuresInARow: number
}

import type { Page } from '../core/page.ts'
import type { EntityId } from '../domain/entity.ts'
import type {
  ArtistReference,
  ImportLedger,
  ImportPhase,
  ImportProgress,
  ImportRun,
  ImportStatus,
} from '../domain/import-run.ts'
import type { PageQuery } from './catalog-store.ts'

/**
 * Import runs, their progress and their leases. One live run per subject and per artist. Whoever holds the lease
 * works; a lease that is not renewed expires, and its run can be taken over. Every write names the fence it was
 * granted; a write with another one, or to a run that has ended or is gone, answers `lease-lost` and changes nothing.
 * An expired lease that nobody has taken over still writes.
 */
export interface ImportStore {
  /**
   * Starts a run in phase `artist` and leases it with fence 1, unless one for this subject is running, whether its
   * lease has expired or not.
   */
  begin(request: {
    readonly subject: string
    readonly reference: ArtistReference
    readonly lease: LeaseRequest
  }): Promise<BeginOutcome>
  /**
   * Says whose run it is. When another run of that artist is running, this one is removed with its progress and the
   * other answered. An artist that is not stored is an `InvalidInputError`.
   */
  attach(request: RunWrite & { readonly artistId: EntityId }): Promise<BeginOutcome | LeaseLost>
  find(id: EntityId): Promise<ImportRun | null>
  /** Runs, the latest started first; those of the same instant by id, descending. */
  list(query: RunQuery & PageQuery): Promise<Page<ImportRun>>
  /**
   * Takes over a running run whose lease has expired at `lease.at` (the fence grows by one), or renews one's own by
   * naming its `fence`, expired or not. A fence that is not the run's any more is answered `held`, so that nobody
   * takes a lost lease for a renewed one.
   */
  lease(request: {
    readonly runId: EntityId
    readonly fence?: number
    readonly lease: LeaseRequest
  }): Promise<LeaseOutcome>
  /**
   * Stores where the run stands, its ledger, and the next steps of its progress, all or nothing. `checkpoint`
   * replaces the named tasks' places and leaves the others.
   */
  checkpoint(
    request: RunWrite & {
      readonly phase: ImportPhase
      readonly checkpoint: ImportRun['checkpoint']
      readonly ledger: ImportLedger
      readonly progress: readonly ProgressDraft[]
      readonly at: Date
    },
  ): Promise<{ readonly status: 'stored'; readonly cancelRequested: boolean } | LeaseLost>
  /**
   * Asks the worker to stop; it does at its next checkpoint. The first request counts; a run that has ended stays as
   * it is. Answers the run, null when there is none.
   */
  cancel(request: { readonly runId: EntityId; readonly at: Date }): Promise<ImportRun | null>
  /** Progress after a sequence number (0 for all), in order. @default limit all */
  progressAfter(request: {
    readonly runId: EntityId
    readonly sequence: number
    readonly limit?: number
  }): Promise<ImportProgress[]>
  /** Ends the run with its last step of progress. */
  finish(
    request: RunWrite & {
      readonly outcome:
        | { readonly status: Exclude<ImportStatus, 'running' | 'failed'> }
        | { readonly status: 'failed'; readonly reason: string }
      readonly ledger: ImportLedger
      readonly progress: ProgressDraft
      readonly at: Date
    },
  ): Promise<{ readonly status: 'finished'; readonly run: ImportRun } | LeaseLost>
}

export interface LeaseRequest {
  /** Names the process. */
  readonly owner: string
  readonly at: Date
  readonly leaseMs: number
}

export interface RunWrite {
  readonly runId: EntityId
  readonly fence: number
}

export type BeginOutcome =
  | { readonly status: 'begun'; readonly run: ImportRun; readonly fence: number }
  | { readonly status: 'already-running'; readonly run: ImportRun }

export type LeaseOutcome =
  | { readonly status: 'leased'; readonly run: ImportRun; readonly fence: number }
  | { readonly status: 'held'; readonly expiresAt: Date }
  | { readonly status: 'ended'; readonly run: ImportRun }
  | { readonly status: 'not-found' }

export interface LeaseLost {
  readonly status: 'lease-lost'
}

export type ProgressDraft = Omit<ImportProgress, 'runId' | 'sequence'>

export interface RunQuery {
  readonly artistId?: EntityId
  readonly statuses?: readonly ImportStatus[]
  /** Only running runs whose lease has expired by then: those to take over. */
  readonly leaseExpiredAt?: Date
}

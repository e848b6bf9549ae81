import type { JobRun } from '../../domain/job-run.ts'

/** What happens to a run, as far as those who watch from outside need to know. Other types of events are left alone. */
export interface RunEvent {
  readonly type: 'claimed' | 'progress' | 'closed' | 'lease-lost'
  readonly run: JobRun
}

/** Hears of runs. Returns at once; what it does goes on beside the job, and its failure is its own. */
export interface RunListener {
  (event: RunEvent): void
  /** Resolves when what was begun is done: to be awaited before a process that runs one job ends. */
  idle?(): Promise<void>
}

/**
 * When a job is due. Schedules live elsewhere: this asks them. With `everyMs` the job is due so long after its last
 * run, for jobs that the app starts by itself.
 */
export type JobExpectation = JobWindows & {
  readonly job: string
  /** Tells one schedule from another. When it changes, the job is expected from then on, not from its last run. */
  readonly schedule?: string | undefined
} & (
    | {
        /** The first due time after an instant; null when there is none. */
        readonly dueAfter: (after: Date) => Date | null
      }
    | { readonly everyMs: number }
  )

/** What differs for one job from the options of the rules. */
export interface JobWindows {
  readonly lateAfterMs?: number | undefined
  readonly startGraceMs?: number | undefined
  readonly maxRunMs?: number | undefined
  readonly silenceMs?: number | undefined
}

export function nextDueOf(expectation: JobExpectation, after: Date): Date | null {
  return 'dueAfter' in expectation
    ? expectation.dueAfter(after)
    : new Date(after.getTime() + expectation.everyMs)
}

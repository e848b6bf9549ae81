import type { JobRun } from '@setvote/sdk/storage'
import type { ScheduledJob } from '../config/job-settings.ts'
import { dueAtOf, lastDueSlot } from '../schedule/due-at.ts'
import { earliest, latest } from '../schedule/instants.ts'

export interface SlotQuestion {
  readonly scheduled: ScheduledJob
  /** Those of the ledger, the latest slot first. */
  readonly runs: readonly JobRun[]
  /** How many were asked for: what lies before them counts as done. */
  readonly asked: number
  readonly at: Date
  /** Slots up to then are nobody's. */
  readonly since: Date
}

/** What to do about one job now. */
export interface SlotPlan {
  /** The slot to run. */
  readonly run: Date | null
  /** Slots that came due during a run, to be written down as left out. */
  readonly leaveOut: readonly Date[]
  /** Runs to be cancelled, so that the next can begin. */
  readonly cancel: readonly RunningRun[]
  /** When the ledger has more to do by itself: a lease runs out, a deferred run may go on. */
  readonly againAt: Date | null
}

type RunningRun = Extract<JobRun, { status: 'running' }>

/** How long somebody else's run is left alone before the ledger is looked at again. */
const lookAgainMs = 15_000

/**
 * Decides by the ledger and the clock alone, so that every runner that reads the same decides the same. Who gets the
 * slot is decided by its claim.
 */
export function decideSlots(question: SlotQuestion): SlotPlan {
  const { scheduled, runs, at } = question
  const due = dueSlots(question)
  const live = runs.filter((run): run is RunningRun => run.status === 'running' && run.leaseExpiresAt > at)
  if (live.length > 0) {
    const begunAt = latest(live.map(({ startedAt }) => startedAt))!
    const during = due.filter((slotAt) => dueAtOf(scheduled, slotAt) >= begunAt)
    const inVain = live.filter(({ cancelRequestedAt }) => cancelRequestedAt === null)
    const leases = live.map(({ leaseExpiresAt }) => leaseExpiresAt)
    return {
      run: null,
      leaveOut: scheduled.overlap === 'skip' ? during : [],
      cancel: scheduled.overlap === 'cancel' && during.length > 0 ? inVain : [],
      againAt: earliest([...leases, new Date(at.getTime() + lookAgainMs)]),
    }
  }
  const unfinished = unfinishedRuns(question)
  const ready = unfinished.filter(({ readyAt }) => readyAt <= at).map(({ slotAt }) => slotAt)
  const waiting = unfinished.filter(({ readyAt }) => readyAt > at).map(({ readyAt }) => readyAt)
  const candidates = [...ready, ...due]
  return {
    run: scheduled.missed === 'all' ? earliest(candidates) : latest(candidates),
    leaveOut: [],
    cancel: [],
    againAt: earliest(waiting),
  }
}

/** How far back slots are still run, at `at`. */
export function oldestDueAt({ catchUpMs, missedAfterMs }: ScheduledJob, at: Date): Date {
  return new Date(at.getTime() - Math.max(catchUpMs, missedAfterMs))
}

/** Slots without a run that are to be run by the missed-slot policy, in their order. */
function dueSlots({ scheduled, runs, asked, at, since }: SlotQuestion): Date[] {
  const { missed, missedAfterMs, schedule } = scheduled
  const known = new Set(runs.map(({ slotAt }) => slotAt.getTime()))
  const oldestAt = oldestDueAt(scheduled, at)
  const isOpen = (slotAt: Date) => {
    const dueAt = dueAtOf(scheduled, slotAt)
    return slotAt > since && dueAt >= oldestAt && dueAt <= at && !known.has(slotAt.getTime())
  }
  if (missed === 'all') {
    const [oldestKnown] = runs.length < asked ? [] : runs.slice(-1)
    const oldest = new Date(oldestAt.getTime() - scheduled.jitterMs - 1)
    const after = latest([since, oldest, ...(oldestKnown ? [oldestKnown.slotAt] : [])])!
    return schedule.slotsBetween({ after, until: at }).filter(isOpen)
  }
  const last = lastDueSlot(scheduled, at)
  if (!last || !isOpen(last)) return []
  const isLate = at.getTime() - dueAtOf(scheduled, last).getTime() > missedAfterMs
  return missed === 'skip' && isLate ? [] : [last]
}

/**
 * Runs that were begun and have not ended: deferred ones, and those whose runner has died. Unless every slot counts, a
 * later run of the job stands for them: it goes on from the same checkpoint.
 */
function unfinishedRuns({ scheduled, runs, at }: SlotQuestion): { slotAt: Date; readyAt: Date }[] {
  const oldestAt = oldestDueAt(scheduled, at)
  const real = runs.filter((run) => !isLeftOut(run))
  const considered = scheduled.missed === 'all' ? real : real.slice(0, 1)
  return considered.flatMap((run) => {
    const readyAt =
      run.status === 'running' ? run.leaseExpiresAt : run.status === 'deferred' ? run.retryAt : null
    return readyAt && readyAt >= oldestAt ? [{ slotAt: run.slotAt, readyAt }] : []
  })
}

/** Whether a slot was left out because a run was going on. */
export const isLeftOut = (run: JobRun): boolean =>
  run.status === 'cancelled' && (run.counts[leftOutCount] ?? 0) > 0

/** Marks a left out slot in the ledger. */
export const leftOutCount = 'leftOut'

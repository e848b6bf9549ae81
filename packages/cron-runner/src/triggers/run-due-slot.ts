import { type Clock, seconds } from '@setvote/sdk'
import type { SlotEvent } from '@setvote/sdk/jobs'
import type { CronConfig } from '../config/define-cron.ts'
import type { ScheduledJob } from '../config/job-settings.ts'
import { leaveOut } from '../runner/leave-out.ts'
import { runScheduled } from '../runner/run-scheduled.ts'
import { answer, problem, viewOf } from './trigger-answers.ts'

export interface DueRequest {
  readonly scheduled: ScheduledJob
  readonly options: object
  /** Hands the run over. */
  readonly stopping: AbortSignal
  readonly onEvent: (event: SlotEvent) => void
}

/** How long before a slot a call may come that is meant for it: clocks differ. */
const earlyMs = seconds(5)
const busyRetryS = 60

/**
 * Runs the slot of a job's schedule that is due: the one at now or before it, so that whoever calls, and however often,
 * meets in the same slot. Answers what became of it.
 */
export async function runDueSlot(config: CronConfig, request: DueRequest): Promise<Response> {
  const { clock, setvote } = config
  const { scheduled, options, stopping, onEvent } = request
  const { name: job, schedule, overlap } = scheduled
  const slotAt = await dueSlot(scheduled, clock, stopping)
  if (!slotAt) return answer({ status: 'not-due', job, nextAt: schedule.nextAfter(clock.now()) })

  const at = clock.now()
  const live = (await setvote.storage.jobs.recent({ job })).find(
    (run) => run.status === 'running' && run.leaseExpiresAt > at && run.slotAt.getTime() !== slotAt.getTime(),
  )
  if (live) {
    const isDuring = slotAt >= live.startedAt
    if (isDuring && overlap === 'skip') {
      await leaveOut(config, scheduled, slotAt)
      return answer({ status: 'left-out', job, slotAt })
    }
    if (isDuring && overlap === 'cancel') await setvote.storage.jobs.cancel({ runId: live.id, at })
    return problem(409, 'A run of this job for another due time is going on', {
      detail: overlap === 'cancel' ? 'It was asked to end: call again.' : 'Call again when it has ended.',
      headers: { 'retry-after': String(busyRetryS) },
    })
  }

  const outcome = await runScheduled(config, { job, slotAt, trigger: 'http', options, stopping, onEvent })
  if (outcome.status === 'paused') return answer({ status: 'paused', job, slotAt })
  const run = viewOf(outcome.run)
  if (outcome.status === 'done') return answer({ status: 'done', job, slotAt, run })
  if (outcome.status !== 'ran') return answer({ status: 'held', job, slotAt, run })
  if (run.status === 'failed') {
    const detail = `Run ${run.id} failed. The ledger says why: setvote-cron history ${job}`
    return problem(500, 'The job failed', { detail })
  }
  const isHandedOver = run.status === 'deferred' && stopping.aborted
  return answer({ status: isHandedOver ? 'handed-over' : 'ran', job, slotAt, run })
}

/** Null when what was last due is too old to be run, by the settings of the job. */
async function dueSlot(
  { schedule, missed, missedAfterMs, catchUpMs }: ScheduledJob,
  clock: Clock,
  signal: AbortSignal,
): Promise<Date | null> {
  const calledAt = clock.now()
  const last = schedule.previousAtOrBefore(calledAt)
  const next = schedule.nextAfter(calledAt)
  if (next && next.getTime() - calledAt.getTime() <= earlyMs) {
    const isSeldom = !last || next.getTime() - last.getTime() > 2 * earlyMs
    if (isSeldom) {
      await clock.sleep(next.getTime() - calledAt.getTime(), signal)
      return next
    }
  }
  if (!last) return null
  const lateMs = calledAt.getTime() - last.getTime()
  const oldestMs = missed === 'skip' ? missedAfterMs : Math.max(catchUpMs, missedAfterMs)
  return lateMs > oldestMs ? null : last
}

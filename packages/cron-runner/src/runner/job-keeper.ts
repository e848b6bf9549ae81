import { hasCode, minutes, seconds } from '@setvote/sdk'
import type { SlotEvent, SlotOutcome, SlotRequest } from '@setvote/sdk/jobs'
import type { BeginSlot, CronConfig } from '../config/define-cron.ts'
import type { ScheduledJob } from '../config/job-settings.ts'
import { lastDueSlot, nextDueAt } from '../schedule/due-at.ts'
import { latest } from '../schedule/instants.ts'
import { decideSlots, oldestDueAt, type SlotPlan } from './decide-slots.ts'
import { firstSeenAt } from './first-seen.ts'
import { leaveOut } from './leave-out.ts'
import { readRuns } from './read-runs.ts'
import type { StorageGate } from './storage-gate.ts'

export interface JobKeeper {
  readonly job: string
  /** When it wants to look again. */
  readonly wakeAt: Date
  /** Whether it is looking now. */
  readonly isLooking: boolean
  /** Wants to look at once: the clock was moved. */
  wake(): void
  /** Looks at the ledger and begins what is due; null when nothing is. Never rejects. */
  look(trigger: SlotRequest['trigger']): Promise<Begun | null>
}

export interface Begun {
  /** What became of it; null when it could not be run. Never rejects. */
  readonly ended: Promise<SlotOutcome | null>
}

export interface KeeperOptions {
  readonly config: CronConfig
  readonly scheduled: ScheduledJob
  readonly beginSlot: BeginSlot
  readonly gate: StorageGate
  /** Of what `beginSlot` asks. */
  readonly beginGate: StorageGate
  /** Nothing more is begun. */
  readonly closing: AbortSignal
  /** Hands runs over. */
  readonly stopping: AbortSignal
  /** Called when `wakeAt` may have come nearer. */
  readonly onChange: () => void
  readonly onEvent?: ((event: SlotEvent) => void) | undefined
}

/** How long something that should not happen is left alone: a slot that was claimed and is free, an unknown failure. */
const pauseMs = minutes(1)
/** How long a slot that was given away is left alone before the ledger is looked at again. */
const givenAwayMs = seconds(15)

/** Keeps one job on its schedule. One run of it at a time in this process; the ledger keeps that among all. */
export function createJobKeeper(options: KeeperOptions): JobKeeper {
  const { config, scheduled, beginSlot, gate, beginGate, closing, stopping, onChange, onEvent } = options
  const { clock, logger, setvote } = config
  const { jobs, settings } = setvote.storage
  const { name } = scheduled
  let wakeAt = clock.now()
  let isLooking = false
  let seenAt: Date | null = null
  /** Every slot up to then has a run that has ended. */
  let settledAt: Date | null = null
  let active: { runId: string | null; readonly cancel: AbortController } | null = null
  let refused: Date | null = null

  const wakeIn = (ms: number) => {
    wakeAt = new Date(clock.now().getTime() + ms)
    onChange()
  }

  async function decide(at: Date): Promise<SlotPlan> {
    seenAt ??= await firstSeenAt(settings, scheduled, at)
    const since = latest([seenAt, ...(settledAt ? [settledAt] : [])])!
    const after = latest([since, oldestDueAt(scheduled, at)])!
    const slots =
      scheduled.missed === 'all' ? scheduled.schedule.slotsBetween({ after, until: at }).length : 0
    const { runs, asked } = await readRuns(jobs, { job: name, slots })
    const plan = decideSlots({ scheduled, runs, asked, at, since })
    const isSettled = scheduled.missed === 'all' && !plan.run && !plan.againAt
    if (isSettled) settledAt = lastDueSlot(scheduled, at)
    return plan
  }

  async function begin(slotAt: Date, trigger: SlotRequest['trigger']): Promise<SlotOutcome | null> {
    const begun = { runId: null as string | null, cancel: new AbortController() }
    active = begun
    try {
      const outcome = await beginSlot(config, {
        ...{ job: name, slotAt, trigger, stopping, signal: begun.cancel.signal },
        onEvent(event) {
          begun.runId = event.run.id
          onEvent?.(event)
        },
      })
      beginGate.worked()
      if (!outcome) {
        wakeIn(Math.min(givenAwayMs, Math.max(0, wakeAt.getTime() - clock.now().getTime())))
        return null
      }
      const isRefused = outcome.status === 'held' || outcome.status === 'done'
      // Somebody was quicker: the ledger, read again, says so. If it does not, it is not asked on and on.
      const again = isRefused && refused?.getTime() === slotAt.getTime()
      refused = isRefused ? slotAt : null
      wakeIn(outcome.status === 'paused' || again ? pauseMs : 0)
      return outcome
    } catch (error) {
      if (stopping.aborted) return null
      wakeIn(failed(error, beginGate))
      return null
    } finally {
      active = null
    }
  }

  /** What to do about a failure: how long to wait. */
  function failed(error: unknown, asked: StorageGate): number {
    if (hasCode(error, 'invalid-input', 'invalid-options', 'not-found', 'aborted')) {
      logger.error('a job cannot be run', { job: name, reason: error.message })
      return pauseMs
    }
    return asked.failed(error)
  }

  return {
    job: name,
    get wakeAt() {
      return wakeAt
    },
    get isLooking() {
      return isLooking
    },
    wake() {
      wakeAt = clock.now()
    },
    async look(trigger) {
      isLooking = true
      try {
        const at = clock.now()
        const plan = await decide(at)
        gate.worked()
        for (const slotAt of plan.leaveOut) await leaveOut(config, scheduled, slotAt)
        for (const { id } of plan.cancel) {
          await jobs.cancel({ runId: id, at })
          if (active?.runId === id) active.cancel.abort()
        }
        const next = nextDueAt(scheduled, at)
        const wakes = [next, plan.againAt].filter((each) => each !== null).map((each) => each.getTime())
        wakeAt = new Date(Math.min(at.getTime() + pauseMs * 60, ...wakes))
        if (!plan.run || active || closing.aborted) return null
        return { ended: begin(plan.run, trigger) }
      } catch (error) {
        wakeIn(failed(error, gate))
        return null
      } finally {
        isLooking = false
        onChange()
      }
    },
  }
}

import { ConflictError, type Monitoring, minutes } from '@setvote/sdk'
import type { SlotEvent, SlotOutcome, SlotRequest } from '@setvote/sdk/jobs'
import type { BeginSlot, CronConfig } from '../config/define-cron.ts'
import { getScheduledJob } from '../config/get-scheduled-job.ts'
import { cronMonitoring } from './cron-monitoring.ts'
import { createJobKeeper, type JobKeeper } from './job-keeper.ts'
import { pingsSent, runScheduled } from './run-scheduled.ts'
import { createStorageGate } from './storage-gate.ts'

export interface Runner {
  /** Begins to run jobs when they are due, until `stop`. */
  start(): void
  /**
   * Begins nothing more, waits `finishWithinMs` for what is running, then hands it over: it is deferred to now, and goes
   * on from its checkpoint wherever a runner is. A second call hands over at once.
   * @default finishWithinMs that of the config
   */
  stop(options?: { readonly finishWithinMs?: number | undefined }): Promise<void>
  /**
   * Runs what is due now and answers when that has ended, for platforms that call instead of a runner that waits.
   * Jobs of which nothing is due, or that somebody else is at, are absent. Failures of the storage are logged.
   * @default every enabled job, trigger 'schedule'
   */
  tick(options?: {
    readonly jobs?: readonly string[] | undefined
    readonly trigger?: SlotRequest['trigger'] | undefined
  }): Promise<readonly Ticked[]>
  /**
   * Runs a job now, enabled or not, outside of its schedule, or for the slot that is named. `held` when a run of it
   * is going on.
   *
   * @throws NotFoundError that suggests the nearest name.
   * @throws InvalidInputError for options that the job refuses.
   */
  runNow(job: string, options?: RunNowOptions): Promise<SlotOutcome>
  readonly monitoring: Monitoring
}

export interface Ticked {
  readonly job: string
  readonly outcome: SlotOutcome
}

export interface RunNowOptions {
  /** Laid over those of the config. */
  readonly options?: object | undefined
  /** @default now */
  readonly slotAt?: Date | undefined
  /** @default 'cli' */
  readonly trigger?: SlotRequest['trigger'] | undefined
  /** Cancels the run. */
  readonly signal?: AbortSignal | undefined
  readonly onEvent?: ((event: SlotEvent) => void) | undefined
}

export interface RunnerOptions {
  /** Hears what happens to the runs of this runner. */
  readonly onEvent?: ((event: SlotEvent) => void) | undefined
  /** Brings about what is due: `bullmqEngine({ … }).beginSlot` shares it among machines. @default runs it here */
  readonly beginSlot?: BeginSlot | undefined
}

/** The longest that a runner sleeps: the clock of the machine may be moved meanwhile. */
const longestSleepMs = minutes(1)

/**
 * Makes what runs the jobs of a config. Any number of them, on any number of machines, run each slot once: the ledger
 * in the storage decides. Nothing that a runner knows is lost with it.
 *
 * @example
 * const runner = createRunner(config)
 * runner.start()
 * process.once('SIGTERM', () => runner.stop())
 */
export function createRunner(
  config: CronConfig,
  { onEvent, beginSlot = runScheduled }: RunnerOptions = {},
): Runner {
  const { clock, logger, setvote, evaluateEveryMs } = config
  const monitoring = cronMonitoring(config)
  const gate = createStorageGate({ clock, logger })
  // What is given away goes to a queue: that one may be away while the storage answers.
  const beginGate =
    beginSlot === runScheduled ? gate : createStorageGate({ clock, logger, what: 'the queue' })
  /** Begins nothing more. */
  const closing = new AbortController()
  /** Hands over. */
  const stopping = new AbortController()
  const running = new Set<Promise<unknown>>()
  let nap = new AbortController()
  let looping: Promise<unknown> | null = null

  const keepers: readonly JobKeeper[] = config.jobs
    .filter(({ enabled }) => enabled)
    .map((scheduled) =>
      createJobKeeper({
        ...{
          config,
          scheduled,
          beginSlot,
          gate,
          beginGate,
          onEvent,
          closing: closing.signal,
          stopping: stopping.signal,
        },
        onChange: () => nap.abort(),
      }),
    )

  const track = <Result>(work: Promise<Result>): Promise<Result> => {
    running.add(work)
    work.then(
      () => running.delete(work),
      () => running.delete(work),
    )
    return work
  }

  /** Looks, and begins what is due; resolves when the look is over. */
  const look = async (keeper: JobKeeper, trigger: SlotRequest['trigger']) => {
    const begun = await keeper.look(trigger)
    if (begun) track(begun.ended)
    return begun
  }

  async function loop(): Promise<void> {
    let lastMs = 0
    while (!closing.signal.aborted) {
      nap = new AbortController()
      const nowMs = clock.now().getTime()
      if (nowMs < lastMs) for (const keeper of keepers) keeper.wake()
      lastMs = nowMs
      let nextMs = nowMs + longestSleepMs
      for (const keeper of keepers) {
        if (keeper.isLooking) continue
        const wakeMs = keeper.wakeAt.getTime()
        if (wakeMs <= nowMs) track(look(keeper, 'schedule'))
        else if (wakeMs < nextMs) nextMs = wakeMs
      }
      await clock.sleep(nextMs - nowMs, nap.signal).catch(() => {})
    }
  }

  const allEnded = async () => {
    while (running.size > 0) await Promise.allSettled(running)
  }

  return {
    monitoring,
    start() {
      if (closing.signal.aborted) throw new ConflictError('This runner was stopped: create another one')
      if (looping) return
      const watching =
        evaluateEveryMs === null
          ? Promise.resolve()
          : monitoring.watch({ signal: closing.signal, everyMs: evaluateEveryMs })
      looping = Promise.all([loop(), watching])
    },
    async stop({ finishWithinMs = config.finishWithinMs } = {}) {
      if (closing.signal.aborted) stopping.abort()
      closing.abort()
      nap.abort()
      const ended = new AbortController()
      const finished = allEnded().then(() => ended.abort())
      const waiting = AbortSignal.any([ended.signal, stopping.signal])
      await clock.sleep(finishWithinMs, waiting).catch(() => {})
      stopping.abort()
      await finished
      await looping
      await pingsSent(config)
    },
    async tick({ jobs, trigger = 'schedule' } = {}) {
      const names = jobs?.map((name) => getScheduledJob(config, name).name)
      const wanted = keepers.filter(({ job }) => names?.includes(job) ?? true)
      const ticked = await Promise.all(
        wanted.map(async (keeper) => {
          const outcomes: Ticked[] = []
          while (!closing.signal.aborted) {
            const begun = await look(keeper, trigger)
            const outcome = await begun?.ended
            if (!outcome) return outcomes
            if (outcome.status !== 'held' && outcome.status !== 'done') {
              outcomes.push({ job: keeper.job, outcome })
            }
            if (outcome.status !== 'ran' && keeper.wakeAt > clock.now()) return outcomes
          }
          return outcomes
        }),
      )
      await pingsSent(config)
      return ticked.flat()
    },
    async runNow(name, { slotAt, trigger = 'cli', options, signal, onEvent: tell } = {}) {
      getScheduledJob(config, name)
      const at = clock.now()
      const slot = slotAt ?? at
      const live = (await setvote.storage.jobs.recent({ job: name, limit: 50 })).find(
        (run) =>
          run.status === 'running' && run.leaseExpiresAt > at && run.slotAt.getTime() !== slot.getTime(),
      )
      if (live) return { status: 'held', run: live }
      const request = { job: name, slotAt: slot, trigger, options, signal, stopping: stopping.signal }
      const outcome = await track(runScheduled(config, { ...request, onEvent: tell ?? onEvent }))
      await pingsSent(config)
      return outcome
    },
  }
}

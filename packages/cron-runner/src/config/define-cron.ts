import {
  type AlertChannel,
  type AlertRule,
  type Clock,
  InvalidOptionsError,
  type Logger,
  minutes,
  type RunListener,
  seconds,
  silentLogger,
  systemClock,
  type UpstreamHealth,
  uuidIds,
} from '@setvote/sdk'
import {
  allJobs,
  type Job,
  type JobServices,
  type SlotEvent,
  type SlotOutcome,
  type SlotRequest,
} from '@setvote/sdk/jobs'
import type { BuiltInSettings } from './built-in-settings.ts'
import { type JobSettings, type ScheduledJob, toScheduledJob } from './job-settings.ts'
import { didYouMean } from './nearest-name.ts'

/** What jobs and monitoring work with. What `createSetvote` answers fits. */
export type CronServices = JobServices & {
  /** How the services are, for alerts. */
  diagnostics?(): Promise<readonly UpstreamHealth[]>
  /** Called by the command line when it has done its work. */
  close?(): Promise<void>
}

/** A job of the app's own, with its settings beside it. */
export interface OwnJob extends JobSettings {
  readonly job: Job
}

export interface CronOptions {
  /** What jobs work with: `createSetvote({ … })`. */
  readonly setvote: CronServices
  /** What differs for the jobs of setvote. Every one of them runs unless it says `enabled: false`. */
  readonly jobs?: BuiltInSettings | undefined
  /** Jobs of the app's own. */
  readonly ownJobs?: readonly (Job | OwnJob)[] | undefined
  /** Of schedules that name none. @default 'UTC' */
  readonly timeZone?: string | undefined
  /** Who is told when something is wrong: `[slack({ webhookUrl })]`. @default nobody */
  readonly alerts?: readonly AlertChannel[] | undefined
  /** What counts as wrong. @default `defaultRules()` */
  readonly rules?: readonly AlertRule[] | undefined
  /** Hear of every run: `[outsideMonitor({ url })]`. @default none */
  readonly pings?: readonly RunListener[] | undefined
  /**
   * Shares what is due among the machines on which `setvote-cron start` runs. Called once, by that.
   * `(config) => bullmqEngine(config, { connection: { url } })`. @default each runs what it claims
   */
  readonly engine?: ((config: CronConfig) => SlotEngine) | undefined
  /** How often a runner judges the state of everything; null for never. @default 60_000 */
  readonly evaluateEveryMs?: number | null | undefined
  /** How long a runner that is told to stop waits for its runs before it hands them over. @default 10_000 */
  readonly finishWithinMs?: number | undefined
  /** Names the process in the ledger: one name for each. @default a random one */
  readonly owner?: string | undefined
  /** @default the machine's */
  readonly clock?: Clock | undefined
  /** @default silent; the command line writes to the standard error */
  readonly logger?: Logger | undefined
}

/** A config that was checked. What runs jobs (a runner, triggers, an engine over many machines) takes one. */
export interface CronConfig {
  readonly setvote: CronServices
  /** Those of setvote, then the app's own; those that are not enabled too. */
  readonly jobs: readonly ScheduledJob[]
  readonly alerts: readonly AlertChannel[]
  readonly rules: readonly AlertRule[] | undefined
  readonly pings: readonly RunListener[]
  readonly engine: ((config: CronConfig) => SlotEngine) | undefined
  readonly evaluateEveryMs: number | null
  readonly finishWithinMs: number
  readonly owner: string
  readonly clock: Clock
  readonly logger: Logger
}

export interface RunRequest {
  readonly job: string
  /** The due time to run it for. */
  readonly slotAt: Date
  readonly trigger: SlotRequest['trigger']
  /** Laid over those of the config. */
  readonly options?: object | undefined
  /** Cancels the run. */
  readonly signal?: AbortSignal | undefined
  /** Hands the run over. */
  readonly stopping?: AbortSignal | undefined
  readonly onEvent?: ((event: SlotEvent) => void) | undefined
}

/**
 * How a runner brings about what is due: by running it, or by giving it to whoever is free. Then the answer is null,
 * and the ledger tells what becomes of it.
 */
export type BeginSlot = (config: CronConfig, request: RunRequest) => Promise<SlotOutcome | null>

/** What spreads due slots over machines. */
export interface SlotEngine {
  readonly beginSlot: BeginSlot
  /** Takes no more slots, and hands over those that are running. */
  close(): Promise<void>
}

/**
 * Says what runs when. All jobs of setvote run by their own schedules; `jobs` changes them one by one.
 *
 * @throws InvalidOptionsError for whatever cannot be meant; the message shows what to write.
 *
 * @example
 * export default defineCron({
 *   setvote,
 *   jobs: {
 *     'update-active-artists': { schedule: '0 *\/4 * * *', options: { limit: 100 } },
 *     'sync-artist-images': { enabled: false },
 *   },
 *   alerts: [slack({ webhookUrl })],
 * })
 */
export function defineCron(options: CronOptions): CronConfig {
  const { setvote, jobs = {}, ownJobs = [], timeZone } = options ?? {}
  if (typeof setvote?.storage?.jobs?.claimSlot !== 'function') {
    throw new InvalidOptionsError(
      'defineCron needs a `setvote`: defineCron({ setvote: createSetvote({ storage }) })',
    )
  }
  const own = ownJobs.map((each): OwnJob => ('run' in each ? { job: each } : each))
  const all = [...allJobs, ...own.map(({ job }) => job)]
  const names = all.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) {
    throw new InvalidOptionsError(`Two jobs are called '${twice}': give the one of your own another name`)
  }
  const builtIn = allJobs.map(({ name }) => name)
  for (const name of Object.keys(jobs)) {
    if (builtIn.includes(name)) continue
    const hint = names.includes(name) ? 'write its settings beside it in ownJobs' : didYouMean(name, builtIn)
    throw new InvalidOptionsError(`Setvote has no job '${name}': ${hint}`)
  }
  const { evaluateEveryMs = minutes(1), finishWithinMs = seconds(10) } = options
  checkMs('evaluateEveryMs', evaluateEveryMs ?? 1000, 1000)
  checkMs('finishWithinMs', finishWithinMs, 0)

  return {
    setvote,
    jobs: [
      ...allJobs.map((job) =>
        toScheduledJob(job, jobs[job.name as keyof BuiltInSettings] ?? {}, { timeZone }),
      ),
      ...own.map(({ job, ...settings }) => toScheduledJob(job, settings, { timeZone })),
    ],
    alerts: options.alerts ?? [],
    rules: options.rules,
    pings: options.pings ?? [],
    engine: options.engine,
    evaluateEveryMs,
    finishWithinMs,
    owner: options.owner ?? uuidIds()('runner'),
    clock: options.clock ?? systemClock,
    logger: options.logger ?? silentLogger,
  }
}

function checkMs(name: string, ms: number, least: number): void {
  if (Number.isFinite(ms) && ms >= least) return
  throw new InvalidOptionsError(`defineCron: ${name} must be milliseconds, at least ${least}, not ${ms}`)
}

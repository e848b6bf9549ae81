import { days, hours, InvalidOptionsError, type JobWindows, minutes, seconds } from '@setvote/sdk'
import { type Job, parseJobOptions } from '@setvote/sdk/jobs'
import { createSchedule, type Schedule } from '../schedule/schedule.ts'

/** What happens when a slot comes due while a run of the job is still going on. */
export type OverlapPolicy = 'skip' | 'queue' | 'cancel'
/** What happens to slots that came due while nobody could run them. */
export type MissedPolicy = 'skip' | 'last' | 'all'

/** When and how one job runs. Everything has a default. */
export interface JobSettings<Options extends object = object> {
  /** A cron pattern of five fields, of six with seconds before them, or `@daily`. @default that of the job */
  readonly schedule?: string | undefined
  /** In which the pattern is meant: `Europe/Berlin`. @default that of the job, else that of the config, else UTC */
  readonly timeZone?: string | undefined
  /**
   * Spreads the beginnings of runs over so many milliseconds after they are due, so that not everybody calls at the
   * full hour. The same for a slot on every machine. @default 0
   */
  readonly jitterMs?: number | undefined
  /**
   * When a slot comes due while a run of the job is going on: `skip` leaves the slot out, and writes that down;
   * `queue` runs it afterwards, the last one where several wait; `cancel` ends the run, then begins. @default 'skip'
   */
  readonly overlap?: OverlapPolicy | undefined
  /**
   * When slots could not be run in time: `skip` leaves them out, `last` runs the latest of them, `all` runs each in
   * its order. @default 'last'
   */
  readonly missed?: MissedPolicy | undefined
  /** How old a missed slot may be that is still run, in milliseconds. @default 86_400_000, a day */
  readonly catchUpMs?: number | undefined
  /** After how many milliseconds a slot that nobody has begun counts as missed. @default 60_000 */
  readonly missedAfterMs?: number | undefined
  /**
   * How long a slot stays with a process that gives no sign of life, in milliseconds: how long it waits after a
   * crash. It must be longer than clocks of different machines are apart. @default 300_000
   */
  readonly leaseMs?: number | undefined
  /** How often a run gives a sign of life. @default a tenth of `leaseMs` */
  readonly heartbeatMs?: number | undefined
  /** When a run is told to stop, and fails. @default 3_600_000, an hour */
  readonly maxRunMs?: number | undefined
  /** How long a run that was told to stop may take to do so. @default 10_000 */
  readonly graceMs?: number | undefined
  /** What the job is asked for. @default the defaults of the job */
  readonly options?: Partial<Options> | undefined
  /** What differs for this job in the alert rules: `{ maxRunMs: minutes(45) }`. @default the rules' own */
  readonly alerts?: JobWindows | undefined
  /** `false` leaves the job without a schedule; it can still be run by hand. @default true */
  readonly enabled?: boolean | undefined
}

/** A job with everything decided. */
export interface ScheduledJob {
  readonly name: string
  readonly job: Job
  readonly enabled: boolean
  readonly schedule: Schedule
  readonly jitterMs: number
  readonly overlap: OverlapPolicy
  readonly missed: MissedPolicy
  readonly catchUpMs: number
  readonly missedAfterMs: number
  readonly leaseMs: number
  readonly heartbeatMs: number
  readonly maxRunMs: number
  readonly graceMs: number
  readonly options: object
  readonly alerts: JobWindows
}

const defaults = {
  jitterMs: 0,
  catchUpMs: days(1),
  missedAfterMs: minutes(1),
  leaseMs: minutes(5),
  maxRunMs: hours(1),
  graceMs: seconds(10),
} as const

/** Milliseconds: the least and the most that can be meant. */
const ranges = {
  jitterMs: [0, days(1)],
  catchUpMs: [0, days(31)],
  missedAfterMs: [0, days(31)],
  leaseMs: [1000, days(1)],
  heartbeatMs: [100, days(1)],
  maxRunMs: [1, days(31)],
  graceMs: [0, hours(1)],
} as const satisfies Readonly<Record<string, readonly [number, number]>>

const policies = { overlap: ['skip', 'queue', 'cancel'], missed: ['skip', 'last', 'all'] } as const
const settingNames = [
  'schedule',
  'timeZone',
  ...Object.keys(ranges),
  'overlap',
  'missed',
  'options',
  'alerts',
]

/** The settings of a job, checked, with defaults. */
export function toScheduledJob(
  job: Job,
  settings: JobSettings,
  { timeZone: zoneOfAll }: { readonly timeZone?: string | undefined },
): ScheduledJob {
  const where = `The settings of ${job.name}`
  if (typeof settings !== 'object' || settings === null) {
    throw new InvalidOptionsError(`${where} must be an object: { schedule: '${job.schedule.cron}' }`)
  }
  for (const key of Object.keys(settings)) {
    if (settingNames.includes(key) || key === 'enabled') continue
    const isOption = parses(job, { [key]: settings[key as keyof JobSettings] })
    const hint = isOption
      ? `write { options: { ${key}: … } }`
      : `there are ${[...settingNames, 'enabled'].join(', ')}`
    throw new InvalidOptionsError(`${where} have no '${key}': ${hint}`)
  }
  const leaseMs = settings.leaseMs ?? defaults.leaseMs
  const times = {
    jitterMs: settings.jitterMs ?? defaults.jitterMs,
    catchUpMs: settings.catchUpMs ?? defaults.catchUpMs,
    missedAfterMs: settings.missedAfterMs ?? defaults.missedAfterMs,
    leaseMs,
    heartbeatMs: settings.heartbeatMs ?? leaseMs / 10,
    maxRunMs: settings.maxRunMs ?? defaults.maxRunMs,
    graceMs: settings.graceMs ?? defaults.graceMs,
  }
  for (const [name, [least, most]] of Object.entries(ranges)) {
    const ms = times[name as keyof typeof ranges]
    if (typeof ms === 'number' && ms >= least && ms <= most) continue
    throw new InvalidOptionsError(
      `${where}: ${name} must be milliseconds from ${least} to ${most}, not ${ms}`,
    )
  }
  if (times.heartbeatMs >= leaseMs) {
    throw new InvalidOptionsError(`${where}: heartbeatMs must be shorter than leaseMs (${leaseMs})`)
  }
  const { overlap = 'skip', missed = 'last', enabled = true } = settings
  for (const [name, value] of Object.entries({ overlap, missed })) {
    const allowed: readonly string[] = policies[name as keyof typeof policies]
    if (allowed.includes(value)) continue
    throw new InvalidOptionsError(`${where}: ${name} must be '${allowed.join(`', '`)}', not '${value}'`)
  }
  if (typeof enabled !== 'boolean') throw new InvalidOptionsError(`${where}: enabled must be true or false`)
  return {
    name: job.name,
    job,
    enabled,
    schedule: scheduleOf(job, settings, zoneOfAll, where),
    ...times,
    overlap,
    missed,
    options: optionsOf(job, settings.options, where),
    alerts: settings.alerts ?? {},
  }
}

function scheduleOf(job: Job, settings: JobSettings, zoneOfAll: string | undefined, where: string): Schedule {
  const { schedule = job.schedule.cron } = settings
  try {
    return createSchedule({
      cron: schedule,
      timeZone: settings.timeZone ?? job.schedule.timeZone ?? zoneOfAll,
    })
  } catch (error) {
    throw new InvalidOptionsError(`${where}: ${(error as Error).message}`)
  }
}

/** What was written stays as it was: the job fills in its defaults when it runs. */
function optionsOf(job: Job, options: object | undefined, where: string): object {
  try {
    parseJobOptions(job, options)
    return options ?? {}
  } catch (error) {
    throw new InvalidOptionsError(`${where}: ${(error as Error).message}`)
  }
}

const parses = (job: Job, options: object): boolean => job.options.safeParse(options).success

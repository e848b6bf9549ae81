import { InvalidOptionsError } from '@setvote/sdk'
import { Cron } from 'croner'
import { rememberDueTimes } from './remember-due-times.ts'
import { checkTimeZone } from './zone-time.ts'

/** The due times of a job. Every due time is a whole second. */
export interface Schedule {
  /** As it was written: `0 *\/6 * * *`. */
  readonly cron: string
  readonly timeZone: string
  /** The first due time after an instant; null when there is none. */
  nextAfter(after: Date): Date | null
  /** The last due time at an instant or before it; null when there is none. */
  previousAtOrBefore(at: Date): Date | null
  isDue(at: Date): boolean
  /**
   * The due times after `after`, up to and with `until`, in their order. Of more than `limit` the latest.
   * @default limit 1000
   */
  slotsBetween(range: { readonly after: Date; readonly until: Date; readonly limit?: number }): Date[]
}

/**
 * Makes a schedule of a cron pattern: five fields (minute, hour, day, month, weekday), six with seconds before them, or
 * a nickname such as `@daily`.
 *
 * On the days when clocks change, a pattern that names its hours and minutes (`30 2 * * *`, `0,30 2-4 * * *`) is due
 * once for each time it names: at the first instant after the gap for times that the day does not have, at the first of
 * the two for times that it has twice. A pattern with `*` or a step in its hours, minutes or seconds (`*\/15 2 * * *`)
 * goes on as clocks do: not at times that the day does not have, at both of those that it has twice.
 *
 * @throws InvalidOptionsError for a pattern or a time zone that does not exist, and a pattern that is never due.
 *
 * @example
 * const schedule = createSchedule({ cron: '30 2 * * *', timeZone: 'Europe/Berlin' })
 * schedule.nextAfter(new Date('2026-11-21T12:00:00Z')) // 2026-11-22T01:30:00.000Z
 */
export function createSchedule({
  cron,
  timeZone = 'UTC',
}: {
  readonly cron: string
  /** @default 'UTC' */
  readonly timeZone?: string | undefined
}): Schedule {
  checkTimeZone(timeZone)
  const pattern = toPattern(cron, timeZone)

  const { nextAfter, previousAtOrBefore } = rememberDueTimes({
    nextAfter: (after) => pattern.nextRun(after),
    previousAtOrBefore: (at) =>
      // Croner answers what lies before a whole second; what is due in this second counts.
      pattern.previousRuns(1, new Date(Math.floor(at.getTime() / 1000) * 1000 + 999))[0] ?? null,
  })

  return {
    cron,
    timeZone,
    nextAfter,
    previousAtOrBefore,
    isDue: (at) => previousAtOrBefore(at)?.getTime() === at.getTime(),
    slotsBetween({ after, until, limit = 1000 }) {
      const slots: Date[] = []
      let slot = previousAtOrBefore(until)
      while (slot && slot > after && slots.length < limit) {
        slots.push(slot)
        slot = previousAtOrBefore(new Date(slot.getTime() - 1))
      }
      return slots.reverse()
    },
  }
}

function toPattern(cron: string, timeZone: string): Cron {
  const example = `write five fields, such as '0 */6 * * *', or @daily`
  if (typeof cron !== 'string' || !/^\s*(@\w+|\S+(\s+\S+){4,5})\s*$/.test(cron)) {
    throw new InvalidOptionsError(`A schedule cannot be '${String(cron)}': ${example}`)
  }
  try {
    const options = { timezone: timeZone, mode: '5-or-6-parts', fixedTimeRule: 'no-wildcard' } as const
    const pattern = new Cron(cron, options)
    if (pattern.previousRuns(1, new Date(Date.UTC(2100, 0))).length > 0) return pattern
  } catch (error) {
    const reason = (error as Error).message.replace(/^Cron\w+: /, '')
    throw new InvalidOptionsError(`A schedule cannot be '${cron}' (${reason}): ${example}`)
  }
  throw new InvalidOptionsError(`A schedule cannot be '${cron}', which is never due: ${example}`)
}

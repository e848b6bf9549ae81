import { createSchedule, type Schedule } from './schedule.ts'
import { offsetOf } from './zone-time.ts'

/** A change of the clocks of a time zone, and what it does to a schedule. */
export interface ClockChange {
  /** The instant at which clocks are moved. */
  readonly at: Date
  /** `gap`: clocks go forward, times are missing. `fold`: they go back, times are there twice. */
  readonly kind: 'gap' | 'fold'
  /** The times that are missing or doubled, as clocks show them: from, up to. `02:00`, `03:00`. */
  readonly from: string
  readonly to: string
  readonly day: string
  /**
   * `none`: nothing is due in these times. `moved`: due at the first instant after the gap. `left-out`: not due in the
   * gap. `once`: due at the first of two. `twice`: due at both.
   */
  readonly effect: 'none' | 'moved' | 'left-out' | 'once' | 'twice'
  /** One sentence for people. */
  readonly note: string
}

const day = 86_400_000

/**
 * The changes of the clocks after `after`, up to `until`, and what each does to the schedule.
 *
 * @example
 * const schedule = createSchedule({ cron: '30 2 * * *', timeZone: 'Europe/Berlin' })
 * for (const { note } of clockChanges(schedule, { after: now, until: inAYear })) console.log(note)
 * // On 2027-03-28 clocks skip 02:00 to 03:00: 1 due time is moved to 03:00
 */
export function clockChanges(
  schedule: Schedule,
  { after, until }: { readonly after: Date; readonly until: Date },
): ClockChange[] {
  const offset = offsetOf(schedule.timeZone)
  const changes: ClockChange[] = []
  for (let start = after.getTime(); start < until.getTime(); start += day) {
    const end = Math.min(start + day, until.getTime())
    const before = offset(new Date(start))
    const later = offset(new Date(end))
    if (before === later) continue
    let [low, high] = [start, end]
    while (high - low > 1000) {
      const middle = Math.floor((low + high) / 2)
      if (offset(new Date(middle)) === before) low = middle
      else high = middle
    }
    const at = new Date(Math.floor(high / 1000) * 1000)
    changes.push(later > before ? gapAt(schedule, at, before, later) : foldAt(schedule, at, before, later))
  }
  return changes
}

function gapAt(schedule: Schedule, at: Date, before: number, later: number): ClockChange {
  const [fromMs, toMs] = [at.getTime() + before, at.getTime() + later]
  // The same pattern on clocks that never change names the times that are missing.
  const named = createSchedule({ cron: schedule.cron })
  const missing = slotsFrom(named, fromMs, toMs).length
  const [from, to] = [timeOf(fromMs), timeOf(toMs)]
  const isDueAfter = schedule.isDue(at)
  const effect = missing === 0 ? 'none' : isDueAfter && !isWild(schedule.cron) ? 'moved' : 'left-out'
  const what = {
    none: 'nothing is due then',
    moved: `${times(missing)} moved to ${to}`,
    'left-out': `${times(missing)} left out`,
  }[effect]
  const note = `On ${dayOf(fromMs)} clocks skip ${from} to ${to}: ${what}`
  return { at, kind: 'gap', from, to, day: dayOf(fromMs), effect, note }
}

function foldAt(schedule: Schedule, at: Date, before: number, later: number): ClockChange {
  const lengthMs = before - later
  const fromMs = at.getTime() + later
  const first = slotsFrom(schedule, at.getTime() - lengthMs, at.getTime()).length
  const second = slotsFrom(schedule, at.getTime(), at.getTime() + lengthMs).length
  const [from, to] = [timeOf(fromMs), timeOf(fromMs + lengthMs)]
  const effect = first === 0 && second === 0 ? 'none' : second === 0 ? 'once' : 'twice'
  const what = {
    none: 'nothing is due then',
    once: `${times(first)} due once, at the first`,
    twice: `${times(first)} due twice`,
  }[effect]
  const note = `On ${dayOf(fromMs)} clocks show ${from} to ${to} twice: ${what}`
  return { at, kind: 'fold', from, to, day: dayOf(fromMs), effect, note }
}

const slotsFrom = (schedule: Schedule, fromMs: number, toMs: number): Date[] =>
  schedule.slotsBetween({ after: new Date(fromMs - 1), until: new Date(toMs - 1), limit: 10_000 })

/** Whether seconds, minutes or hours go on and on, rather than being named. */
const isWild = (cron: string): boolean => {
  const fields = cron.trim().split(/\s+/)
  return cron.trim() === '@hourly' || fields.slice(0, fields.length - 3).some((field) => /[*?/]/.test(field))
}

const times = (count: number): string => (count === 1 ? '1 due time is' : `${count} due times are`)
const timeOf = (ms: number): string => new Date(ms).toISOString().slice(11, 16)
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

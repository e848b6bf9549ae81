import type { Schedule } from '../schedule/schedule.ts'
import { offsetOf } from '../schedule/zone-time.ts'

const nicknames: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
}
const plain = /^[\d*,/-]+$/
const plainOrName =
  /^([\d*,/-]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|sun|mon|tue|wed|thu|fri|sat)+$/i
const hourMs = 3_600_000

/**
 * When `pg_cron` is to call, in the five fields of UTC that it knows. What cannot be said in them is called for more
 * often than it is due: a call between two slots finds that the last one is done.
 */
export function toDatabaseSchedule({ cron, timeZone }: Schedule): string {
  const fields = (nicknames[cron.trim().toLowerCase()] ?? cron.trim()).split(/\s+/)
  const [minute = '*', ...others] = fields
  const isPlain =
    fields.length === 5 &&
    plain.test(minute) &&
    others.every((field, index) => (index < 2 ? plain : plainOrName).test(field))
  if (!isPlain) return '* * * * *'
  if (offsetsOf(timeZone).every((offset) => offset === 0)) return fields.join(' ')
  const isWholeHours = offsetsOf(timeZone).every((offset) => offset % hourMs === 0)
  return isWholeHours ? `${minute} * * * *` : '* * * * *'
}

/** In winter and in summer, in years apart. */
function offsetsOf(timeZone: string): number[] {
  const at = offsetOf(timeZone)
  return [2026, 2030].flatMap((year) => [0, 6].map((month) => at(new Date(Date.UTC(year, month)))))
}

/** The distance between slots that are evenly apart, and the first since 1970; null when they are not. */
export function evenGapOf(schedule: Schedule): { readonly gapMs: number; readonly origin: Date } | null {
  const range = { after: new Date(Date.UTC(2024, 0)), until: new Date(Date.UTC(2034, 0)) }
  const slots = schedule.slotsBetween({ ...range, limit: 3_700 })
  const [first, second] = slots
  // Fewer say nothing: those of leap years are four years apart, until they are not.
  if (!first || !second || slots.length < 100) return null
  const gapMs = second.getTime() - first.getTime()
  const isEven = slots.every((slot, index) => slot.getTime() - first.getTime() === index * gapMs)
  return isEven ? { gapMs, origin: new Date(first.getTime() % gapMs) } : null
}

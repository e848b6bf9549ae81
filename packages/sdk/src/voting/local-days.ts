import { LRUCache } from 'lru-cache'
import { InvalidInputError } from '../core/errors.ts'
import { isTimeZone, localDayOf } from '../domain/local-day.ts'

/** One calendar day of a time zone. */
export interface Day {
  /** `YYYY-MM-DD` */
  readonly day: string
  /** When the next one begins. */
  readonly endsAt: Date
}

/** Longer than any day, one with an hour set back included. */
const longestDayMs = 49 * 3_600_000

/**
 * The instant at which the next calendar day begins in a time zone. Where the clocks change at midnight that need
 * not be at 00:00.
 *
 * @throws InvalidInputError when there is no such time zone.
 *
 * @example
 * nextDayAt(new Date('2026-10-25T12:00:00Z'), 'Europe/Berlin') // 2026-10-25T23:00:00Z, after a day of 25 hours
 */
export function nextDayAt(at: Date, timeZone: string): Date {
  checkTimeZone(timeZone)
  const day = localDayOf(at, timeZone)
  let within = at.getTime()
  let after = within + longestDayMs
  while (after - within > 1) {
    const middle = Math.floor((within + after) / 2)
    if (localDayOf(new Date(middle), timeZone) === day) within = middle
    else after = middle
  }
  return new Date(after)
}

/** Asking means making a formatter, which takes longer than casting a ballot. */
const knownTimeZones = new LRUCache<string, true>({ max: 1000 })

/** Refuses what no time zone is called. */
export function checkTimeZone(timeZone: unknown): void {
  if (typeof timeZone === 'string' && knownTimeZones.has(timeZone)) return
  if (!isTimeZone(timeZone)) {
    throw new InvalidInputError(
      `timeZone must be an IANA name such as 'Europe/Berlin', not ${String(timeZone)}`,
    )
  }
  knownTimeZones.set(timeZone, true)
}

/** The day that an instant is in. Each day of a time zone is looked up once. */
export function createLocalDays(): (at: Date, timeZone: string) => Day {
  const days = new LRUCache<string, Day & { readonly fromMs: number }>({ max: 1000 })
  return (at, timeZone) => {
    const known = days.get(timeZone)
    if (known && at.getTime() >= known.fromMs && at < known.endsAt) return known
    const endsAt = nextDayAt(at, timeZone)
    const found = { day: localDayOf(at, timeZone), endsAt, fromMs: at.getTime() }
    days.set(timeZone, found)
    return found
  }
}

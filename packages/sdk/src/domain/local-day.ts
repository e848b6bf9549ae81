import { z } from 'zod'

/** A calendar day `YYYY-MM-DD` in the time zone of the place it speaks of; it never shifts with the reader's zone. */
export const LocalDay = z.iso.date()
export type LocalDay = z.infer<typeof LocalDay>

/** A wall-clock time `HH:MM` or `HH:MM:SS` at that place. */
export const LocalTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/)
export type LocalTime = z.infer<typeof LocalTime>

/**
 * The calendar day that an instant falls on in a time zone.
 *
 * @example
 * localDayOf(new Date('2026-11-21T23:30:00Z'), 'Europe/Berlin') // '2026-11-22'
 */
export function localDayOf(at: Date, timeZone = 'UTC'): LocalDay {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(at)
}

/**
 * True for what is called a time zone: an IANA name that this platform knows.
 *
 * @example
 * isTimeZone('Europe/Berlin') // true
 */
export function isTimeZone(name: unknown): name is string {
  if (typeof name !== 'string' || name === '') return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

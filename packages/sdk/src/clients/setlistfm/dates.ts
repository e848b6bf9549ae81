import { InvalidInputError } from '../../core/errors.ts'
import { LocalDay } from '../../domain/local-day.ts'

/** A day as setlist.fm writes it: `dd-MM-yyyy`. */
export function toWireDay(day: LocalDay, name: string): string {
  if (!LocalDay.safeParse(day).success) {
    throw new InvalidInputError(`${name}: write a day as YYYY-MM-DD, got ${JSON.stringify(day)}`)
  }
  return day.split('-').reverse().join('-')
}

/** Null for what is no day. */
export function fromWireDay(text: string | null | undefined): LocalDay | null {
  const parsed = LocalDay.safeParse(text?.split('-').reverse().join('-'))
  return parsed.success ? parsed.data : null
}

/** An instant as the feed takes it: `yyyyMMddHHmmss`, UTC. */
export function toWireSecond(at: Date, name: string): string {
  const year = at.getUTCFullYear()
  if (!(year >= 0 && year <= 9999)) throw new InvalidInputError(`${name}: not a date of the years 0 to 9999`)
  return at.toISOString().slice(0, 19).replace(/\D/g, '')
}

/** Of `2024-10-28T17:41:06.417+0000`; null for anything else. */
export function fromWireInstant(text: string | null | undefined): Date | null {
  const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?)(?:Z|([+-]\d\d):?(\d\d))$/.exec(text ?? '')
  if (!parts) return null
  const at = new Date(`${parts[1]}${parts[2] ? `${parts[2]}:${parts[3]}` : 'Z'}`)
  return Number.isNaN(at.getTime()) ? null : at
}

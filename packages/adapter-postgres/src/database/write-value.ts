import { earliestInstant, InvalidInputError } from '@setvote/sdk/storage'
import { rememberLast } from './remember-last.ts'

/** An instant as PostgreSQL reads it, any year included. */
export const writeInstant = (at: Date): string => textOf(at.getTime())

const textOf = rememberLast((ms: number) => formatInstant(new Date(ms)))

function formatInstant(at: Date): string {
  const iso = at.toISOString()
  const year = at.getUTCFullYear()
  if (year >= 1 && year <= 9999) return iso
  if (at < earliestInstant) throw new InvalidInputError(`${iso} is before 4713 BC, too early to be stored`)
  const rest = iso.slice(iso.indexOf('-', 1))
  return year > 9999 ? `${year}${rest}` : `${String(1 - year).padStart(4, '0')}${rest} BC`
}

export const writeInstantOrNull = (at: Date | null | undefined): string | null =>
  at ? writeInstant(at) : null

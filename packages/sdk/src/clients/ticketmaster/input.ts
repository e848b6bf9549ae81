import { InvalidInputError } from '../../core/errors.ts'

/**
 * An id of the Discovery API, as it is. A URL of a ticket page is refused by name: the id inside it is another
 * one, and cannot be converted.
 */
export function checkId(value: string, name: string): string {
  if (/^[A-Za-z0-9_-]{1,100}$/.test(value)) return value
  const hint = /^https?:|\/|\./i.test(value)
    ? 'This looks like a URL; the id in a Ticketmaster URL is not an id of the Discovery API. Search for the name instead.'
    : 'Discovery ids consist of letters, digits, - and _.'
  throw new InvalidInputError(`${name}: ${JSON.stringify(value.slice(0, 80))} is not an id. ${hint}`)
}

export type OneOrMany<Value> = Value | readonly Value[]

export function checkIds(value: OneOrMany<string> | undefined, name: string): string[] | undefined {
  if (value === undefined) return undefined
  const ids = typeof value === 'string' ? [value] : value
  if (ids.length === 0) throw new InvalidInputError(`${name}: an empty list would search for everything`)
  return ids.map((id) => checkId(id, name))
}

/** An instant as the service takes it: to the second, UTC. Milliseconds or an offset are answered with 400. */
export function toSeconds(at: Date | undefined, name: string): string | undefined {
  if (at === undefined) return undefined
  const year = at.getUTCFullYear()
  if (!(year >= 0 && year <= 9999)) throw new InvalidInputError(`${name}: not a date of the years 0 to 9999`)
  return `${at.toISOString().slice(0, 19)}Z`
}

export function checkSize(size: number, name = 'size'): number {
  if (Number.isInteger(size) && size >= 1 && size <= 200) return size
  throw new InvalidInputError(`${name}: must be a whole number from 1 to 200, got ${size}`)
}

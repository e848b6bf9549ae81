import { InvalidInputError } from '../core/errors.ts'

const longestId = 200

/** Refuses an id that nothing can have, before it spoils a batch that others share. */
export function checkId(name: string, id: unknown): void {
  if (typeof id !== 'string' || id === '' || id.length > longestId) {
    throw new InvalidInputError(`${name} must be a text of 1 to ${longestId} characters`)
  }
  if (id.includes('\0') || !id.isWellFormed()) {
    throw new InvalidInputError(`${name} must not have a NUL character or half a surrogate pair in it`)
  }
}

export function checkIds(ids: Readonly<Record<string, unknown>>): void {
  for (const name in ids) checkId(name, ids[name])
}

export function checkInstant(name: string, at: unknown): void {
  if (!(at instanceof Date) || Number.isNaN(at.getTime())) {
    throw new InvalidInputError(`${name} must be a valid Date`)
  }
}

export function checkLimit(name: string, limit: number): void {
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) {
    throw new InvalidInputError(`${name} must be a whole number from 1 to 1000, not ${limit}`)
  }
}

/** Refuses what is no list, and lists longer than `most`. */
export function checkMany(name: string, items: unknown, most: number): void {
  if (!Array.isArray(items)) throw new InvalidInputError(`${name} must be a list`)
  if (items.length > most) {
    throw new InvalidInputError(`${name}: at most ${most} in one call, not ${items.length}`)
  }
}

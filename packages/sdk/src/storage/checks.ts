import { InvalidInputError } from '../core/errors.ts'

/** A schema of the contract, as far as an adapter needs to know it. */
export interface Schema {
  safeParse(value: unknown): {
    readonly data?: unknown
    readonly error?: { readonly issues: readonly Issue[] } | undefined
  }
}

interface Issue {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

/** What the schema makes of a value; refuses what it refuses. `name` says in the message what it was. */
export function checkSchema(schema: Schema, value: unknown, name: string): unknown {
  const { data, error } = schema.safeParse(value)
  const issue = error?.issues[0]
  if (issue) throw new InvalidInputError(`${[name, ...issue.path.map(String)].join('.')}: ${issue.message}`)
  return data
}

/** Refuses a page size or a number of answers that is no whole number from 1 to `max`. */
export function checkLimit(limit: number, max = 1000): number {
  if (!Number.isInteger(limit) || limit < 1 || limit > max) {
    throw new InvalidInputError(`limit must be a whole number from 1 to ${max}, not ${limit}`)
  }
  return limit
}

/** Refuses what is no whole number from `min` on. */
export function checkWhole(name: string, value: number, min = 0): void {
  if (!Number.isInteger(value) || value < min) {
    throw new InvalidInputError(`${name} must be a whole number of at least ${min}, not ${value}`)
  }
}

/** Refuses what is no finite number above 0. */
export function checkPositive(name: string, value: number): void {
  if (!Number.isFinite(value) || value <= 0) {
    throw new InvalidInputError(`${name} must be a positive number, not ${value}`)
  }
}

/** Refuses invalid dates; what is absent passes. */
export function checkInstants(instants: Readonly<Record<string, Date | null | undefined>>): void {
  for (const [name, at] of Object.entries(instants)) {
    if (at && Number.isNaN(at.getTime())) throw new InvalidInputError(`${name} is not a valid date`)
  }
}

/** Refuses ids that cannot be stored: names of up to 200 characters. */
export const checkIds = (ids: Readonly<Record<string, string>>): void => checkNames(ids, 200)

/** Refuses names that cannot be stored: empty, too long, or with characters that not every database keeps. */
export function checkNames(names: Readonly<Record<string, string>>, longest = 1000): void {
  for (const [name, text] of Object.entries(names)) {
    if (typeof text !== 'string' || text === '' || text.length > longest) {
      throw new InvalidInputError(`${name} must be a text of 1 to ${longest} characters`)
    }
    checkText(text)
  }
}

/** Refuses NUL characters and halves of surrogate pairs: not every database has a place for them. */
export function checkText(text: string): void {
  if (!isKeepable(text)) {
    throw new InvalidInputError('Text with a NUL character or half a surrogate pair cannot be stored')
  }
}

/** Whether there can be such text in a storage. What cannot be is not looked for. */
export const isKeepable = (text: string): boolean => !text.includes('\0') && text.isWellFormed()

/** `checkText` for every text in a value, keys included. */
export function checkTexts<Value>(value: Value): Value {
  if (typeof value === 'string') checkText(value)
  else if (Array.isArray(value)) for (const item of value) checkTexts(item)
  else if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
    for (const [key, part] of Object.entries(value)) {
      checkText(key)
      checkTexts(part)
    }
  }
  return value
}

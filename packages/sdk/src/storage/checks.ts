import { InvalidInputError } from '../core/errors.ts'
import type { ExternalId } from '../domain/external-id.ts'
import { earliestInstant } from '../domain/instant.ts'
import type { QuotaMove, QuotaWindow } from './quota-store.ts'

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

/** Refuses what is no valid date, and what is before 4713 BC; what is absent passes. */
export function checkInstants(instants: Readonly<Record<string, Date | null | undefined>>): void {
  for (const [name, at] of Object.entries(instants)) {
    if (at == null) continue
    if (!(at instanceof Date) || Number.isNaN(at.getTime())) {
      throw new InvalidInputError(`${name} is not a valid date`)
    }
    if (at < earliestInstant) throw new InvalidInputError(`${name} is before 4713 BC, too early to be stored`)
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

/** Refuses what is no text. Such as nothing can be called is looked for all the same, and not found. */
export function checkIsText(name: string, value: unknown): void {
  if (typeof value !== 'string') throw new InvalidInputError(`${name} must be a text`)
}

/** Refuses what is neither an id nor a service's. */
export function checkReference(reference: unknown): void {
  if (typeof reference === 'string') return
  const { service, id } = (reference ?? {}) as Partial<ExternalId>
  if (typeof service !== 'string' || typeof id !== 'string') {
    throw new InvalidInputError("write an id, or a service's: { service: 'spotify', id: '…' }")
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

/** Refuses what JSON cannot say, and text in it that cannot be stored. `name` says in the message what it was. */
export function checkJson(name: string, value: unknown): void {
  if (typeof value === 'string') checkText(value)
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return
  if (typeof value === 'number' && Number.isFinite(value)) return
  if (!Array.isArray(value) && !isPlain(value)) {
    throw new InvalidInputError(`${name} must be JSON: text, number, boolean, null, list or object of these`)
  }
  for (const [key, part] of Object.entries(value)) {
    checkText(key)
    checkJson(name, part)
  }
}

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

/** Refuses to move a call of a budget to where it cannot have been. */
export function checkQuotaMove({ key, window, from, to }: QuotaMove): void {
  checkNames({ key })
  checkQuotaWindows([window])
  checkInstants({ from, to })
  if (window.kind !== 'sliding' || to < from) {
    throw new InvalidInputError('Calls are moved in sliding windows only, and only to a later instant')
  }
}

/** Refuses windows of budgets that cannot be meant. */
export function checkQuotaWindows(windows: readonly QuotaWindow[]): void {
  for (const { name, limit, periodMs, kind } of windows) {
    checkNames({ 'window.name': name })
    checkWhole('window.limit', limit)
    checkPositive('window.periodMs', periodMs)
    if (kind !== undefined && kind !== 'fixed' && kind !== 'sliding') {
      throw new InvalidInputError(`window.kind must be 'fixed' or 'sliding', not ${String(kind)}`)
    }
  }
  if (new Set(windows.map(({ name }) => name)).size < windows.length) {
    throw new InvalidInputError('Two windows of one name cannot be spent from at once')
  }
}

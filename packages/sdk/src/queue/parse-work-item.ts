import { seconds } from '../core/duration.ts'
import { InvalidInputError } from '../core/errors.ts'
import type { WorkItem } from './work-queue.ts'

export type FullWorkItem = { readonly [Field in keyof WorkItem]-?: Exclude<WorkItem[Field], undefined> }

/** A day for the longest pause between two attempts: doubling has to end somewhere. */
export const longestBackoffMs = 86_400_000

/**
 * An item with its defaults. For those who write a queue of their own.
 *
 * @throws InvalidInputError which says what may be written.
 *
 * @example
 * parseWorkItem({ name: 'mail', key: 'fan_1', payload: {} }).attempts // 1
 */
export function parseWorkItem(item: WorkItem): FullWorkItem {
  const { name, key, payload, priority = 0, attempts = 1, backoffMs = seconds(1), delayMs = 0 } = item
  if (!isName(name)) throw wrong('name', "1 to 100 letters, digits, '.', '_' or '-': 'import-artist'")
  if (typeof key !== 'string' || key === '' || key.length > 500) throw wrong('key', '1 to 500 characters')
  if (!Number.isInteger(priority) || Math.abs(priority) > 1000) {
    throw wrong('priority', 'a whole number from -1000 to 1000')
  }
  if (!Number.isInteger(attempts) || attempts < 1) throw wrong('attempts', 'a whole number of at least 1')
  if (!(backoffMs >= 0 && backoffMs <= longestBackoffMs)) {
    throw wrong('backoffMs', `milliseconds from 0 to ${longestBackoffMs}`)
  }
  if (!(delayMs >= 0 && Number.isFinite(delayMs))) throw wrong('delayMs', 'milliseconds, 0 or more')
  return { name, key, payload, priority, attempts, backoffMs, delayMs }
}

const isName = (name: unknown) => typeof name === 'string' && /^[\w.-]{1,100}$/.test(name)

const wrong = (field: keyof WorkItem, allowed: string) =>
  new InvalidInputError(`\`${field}\` of a work item must be ${allowed}`)

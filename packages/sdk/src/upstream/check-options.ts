import { InvalidOptionsError } from '../core/errors.ts'
import type { ClientOptions } from './upstream.ts'

/** Refuses options that cannot be meant, and shows what to write instead. */
export function checkOptions(options: ClientOptions): void {
  const { timeoutMs, waitBudgetMs, retries, limits, lane, baseUrl } = options
  if (baseUrl !== undefined && !/^https?:\/\/[^/\s]/i.test(baseUrl)) {
    refuse('baseUrl', 'an http(s) address', `baseUrl: 'http://127.0.0.1:8080'`)
  }
  if (!isAbove(timeoutMs, 0)) refuse('timeoutMs', 'milliseconds above 0', 'timeoutMs: 10_000')
  if (!isAtLeast(waitBudgetMs, 0))
    refuse('waitBudgetMs', 'milliseconds, 0 for no waiting', 'waitBudgetMs: 30_000')
  if (retries !== undefined && !(Number.isSafeInteger(retries) && retries >= 0)) {
    refuse('retries', 'a whole number, 0 for none', 'retries: 3')
  }
  if (lane !== undefined && lane !== 'interactive' && lane !== 'background') {
    refuse('lane', `'interactive' or 'background'`, `lane: 'background'`)
  }
  if (!isAbove(limits?.perSecond ?? undefined, 0)) {
    refuse(
      'limits.perSecond',
      'above 0 (0.5 is one in two seconds), or null for no pace',
      'limits: { perSecond: 5 }',
    )
  }
  if (!isAtLeast(limits?.perDay ?? undefined, 0)) {
    refuse('limits.perDay', 'a number of calls, or null for no limit', 'limits: { perDay: 5000 }')
  }
  if (!isAtLeast(limits?.concurrent, 1)) {
    refuse('limits.concurrent', 'at least 1', 'limits: { concurrent: 10 }')
  }
}

function refuse(option: string, meaning: string, example: string): never {
  throw new InvalidOptionsError(`${option} must be ${meaning}: { ${example} }`)
}

const isAbove = (value: number | undefined, limit: number): boolean =>
  value === undefined || (Number.isFinite(value) && value > limit)

const isAtLeast = (value: number | undefined, limit: number): boolean =>
  value === undefined || (Number.isFinite(value) && value >= limit)

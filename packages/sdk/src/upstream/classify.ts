import { days, seconds } from '../core/duration.ts'
import type { AnswerFacts, Verdict } from './definition.ts'

/** Nobody means a longer pause than this; a number that says so is a mistake or an attack. */
const longestPauseMs = days(366)

/**
 * How long a `Retry-After` asks to wait, in milliseconds: it may hold seconds or an HTTP date.
 * Null when it is absent or says nothing sensible.
 *
 * @example
 * retryAfterMs(new Headers({ 'retry-after': '120' }), new Date()) // 120_000
 */
export function retryAfterMs(headers: Headers, at: Date): number | null {
  const value = headers.get('retry-after')?.trim()
  if (!value) return null
  if (/^\d+(\.\d+)?$/.test(value)) return Math.min(Math.ceil(seconds(Number(value))), longestPauseMs)
  if (!/[a-z]/i.test(value)) return null
  const until = Date.parse(value)
  return Number.isNaN(until) ? null : Math.min(Math.max(0, until - at.getTime()), longestPauseMs)
}

/**
 * What an HTTP status means when a service has no habits of its own. Services extend it.
 *
 * @example
 * const classify = (facts: AnswerFacts): Verdict =>
 *   facts.status === 403 && isTierRefusal(facts.body) ? { kind: 'unavailable' } : classifyByStatus(facts)
 */
export function classifyByStatus({ status, headers, at }: AnswerFacts): Verdict {
  if (status >= 200 && status < 300) return { kind: 'ok' }
  if (status >= 300 && status < 400) {
    return { kind: 'rejected', message: 'a redirection, which is not followed: is `baseUrl` right?' }
  }
  if (status === 401) return { kind: 'unauthenticated' }
  if (status === 404) return { kind: 'not-found' }
  if (status === 429) return { kind: 'rate-limited', retryAfterMs: retryAfterMs(headers, at) }
  if (status === 503) {
    const pauseMs = retryAfterMs(headers, at)
    return pauseMs === null ? { kind: 'failed' } : { kind: 'rate-limited', retryAfterMs: pauseMs }
  }
  if (status >= 500 || status === 408) return { kind: 'failed' }
  return { kind: 'rejected' }
}

import { systemClock } from '../core/clock.ts'
import { minutes, seconds } from '../core/duration.ts'
import type { Breaker, BreakerState } from './breaker.ts'
import type { BreakerReport, BreakerStore } from './breaker-store.ts'
import { type BreakerOptions, createBreaker } from './create-breaker.ts'

export interface SharedBreakerOptions extends BreakerOptions {
  /** Which circuit of the store this is. */
  readonly name: string
  readonly store: BreakerStore
}

/** Longer than a request may take; a probe whose process has died is made by another one then. */
const probeLeaseMs = minutes(1)
const probeHintMs = seconds(1)
const longestOpenMs = minutes(2)

/**
 * A breaker that all processes share. While its store fails, it is one of this process.
 *
 * @example
 * const breaker = createSharedBreaker({ name: 'ticketmaster', store: redisBreakerStore(redis) })
 */
export function createSharedBreaker(options: SharedBreakerOptions): Breaker {
  const { name, store, failures = 5, openMs = seconds(10), clock = systemClock } = options
  const own = createBreaker(options)
  /** A store that is full can be read, and counts nothing. */
  let aloneUntil = Number.NEGATIVE_INFINITY
  /** What was seen last; null while the store fails. */
  let seen: BreakerState | null = { status: 'closed' }

  async function report(outcome: BreakerReport['outcome'], token: string | null): Promise<void> {
    const rule = { failures, openMs, longestOpenMs }
    try {
      await store.report({ name, at: clock.now(), outcome, token, ...rule })
    } catch {
      // The lease of a probe ends by itself; a lost failure is followed by another one.
      aloneUntil = clock.now().getTime() + openMs
    }
  }

  return {
    async run(work, isFailure) {
      const at = clock.now()
      const isAlone = at.getTime() < aloneUntil
      const entry = isAlone ? null : await store.enter({ name, at, leaseMs: probeLeaseMs }).catch(() => null)
      if (!entry) {
        seen = null
        return own.run(work, isFailure)
      }
      if (entry.status === 'open') {
        seen = entry
        return entry
      }
      seen = { status: entry.status === 'closed' ? 'closed' : 'half-open' }
      if (entry.status === 'probing') {
        return { status: 'open', retryAt: new Date(at.getTime() + probeHintMs) }
      }
      const token = entry.status === 'probe' ? entry.token : null
      try {
        const result = await work()
        const failed = isFailure(result)
        const isNews = failed || token !== null || (entry.status === 'closed' && entry.failures > 0)
        if (isNews) await report(failed ? 'bad' : 'good', token)
        if (token !== null && !failed) seen = { status: 'closed' }
        return { status: 'done', result }
      } catch (error) {
        if (token !== null) await report('inconclusive', token)
        throw error
      }
    },
    state() {
      if (!seen) return own.state()
      return seen.status === 'open' && clock.now() >= seen.retryAt ? { status: 'half-open' } : seen
    },
  }
}

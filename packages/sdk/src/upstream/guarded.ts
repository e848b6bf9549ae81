import type { Breaker } from './breaker.ts'
import type { Attempt, Outcome } from './exchange.ts'
import { circuitOpen } from './failures.ts'

/** Asks the breaker before every attempt. Only what is the service's fault counts against it. */
export function guarded(next: Attempt, breaker: Breaker): Attempt {
  return async (exchange) => {
    const run = await breaker.run(() => next(exchange), isFailure)
    if (run.status === 'open') throw circuitOpen(exchange, run.retryAt, null)
    return run.result
  }
}

function isFailure({ verdict }: Outcome): boolean {
  return verdict.kind === 'failed' || verdict.kind === 'timed-out'
}

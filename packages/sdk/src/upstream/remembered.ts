import type { Attempt, Outcome } from './exchange.ts'

/**
 * Remembers endpoints that this app may not use: a second call of one comes to the same outcome without a request.
 */
export function remembered(next: Attempt): Attempt {
  const unavailable = new Map<string, Outcome>()
  return async (exchange) => {
    const known = unavailable.get(exchange.endpoint)
    if (known) return known
    const outcome = await next(exchange)
    if (outcome.verdict.kind === 'unavailable') unavailable.set(exchange.endpoint, outcome)
    return outcome
  }
}

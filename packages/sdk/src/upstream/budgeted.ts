import type { Clock } from '../core/clock.ts'
import { hours } from '../core/duration.ts'
import type { Logger } from '../core/logger.ts'
import type { Random } from '../core/random.ts'
import type { Budget } from './budget.ts'
import type { Attempt, Exchange, Outcome } from './exchange.ts'
import { overLimit } from './failures.ts'
import type { Waiting } from './waiting.ts'

export interface BudgetedParts {
  readonly budget: Budget
  readonly waiting: Waiting
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
}

/** When a service says "too fast" and not for how long: doubled with every repetition. */
const spikePauseMs = 500
/** When a service says "not today" and not until when. */
const dayPauseMs = hours(1)

/**
 * Asks the day's budget and the service's cooldown before every attempt, and records what the answer says about
 * them: a 429 is a fact about the service, so it stops everybody, other processes included.
 */
export function budgeted(next: Attempt, { budget, waiting, clock, random, logger }: BudgetedParts): Attempt {
  async function spend(exchange: Exchange): Promise<void> {
    for (;;) {
      const refusal = await budget.spend(exchange.lane, clock.now())
      if (!refusal) return
      const tooLong = () => overLimit(exchange, refusal.scope, refusal.retryAt)
      if (refusal.scope === 'day') throw tooLong()
      const waitingFor = 'the end of a pause that the service asked for'
      await waiting.until(exchange, refusal.retryAt, { waitingFor, tooLong })
    }
  }

  function pauseFor(
    exchange: Exchange,
    outcome: Outcome,
  ): { readonly until: Date; readonly scope: 'day' | 'cooldown' } | null {
    const { verdict } = outcome
    const now = clock.now().getTime()
    if (verdict.kind === 'day-exhausted') {
      return { until: verdict.retryAt ?? new Date(now + dayPauseMs), scope: 'day' }
    }
    if (verdict.kind !== 'rate-limited') return null
    const pauseMs = verdict.retryAfterMs || spikePauseMs * 2 ** exchange.slowDowns * (0.75 + random() / 2)
    exchange.slowDowns++
    return { until: new Date(now + Math.ceil(pauseMs)), scope: 'cooldown' }
  }

  return async (exchange) => {
    await spend(exchange)
    const outcome = await next(exchange)
    if (outcome.answer) budget.declare(outcome.answer.headers)
    const pause = pauseFor(exchange, outcome)
    if (!pause) return outcome
    const retryAt = await budget.cool(pause.until, pause.scope)
    logger.warn('upstream asks for a pause', {
      service: exchange.service,
      endpoint: exchange.endpoint,
      scope: pause.scope,
      retryAt,
    })
    return { ...outcome, retryAt }
  }
}

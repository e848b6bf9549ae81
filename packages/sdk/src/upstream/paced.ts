import type { Clock } from '../core/clock.ts'
import type { Attempt } from './exchange.ts'
import { aborted, overLimit, tooLate } from './failures.ts'
import type { Limiter } from './limiter.ts'

/** Takes a slot for every attempt, on the account of the call's waiting budget and deadline. */
export function paced(next: Attempt, limiter: Limiter, clock: Clock): Attempt {
  return async (exchange) => {
    const askedAt = clock.now().getTime()
    const deadlineAt = new Date(Math.min(exchange.deadlineAt, askedAt + exchange.waitLeftMs))
    const slot = await limiter
      .acquire({ lane: exchange.lane, signal: exchange.signal, deadlineAt })
      .catch((error: unknown) => {
        throw exchange.signal.aborted ? aborted(exchange) : error
      })
    exchange.waitLeftMs -= clock.now().getTime() - askedAt
    if (slot.status === 'refused') {
      if (slot.retryAt.getTime() > exchange.deadlineAt) throw tooLate(exchange, 'a free slot', slot.retryAt)
      throw overLimit(exchange, slot.scope, slot.retryAt)
    }
    try {
      return await next(exchange)
    } finally {
      slot.release()
    }
  }
}

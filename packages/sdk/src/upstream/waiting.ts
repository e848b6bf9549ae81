import type { Clock } from '../core/clock.ts'
import type { UpstreamError } from './errors.ts'
import type { Exchange } from './exchange.ts'
import { aborted, tooLate } from './failures.ts'

/** Waits on a call's account: its deadline and its waiting budget bound every wait, its signal ends it. */
export interface Waiting {
  /**
   * Waits until `at`. Throws at once when that is after the call's deadline, or `tooLong()` when it is longer than
   * what is left of the call's waiting budget.
   */
  until(exchange: Exchange, at: Date, terms: WaitingTerms): Promise<void>
}

export interface WaitingTerms {
  /** For the message when the deadline comes first. */
  readonly waitingFor: string
  readonly tooLong: () => UpstreamError
  /** Why there is something to wait for. */
  readonly cause?: UpstreamError
}

export function createWaiting(clock: Clock): Waiting {
  return {
    async until(exchange, at, { waitingFor, tooLong, cause }) {
      const startedAt = clock.now().getTime()
      const ms = at.getTime() - startedAt
      if (ms <= 0) return
      if (at.getTime() > exchange.deadlineAt) throw tooLate(exchange, waitingFor, at, cause)
      if (ms > exchange.waitLeftMs) throw tooLong()
      try {
        await clock.sleep(ms, exchange.signal)
      } catch (error) {
        throw exchange.signal.aborted ? aborted(exchange) : error
      } finally {
        exchange.waitLeftMs -= clock.now().getTime() - startedAt
      }
    },
  }
}

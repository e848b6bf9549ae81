import pRetry from 'p-retry'
import type { Clock } from '../core/clock.ts'
import { seconds } from '../core/duration.ts'
import type { Logger } from '../core/logger.ts'
import type { Random } from '../core/random.ts'
import type { UpstreamError } from './errors.ts'
import { CircuitOpenError } from './errors.ts'
import type { Answer, Attempt, Exchange, Outcome, Send } from './exchange.ts'
import { circuitOpen, failureOf, overLimit } from './failures.ts'
import type { UpstreamHooks } from './hooks.ts'
import type { Meter } from './metrics.ts'
import { notify } from './notify.ts'
import type { Waiting } from './waiting.ts'

export interface RetriedParts {
  readonly retries: number
  readonly explain: (outcome: Outcome) => string | null
  readonly waiting: Waiting
  readonly clock: Clock
  readonly random: Random
  readonly meter: Meter
  readonly hooks: UpstreamHooks
  readonly logger: Logger
}

const firstBackoffMs = 300
const longestBackoffMs = seconds(10)

/**
 * Repeats what may be repeated: failures of the service, timeouts, and being told to slow down, for requests that
 * read. p-retry keeps the count; the pauses are ours, because they go by our clock and on the call's account.
 */
export function retried(next: Attempt, parts: RetriedParts): Send {
  const { retries, explain, waiting, clock, random, meter, hooks, logger } = parts

  /** A refused credential is taken back and the request sent once more, whatever the retries are. */
  async function withRenewal(exchange: Exchange): Promise<Outcome> {
    const outcome = await next(exchange)
    if (outcome.verdict.kind !== 'unauthenticated' || !outcome.authorization) return outcome
    outcome.authorization.invalidate()
    return next(exchange)
  }

  async function pause(
    exchange: Exchange,
    outcome: Outcome,
    error: UpstreamError,
    attempt: number,
  ): Promise<void> {
    const now = clock.now().getTime()
    const at =
      outcome.retryAt ??
      new Date(now + Math.round(random() * Math.min(longestBackoffMs, firstBackoffMs * 2 ** (attempt - 1))))
    meter.retried()
    const facts = { service: exchange.service, endpoint: exchange.endpoint, attempt: exchange.attempts }
    const delayMs = Math.max(0, at.getTime() - now)
    notify(hooks.onRetry, { ...facts, delayMs, error }, logger)
    logger.info('upstream call is repeated', { ...facts, delayMs, code: error.code })
    const tooLong = () =>
      outcome.retryAt ? overLimit(exchange, 'cooldown', outcome.retryAt, outcome) : error
    await waiting.until(exchange, at, { waitingFor: 'the next attempt', tooLong, cause: error })
  }

  return async (exchange): Promise<Answer> => {
    const last: { outcome: Outcome | null; failure: UpstreamError | null } = { outcome: null, failure: null }
    const attempt = async (): Promise<Answer> => {
      last.outcome = null
      const outcome = await withRenewal(exchange)
      if (outcome.verdict.kind === 'ok' && outcome.answer) return outcome.answer
      last.outcome = outcome
      last.failure = failureOf(exchange, outcome, explain(outcome))
      throw last.failure
    }
    try {
      return await pRetry(attempt, {
        retries: exchange.repeatable ? retries : 0,
        minTimeout: 0,
        shouldRetry: async ({ attemptNumber }) => {
          if (!last.outcome || !last.failure || !isRepeatable(last.outcome)) return false
          await pause(exchange, last.outcome, last.failure, attemptNumber)
          return true
        },
      })
    } catch (error) {
      // Opened by others, or by this call's own failures: those say more than "open" does.
      if (error instanceof CircuitOpenError && last.failure)
        throw circuitOpen(exchange, error.retryAt, last.failure)
      throw error
    }
  }
}

function isRepeatable({ verdict }: Outcome): boolean {
  return verdict.kind === 'failed' || verdict.kind === 'timed-out' || verdict.kind === 'rate-limited'
}

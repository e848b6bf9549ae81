import { CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhenResult, type IBackoff } from 'cockatiel'
import { type Clock, systemClock } from '../core/clock.ts'
import { minutes, seconds } from '../core/duration.ts'
import type { Breaker } from './breaker.ts'

export interface BreakerOptions {
  /** Failures in a row that open it. @default 5 */
  readonly failures?: number
  /** How long it stays open the first time; doubles while probes fail, up to two minutes. @default 10_000 */
  readonly openMs?: number
  readonly clock?: Clock
}

type Run =
  | { readonly kind: 'answered'; readonly result: unknown; readonly failed: boolean }
  /** A probe that threw: it opens the circuit again, for no time at all. */
  | { readonly kind: 'inconclusive'; readonly error: unknown }

const longestOpenMs = minutes(2)
/** Who asks while a probe is on its way may ask again soon. */
const probeHintMs = seconds(1)

/**
 * A breaker in this process, by cockatiel. cockatiel reads the machine's clock, so when a probe is due is told to
 * it through the length of its backoff: none when our clock says it is time, endless before.
 *
 * @example
 * const breaker = createBreaker({ failures: 5, openMs: 10_000 })
 */
export function createBreaker({
  failures = 5,
  openMs = seconds(10),
  clock = systemClock,
}: BreakerOptions = {}): Breaker {
  let probeAt = 0
  let nextOpenMs = openMs
  const nowMs = () => clock.now().getTime()

  const backoff: IBackoff<{ readonly result: object }> = {
    get duration() {
      return nowMs() >= probeAt ? 0 : Number.POSITIVE_INFINITY
    },
    next({ result }) {
      probeAt = nowMs()
      if (isRun(result) && result.value.kind === 'inconclusive') return backoff
      probeAt += nextOpenMs
      nextOpenMs = Math.min(nextOpenMs * 2, longestOpenMs)
      return backoff
    },
  }
  const policy = circuitBreaker(
    handleWhenResult(
      (run) => (run as Run).kind === 'inconclusive' || (run as Run & { failed: boolean }).failed,
    ),
    { breaker: new ConsecutiveBreaker(failures), halfOpenAfter: backoff },
  )
  policy.onReset(() => {
    nextOpenMs = openMs
  })

  const isProbing = () => policy.state === CircuitState.HalfOpen
  return {
    async run<Result>(work: () => Promise<Result>, isFailure: (result: Result) => boolean) {
      if (isProbing()) return { status: 'open' as const, retryAt: new Date(nowMs() + probeHintMs) }
      const probe = policy.state === CircuitState.Open
      if (probe && nowMs() < probeAt) return { status: 'open' as const, retryAt: new Date(probeAt) }
      const run = await policy.execute(async (): Promise<Run> => {
        try {
          const result = await work()
          return { kind: 'answered', result, failed: isFailure(result) }
        } catch (error) {
          if (probe) return { kind: 'inconclusive', error }
          throw error
        }
      })
      if (run.kind === 'inconclusive') throw run.error
      return { status: 'done' as const, result: run.result as Result }
    },
    state() {
      if (policy.state === CircuitState.Closed) return { status: 'closed' }
      if (isProbing() || nowMs() >= probeAt) return { status: 'half-open' }
      return { status: 'open', retryAt: new Date(probeAt) }
    },
  }
}

function isRun(result: object): result is { readonly value: Run } {
  return 'value' in result
}

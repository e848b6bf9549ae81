import type { Clock } from '../core/clock.ts'
import { hasCode } from '../core/errors.ts'
import { stopwatch } from '../core/stopwatch.ts'
import type { Breaker } from './breaker.ts'
import type { Budget } from './budget.ts'
import type { UpstreamDefinition } from './definition.ts'
import type { Meter } from './metrics.ts'
import type { Redact } from './redact.ts'
import type { UpstreamHealth, UpstreamLimits } from './upstream.ts'

export interface HealthParts {
  readonly definition: UpstreamDefinition
  readonly limits: UpstreamLimits
  readonly breaker: Breaker
  readonly budget: Budget
  readonly meter: Meter
  readonly clock: Clock
  readonly redact: Redact
}

type Probe = { readonly latencyMs: number | null; readonly error: unknown }

/** How a service stands, by what this process knows, and by a probe if one is given. */
export async function readHealth(
  { definition, limits, breaker, budget, meter, clock, redact }: HealthParts,
  probe?: () => PromiseLike<unknown>,
): Promise<UpstreamHealth> {
  const { latencyMs, error } = probe ? await run(probe) : { latencyMs: meter.lastLatencyMs(), error: null }
  const at = clock.now()
  const circuit = breaker.state()
  const pause = await budget.pause(at)
  return {
    service: definition.service,
    status: statusOf(circuit.status, pause !== null || hasCode(error, 'rate-limited'), error !== null),
    latencyMs,
    breaker: circuit.status,
    retryAt: pause?.retryAt ?? (circuit.status === 'open' ? circuit.retryAt : null),
    budget: { perDay: limits.perDay, remainingToday: await budget.remainingToday(at) },
    tier: definition.tier?.() ?? null,
    error: error === null ? null : redact(error instanceof Error ? error.message : 'the probe failed'),
  }
}

async function run(probe: () => PromiseLike<unknown>): Promise<Probe> {
  const elapsedMs = stopwatch()
  try {
    await probe()
    return { latencyMs: elapsedMs(), error: null }
  } catch (error) {
    return { latencyMs: null, error: error ?? 'no reason' }
  }
}

function statusOf(
  circuit: UpstreamHealth['breaker'],
  pausing: boolean,
  failed: boolean,
): UpstreamHealth['status'] {
  if (pausing) return 'cooling-down'
  if (circuit === 'open') return 'down'
  if (failed) return circuit === 'closed' ? 'down' : 'degraded'
  return circuit === 'half-open' ? 'degraded' : 'up'
}

import type { Clock } from '../core/clock.ts'
import { days, seconds } from '../core/duration.ts'
import type { QuotaStore, QuotaWindow } from '../storage/quota-store.ts'
import type { Lane } from './call.ts'
import type { DeclaredQuota, UpstreamDefinition } from './definition.ts'
import type { RateLimitScope } from './failures.ts'
import { sharedSlackMs } from './sliding-window.ts'
import type { BackgroundBudget, UpstreamLimits } from './upstream.ts'

export interface Refusal {
  readonly scope: RateLimitScope
  readonly retryAt: Date
}

/** What one credential may still do, in the terms of the quota store. */
export interface Budget {
  /** Takes one call from the day; says why not when that is refused. */
  spend(lane: Lane, at: Date): Promise<Refusal | null>
  /** The last look before a request starts: a cooldown that began meanwhile, and the pace shared with others. */
  mayStart(at: Date): Promise<Refusal | null>
  /** A request that had started then has ended: over a shared pace, it counts from when it may have arrived. */
  ended(startedAt: Date): void
  /** Takes over what the service says about the day. */
  declare(headers: Headers): void
  /** Forbids calls until then, and returns the instant in force. */
  cool(until: Date, scope: 'day' | 'cooldown'): Promise<Date>
  /** The cooldown in force, if any. */
  pause(at: Date): Promise<Refusal | null>
  remainingToday(at: Date): Promise<number | null>
  /** What background calls may still take, and when they may take more. */
  background(at: Date): Promise<BackgroundBudget>
}

export interface BudgetParts {
  readonly quota: QuotaStore
  /** Whether other processes, or other clients, spend from the same store. */
  readonly shared: boolean
  readonly definition: UpstreamDefinition
  readonly limits: UpstreamLimits
  readonly clock: Clock
}

const dayMs = days(1)
/** How much longer than lately a grant may take. */
const latestStartMs = 15
/** How often a start is taken anew. */
const mostRetakes = 3
const defaultReserve = 0.1

export function createBudget({ quota, shared, definition, limits, clock }: BudgetParts): Budget {
  const { service, credentialKey, readQuotaHeaders, interactiveReserve = defaultReserve } = definition
  const { perDay, perSecond } = limits
  let key: string | null = typeof credentialKey === 'string' ? `${service}:${credentialKey}` : null
  let declared: DeclaredQuota | null = null
  let lateInRow = 0
  /** How long a grant takes lately, at the quickest. */
  let usualGrantMs = 0
  let quickestMs = Number.POSITIVE_INFINITY

  const quotaKey = async (): Promise<string> => {
    key ??= `${service}:${typeof credentialKey === 'string' ? credentialKey : await credentialKey()}`
    return key
  }
  const reserved = perDay === null ? 0 : Math.ceil(perDay * interactiveReserve)
  /** One counter, two limits: background calls see a smaller day. */
  const day = (limit: number): QuotaWindow => ({ name: 'day', limit, periodMs: dayMs })
  const second: QuotaWindow | null =
    perSecond === null
      ? null
      : {
          name: 'second',
          limit: Math.max(1, Math.floor(perSecond)),
          periodMs: seconds(Math.max(1, 1 / perSecond)) + sharedSlackMs,
          kind: 'sliding',
        }

  /** What the service last said, while that day lasts. */
  const declaredAt = (at: Date) => (declared && at < declared.resetAt ? declared : null)

  async function take(windows: readonly QuotaWindow[], at: Date): Promise<Refusal | null> {
    const grant = await quota.spend({ key: await quotaKey(), windows, at })
    if (grant.status === 'granted') return null
    if (grant.status === 'cooling-down') return { scope: scopeOf(grant.reason), retryAt: grant.retryAt }
    return { scope: grant.window === 'day' ? 'day' : 'second', retryAt: grant.retryAt }
  }

  /**
   * A start that was granted too long ago would crowd the one that takes its place: it is taken anew. A store that is
   * always this slow is at least evenly slow.
   */
  async function takeStart(window: QuotaWindow, at: Date): Promise<Refusal | null> {
    const refusal = await take([window], at)
    if (refusal) return refusal
    const now = clock.now()
    const tookMs = now.getTime() - at.getTime()
    const isLate = tookMs > usualGrantMs + latestStartMs && lateInRow < mostRetakes
    usualGrantMs = Math.min(tookMs, usualGrantMs * 1.2 + 1)
    lateInRow = isLate ? lateInRow + 1 : 0
    return isLate ? { scope: 'second', retryAt: now } : null
  }

  async function pause(at: Date): Promise<Refusal | null> {
    const cooldown = await quota.cooldown({ key: await quotaKey(), at })
    return cooldown && { scope: scopeOf(cooldown.reason), retryAt: cooldown.until }
  }

  async function remainingToday(at: Date): Promise<number | null> {
    if (perDay === null) return declaredAt(at)?.remaining ?? null
    const counted = await quota.remaining({ key: await quotaKey(), window: day(perDay), at })
    return Math.max(0, Math.min(counted, declaredAt(at)?.remaining ?? counted))
  }

  /** When the present day ends. More than a day holds is never granted: asking for it spends nothing. */
  async function refillsAt(at: Date): Promise<Date | null> {
    if (perDay === null) return declaredAt(at)?.resetAt ?? null
    const refusal = await quota.spend({
      key: await quotaKey(),
      windows: [day(perDay)],
      cost: perDay + 1,
      at,
    })
    return refusal.status === 'granted' ? null : refusal.retryAt
  }

  return {
    async spend(lane, at) {
      const said = declaredAt(at)
      if (said && said.remaining <= (lane === 'background' ? reserved : 0)) {
        return { scope: 'day', retryAt: said.resetAt }
      }
      const refusal =
        perDay === null
          ? await pause(at)
          : await take([day(lane === 'background' ? perDay - reserved : perDay)], at)
      if (!refusal && said) declared = { ...said, remaining: said.remaining - 1 }
      return refusal
    },
    mayStart: (at) => (shared && second ? takeStart(second, at) : pause(at)),
    ended(startedAt) {
      if (!shared || !second || key === null) return
      const tookMs = clock.now().getTime() - startedAt.getTime()
      quickestMs = Math.min(quickestMs, tookMs)
      // The way back takes about half of the quickest answer; all else may have passed before it arrived.
      const arrivedAt = new Date(startedAt.getTime() + Math.floor(tookMs - quickestMs / 2))
      if (tookMs <= 0 || tookMs >= second.periodMs || arrivedAt <= startedAt) return
      quota.move({ key, window: second, from: startedAt, to: arrivedAt }).catch(() => {})
    },
    declare(headers) {
      const said = readQuotaHeaders?.(headers)
      if (!said || !Number.isFinite(said.remaining) || Number.isNaN(said.resetAt.getTime())) return
      const known = declaredAt(clock.now())
      const sameDay =
        known !== null && Math.abs(known.resetAt.getTime() - said.resetAt.getTime()) < seconds(60)
      // Answers overtake each other: within one day the count only falls.
      declared = sameDay ? { ...said, remaining: Math.min(known.remaining, said.remaining) } : said
    },
    async cool(until, scope) {
      return quota.cool({ key: await quotaKey(), until, reason: scope })
    },
    pause,
    remainingToday,
    async background(at) {
      const paused = await pause(at)
      if (paused) return { remaining: 0, retryAt: paused.retryAt }
      const left = await remainingToday(at)
      return { remaining: left === null ? null : Math.max(0, left - reserved), retryAt: await refillsAt(at) }
    },
  }
}

/** The reason of a cooldown is written by `cool` above, perhaps in another process. */
function scopeOf(reason: string): RateLimitScope {
  return reason === 'day' ? 'day' : 'cooldown'
}

import type { Cooldown, QuotaStore, QuotaWindow } from '../storage/quota-store.ts'
import { addSpend, countSliding, moveSpend, type SlidingSpend } from '../storage/sliding-spends.ts'

interface Counter {
  readonly endsAt: number
  readonly spent: number
  readonly spends?: readonly SlidingSpend[]
}

interface Count {
  readonly window: QuotaWindow
  readonly spent: number
  readonly refillsAt: number
  readonly next: Counter
}

interface Account {
  readonly counters: Map<string, Counter>
  cooldown: Cooldown | null
}

/**
 * Budgets and cooldowns in this process: what a client uses when it is given no store.
 *
 * @example
 * const quota = localQuotaStore()
 * const spotify = createSpotify({ clientId, clientSecret, quota })
 */
export function localQuotaStore(): QuotaStore {
  const accounts = new Map<string, Account>()

  const account = (key: string): Account => {
    const known = accounts.get(key)
    if (known) return known
    const made: Account = { counters: new Map(), cooldown: null }
    accounts.set(key, made)
    return made
  }
  const count = (key: string, window: QuotaWindow, at: Date, cost: number): Count => {
    const counter = accounts.get(key)?.counters.get(window.name)
    if (window.kind === 'sliding') {
      const { running, spent, retryAt } = countSliding(counter?.spends ?? [], { window, cost, at })
      const endsAt = at.getTime() + window.periodMs
      const next = { endsAt, spent: spent + cost, spends: addSpend(running, at, cost) }
      return { window, spent, refillsAt: retryAt.getTime(), next }
    }
    const running = counter && at.getTime() < counter.endsAt ? counter : null
    const endsAt = running?.endsAt ?? at.getTime() + window.periodMs
    const spent = running?.spent ?? 0
    return { window, spent, refillsAt: endsAt, next: { endsAt, spent: spent + cost } }
  }
  const cooldown = (key: string, at: Date): Cooldown | null => {
    const set = accounts.get(key)?.cooldown
    return set && at < set.until ? set : null
  }

  return {
    async spend({ key, windows, cost = 1, at }) {
      const pause = cooldown(key, at)
      if (pause) return { status: 'cooling-down', retryAt: pause.until, reason: pause.reason }
      const counts = windows.map((window) => count(key, window, at, cost))
      const full = counts
        .filter(({ window, spent }) => spent + cost > window.limit)
        .sort((one, other) => other.refillsAt - one.refillsAt)[0]
      if (full) return { status: 'exhausted', window: full.window.name, retryAt: new Date(full.refillsAt) }
      const remaining: Record<string, number> = {}
      for (const { window, next } of counts) {
        account(key).counters.set(window.name, next)
        remaining[window.name] = window.limit - next.spent
      }
      return { status: 'granted', remaining }
    },
    async remaining({ key, window, at }) {
      return Math.max(0, window.limit - count(key, window, at, 1).spent)
    },
    async cool({ key, until, reason }) {
      const owner = account(key)
      if (!owner.cooldown || owner.cooldown.until < until) owner.cooldown = { until, reason }
      return owner.cooldown.until
    },
    async move({ key, window, from, to }) {
      const counters = accounts.get(key)?.counters
      const counter = counters?.get(window.name)
      if (!counters || !counter?.spends) return
      counters.set(window.name, { ...counter, spends: moveSpend(counter.spends, from, to) })
    },
    async cooldown({ key, at }) {
      return cooldown(key, at)
    },
  }
}

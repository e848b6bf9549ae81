import type { Cooldown, QuotaStore, QuotaWindow } from '../storage/quota-store.ts'

interface Counter {
  readonly endsAt: number
  readonly spent: number
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
  const counter = (key: string, window: QuotaWindow, at: Date): Counter => {
    const running = accounts.get(key)?.counters.get(window.name)
    return running && at.getTime() < running.endsAt
      ? running
      : { endsAt: at.getTime() + window.periodMs, spent: 0 }
  }
  const cooldown = (key: string, at: Date): Cooldown | null => {
    const set = accounts.get(key)?.cooldown
    return set && at < set.until ? set : null
  }

  return {
    async spend({ key, windows, cost = 1, at }) {
      const pause = cooldown(key, at)
      if (pause) return { status: 'cooling-down', retryAt: pause.until, reason: pause.reason }
      const counters = windows.map((window) => ({ window, ...counter(key, window, at) }))
      const full = counters
        .filter(({ window, spent }) => spent + cost > window.limit)
        .sort((one, other) => other.endsAt - one.endsAt)[0]
      if (full) return { status: 'exhausted', window: full.window.name, retryAt: new Date(full.endsAt) }
      const remaining: Record<string, number> = {}
      for (const { window, spent, endsAt } of counters) {
        account(key).counters.set(window.name, { endsAt, spent: spent + cost })
        remaining[window.name] = window.limit - spent - cost
      }
      return { status: 'granted', remaining }
    },
    async remaining({ key, window, at }) {
      return Math.max(0, window.limit - counter(key, window, at).spent)
    },
    async cool({ key, until, reason }) {
      const owner = account(key)
      if (!owner.cooldown || owner.cooldown.until < until) owner.cooldown = { until, reason }
      return owner.cooldown.until
    },
    async cooldown({ key, at }) {
      return cooldown(key, at)
    },
  }
}

import {
  addSpend,
  type Cooldown,
  checkInstants,
  checkNames,
  checkQuotaMove,
  checkQuotaWindows,
  checkWhole,
  countSliding,
  moveSpend,
  type QuotaStore,
  type QuotaWindow,
} from '@setvote/sdk/storage'
import type { MemoryState, QuotaAccount, QuotaCounter } from './state.ts'

/** What a window holds, and what it holds after the spend that is asked for. */
interface Count {
  readonly window: QuotaWindow
  readonly spent: number
  readonly refillsAt: Date
  readonly next: QuotaCounter
}

export function createMemoryQuotas({ quotas }: MemoryState): QuotaStore {
  const accountOf = (key: string): QuotaAccount => {
    const account = quotas.get(key) ?? { counters: new Map(), cooldown: null }
    quotas.set(key, account)
    return account
  }
  const countOf = (key: string, window: QuotaWindow, at: Date, cost: number): Count => {
    const counter = quotas.get(key)?.counters.get(window.name)
    if (window.kind === 'sliding') {
      const { running, spent, retryAt } = countSliding(counter?.spends ?? [], { window, cost, at })
      const endsAt = at.getTime() + window.periodMs
      const next = { endsAt, spent: spent + cost, spends: addSpend(running, at, cost) }
      return { window, spent, refillsAt: retryAt, next }
    }
    const running = counter && at.getTime() < counter.endsAt ? counter : null
    const endsAt = running?.endsAt ?? at.getTime() + window.periodMs
    const spent = running?.spent ?? 0
    return { window, spent, refillsAt: new Date(endsAt), next: { endsAt, spent: spent + cost } }
  }
  const cooldownAt = (key: string, at: Date): Cooldown | null => {
    const cooldown = quotas.get(key)?.cooldown
    return cooldown && at < cooldown.until ? { ...cooldown, until: new Date(cooldown.until) } : null
  }

  return {
    async spend({ key, windows, cost = 1, at }) {
      checkNames({ key })
      checkInstants({ at })
      checkWhole('cost', cost, 1)
      checkQuotaWindows(windows)
      const cooldown = cooldownAt(key, at)
      if (cooldown) return { status: 'cooling-down', retryAt: cooldown.until, reason: cooldown.reason }
      const counts = windows.map((window) => countOf(key, window, at, cost))
      const full = counts
        .filter(({ window, spent }) => spent + cost > window.limit)
        .reduce<Count | null>(
          (latest, each) => (latest && latest.refillsAt >= each.refillsAt ? latest : each),
          null,
        )
      if (full) return { status: 'exhausted', window: full.window.name, retryAt: full.refillsAt }
      const account = accountOf(key)
      for (const { window, next } of counts) account.counters.set(window.name, next)
      const remaining = counts.map(({ window, next }) => [window.name, window.limit - next.spent] as const)
      return { status: 'granted', remaining: Object.fromEntries(remaining) }
    },
    async remaining({ key, window, at }) {
      checkInstants({ at })
      checkQuotaWindows([window])
      return Math.max(0, window.limit - countOf(key, window, at, 1).spent)
    },
    async cool({ key, until, reason }) {
      checkNames({ key, reason })
      checkInstants({ until })
      const account = accountOf(key)
      if (!account.cooldown || account.cooldown.until < until) {
        account.cooldown = { until: new Date(until), reason }
      }
      return new Date(account.cooldown.until)
    },
    async move(request) {
      checkQuotaMove(request)
      const { key, window, from, to } = request
      const counters = quotas.get(key)?.counters
      const counter = counters?.get(window.name)
      if (!counters || !counter?.spends) return
      const endsAt = Math.max(counter.endsAt, to.getTime() + window.periodMs)
      counters.set(window.name, { ...counter, endsAt, spends: moveSpend(counter.spends, from, to) })
    },
    async cooldown({ key, at }) {
      checkInstants({ at })
      return cooldownAt(key, at)
    },
  }
}

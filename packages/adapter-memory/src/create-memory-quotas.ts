import {
  type Cooldown,
  checkInstants,
  checkNames,
  checkPositive,
  checkWhole,
  InvalidInputError,
  type QuotaStore,
  type QuotaWindow,
} from '@setvote/sdk/storage'
import type { MemoryState, QuotaAccount } from './state.ts'

export function createMemoryQuotas({ quotas }: MemoryState): QuotaStore {
  const accountOf = (key: string): QuotaAccount => {
    const account = quotas.get(key) ?? { counters: new Map(), cooldown: null }
    quotas.set(key, account)
    return account
  }
  const counterOf = (key: string, window: QuotaWindow, at: Date) => {
    const counter = quotas.get(key)?.counters.get(window.name)
    return counter && at.getTime() < counter.endsAt
      ? counter
      : { endsAt: at.getTime() + window.periodMs, spent: 0 }
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
      checkWindows(windows)
      const cooldown = cooldownAt(key, at)
      if (cooldown) return { status: 'cooling-down', retryAt: cooldown.until, reason: cooldown.reason }
      const counters = windows.map((window) => ({ window, ...counterOf(key, window, at) }))
      const full = counters
        .filter(({ window, spent }) => spent + cost > window.limit)
        .reduce<(typeof counters)[number] | null>(
          (latest, each) => (latest && latest.endsAt >= each.endsAt ? latest : each),
          null,
        )
      if (full) return { status: 'exhausted', window: full.window.name, retryAt: new Date(full.endsAt) }
      const account = accountOf(key)
      for (const { window, spent, endsAt } of counters) {
        account.counters.set(window.name, { endsAt, spent: spent + cost })
      }
      const remaining = counters.map(
        ({ window, spent }) => [window.name, window.limit - spent - cost] as const,
      )
      return { status: 'granted', remaining: Object.fromEntries(remaining) }
    },
    async remaining({ key, window, at }) {
      checkInstants({ at })
      checkWindows([window])
      return Math.max(0, window.limit - counterOf(key, window, at).spent)
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
    async cooldown({ key, at }) {
      checkInstants({ at })
      return cooldownAt(key, at)
    },
  }
}

function checkWindows(windows: readonly QuotaWindow[]): void {
  for (const { name, limit, periodMs } of windows) {
    checkNames({ 'window.name': name })
    checkWhole('window.limit', limit)
    checkPositive('window.periodMs', periodMs)
  }
  if (new Set(windows.map(({ name }) => name)).size < windows.length) {
    throw new InvalidInputError('Two windows of one name cannot be spent from at once')
  }
}

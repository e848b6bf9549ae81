import type { QuotaGrant, QuotaMove, QuotaRequest, QuotaWindow } from '../storage/quota-store.ts'
import { localQuotaStore } from './local-quota-store.ts'

/** What is left of shared budgets for one process that cannot ask, or must not rely on what it is told. */
export interface QuotaPart {
  /** Remembers what this process spends, and what the store says is spent by all. */
  record(request: QuotaRequest, spentByAll: Readonly<Record<string, number>>): Promise<void>
  /**
   * From here on, this process has its part of what was left then. Of a sliding window it has nothing before one
   * period has passed: what others spent just now may fill it, and they may not even notice an outage that short.
   */
  begin(): void
  /** Spends from this process's part of each window. */
  spend(request: QuotaRequest): Promise<QuotaGrant>
  remaining(key: string, window: QuotaWindow, at: Date): Promise<number>
  move(request: QuotaMove): Promise<void>
}

interface Heard {
  readonly spent: number
  readonly until: number
}

export function createQuotaPart(sharers: () => number): QuotaPart {
  const own = localQuotaStore()
  const heard = new Map<string, Heard>()
  /** What this process had spent when it began to be alone. */
  const before = new Map<string, number>()
  /** When this process first was refused, or served, by its part of a sliding window. */
  const begunAt = new Map<string, number>()
  const idOf = (key: string, window: QuotaWindow) => JSON.stringify([key, window.name])

  /** The part, in terms of all that this process has spent itself. */
  async function partOf(key: string, window: QuotaWindow, at: Date): Promise<QuotaWindow> {
    const all = sharers()
    if (window.kind === 'sliding') {
      if (opensAt(key, window, at) > at.getTime()) return { ...window, limit: 0 }
      if (window.limit >= all || window.limit === 0) {
        return { ...window, limit: Math.floor(window.limit / all) }
      }
      // A part of less than one call is one call in a longer time.
      return { ...window, limit: 1, periodMs: (window.periodMs * all) / window.limit }
    }
    const id = idOf(key, window)
    const spentBefore = before.get(id) ?? (await spentHere(key, window, at))
    before.set(id, spentBefore)
    const known = heard.get(id)
    const left = known && known.until > at.getTime() ? Math.max(0, window.limit - known.spent) : window.limit
    const limit = Math.min(Math.floor(window.limit / all), spentBefore + Math.floor(left / all))
    return { ...window, limit }
  }
  function opensAt(key: string, window: QuotaWindow, at: Date): number {
    const id = idOf(key, window)
    const begun = begunAt.get(id) ?? at.getTime()
    begunAt.set(id, begun)
    return begun + window.periodMs
  }
  async function spentHere(key: string, window: QuotaWindow, at: Date): Promise<number> {
    const limit = Number.MAX_SAFE_INTEGER
    return limit - (await own.remaining({ key, window: { ...window, limit }, at }))
  }

  return {
    async record(request, spentByAll) {
      for (const window of request.windows) {
        const until = request.at.getTime() + window.periodMs
        heard.set(idOf(request.key, window), { spent: spentByAll[window.name] ?? 0, until })
      }
      await own.spend(request)
    },
    begin() {
      before.clear()
      begunAt.clear()
    },
    async spend(request) {
      const { key, windows, at } = request
      return own.spend({
        ...request,
        windows: await Promise.all(windows.map((each) => partOf(key, each, at))),
      })
    },
    move: own.move,
    async remaining(key, window, at) {
      return own.remaining({ key, window: await partOf(key, window, at), at })
    },
  }
}

import { InvalidOptionsError } from '../core/errors.ts'
import {
  checkInstants,
  checkNames,
  checkQuotaMove,
  checkQuotaWindows,
  checkWhole,
  isKeepable,
} from '../storage/checks.ts'
import type { Cooldown, QuotaGrant, QuotaWindow, SharedQuotaStore } from '../storage/quota-store.ts'
import { countSliding, type SlidingSpend } from '../storage/sliding-spends.ts'
import { createQuotaMemory, tellKnown } from './quota-memory.ts'
import { coolScript, moveScript, spendScript } from './quota-scripts.ts'
import type { RedisConnection } from './redis-connection.ts'

export interface RedisQuotaStoreOptions {
  /**
   * How many processes share the budgets at least. While Redis is away, each goes on with this part of every limit;
   * when more were seen in the last ten minutes, with the part that leaves. @default 4
   */
  readonly processes?: number | undefined
}

/**
 * Budgets and cooldowns in Redis, one script per verb. Every process remembers what it last heard of an account and
 * tells it again when Redis has lost it (flushed, restarted, evicted), so a budget is not spent twice; a sliding window
 * then stays closed for one period. Rejects while Redis is away: clients go on by `sharers()`.
 *
 * @example
 * const quotas = redisQuotaStore(redisConnection({ url }))
 * const ticketmaster = createTicketmaster({ apiKey, quota: quotas })
 */
export function redisQuotaStore(
  redis: RedisConnection,
  { processes = 4 }: RedisQuotaStoreOptions = {},
): SharedQuotaStore {
  if (!Number.isSafeInteger(processes) || processes < 1) {
    throw new InvalidOptionsError(
      'processes must be a whole number of at least 1: redisLayer({ url, processes: 4 })',
    )
  }
  const { link, offset, ids } = redis
  const memory = createQuotaMemory()
  const accountKey = (key: string) => redis.key('quota', key)
  let seen = 1

  /** The server's time for the caller's, and back. */
  const shift = async (at: Date) => {
    const ms = await offset.find()
    return { at: at.getTime() + ms, back: (instant: number) => new Date(Math.ceil(instant) - ms) }
  }
  const read = (key: string) => link.ask((client) => client.hgetall(accountKey(key)))

  return {
    async spend({ key, windows, cost = 1, at: asked }) {
      checkNames({ key })
      checkInstants({ at: asked })
      checkWhole('cost', cost, 1)
      checkQuotaWindows(windows)
      const { at, back } = await shift(asked)
      const known = memory.find(key, at)
      const args = [
        at,
        tellKnown(known),
        ids('acc'),
        redis.process,
        cost,
        JSON.stringify(windows.map(toScriptWindow)),
      ]
      const [status, id, count, ...rest] = await link.ask((client) =>
        spendScript(client, [accountKey(key)], args),
      )
      seen = Number(count)
      const account = memory.account(key, id!, at)
      if (status === 'cooling-down') {
        account.until = Number(rest[0])
        account.why = rest[1]!
        return { status, retryAt: back(account.until), reason: account.why }
      }
      if (status === 'exhausted') {
        const window = windows[Number(rest[0]) - 1]!
        return { status, window: window.name, retryAt: back(Number(rest[1])) }
      }
      const remaining: Record<string, number> = {}
      for (const [index, window] of windows.entries()) {
        const [spent, endsAt] = [Number(rest[index * 2]), Number(rest[index * 2 + 1])]
        account.windows.set(window.name, { endsAt, spent, sliding: window.kind === 'sliding' })
        remaining[window.name] = window.limit - spent
      }
      return { status: 'granted', remaining } satisfies QuotaGrant
    },
    async remaining({ key, window, at: asked }) {
      checkInstants({ at: asked })
      checkQuotaWindows([window])
      if (!isKeepable(key)) return window.limit
      const { at } = await shift(asked)
      const account = await read(key)
      const known = memory.find(key, at)
      const told = known && known.id !== account.id ? known.windows.get(window.name) : undefined
      const spent = Math.max(spentOf(account, window, at), told && !told.sliding ? told.spent : 0)
      return Math.max(0, window.limit - spent)
    },
    async cool({ key, until, reason }) {
      checkNames({ key, reason })
      checkInstants({ until })
      const now = redis.clock.now()
      const { at, back } = await shift(now)
      const wanted = (await shift(until)).at
      const args = [at, tellKnown(memory.find(key, at)), ids('acc'), wanted, reason]
      const [inForce, id, why] = await link.ask((client) => coolScript(client, [accountKey(key)], args))
      const account = memory.account(key, id!, at)
      account.until = Number(inForce)
      account.why = why!
      return back(account.until)
    },
    async move(request) {
      checkQuotaMove(request)
      const { key, window, from, to } = request
      if (from.getTime() === to.getTime()) return
      const args = [window.name, (await shift(from)).at, (await shift(to)).at]
      await link.ask((client) => moveScript(client, [accountKey(key)], args))
    },
    async cooldown({ key, at: asked }): Promise<Cooldown | null> {
      checkInstants({ at: asked })
      if (!isKeepable(key)) return null
      const { at, back } = await shift(asked)
      const account = await read(key)
      const known = memory.find(key, at)
      const stored = { until: Number(account.cool ?? Number.NEGATIVE_INFINITY), why: account.why ?? '' }
      const told = known && known.id !== account.id && known.until !== null ? known : null
      const { until, why } = told && told.until! > stored.until ? told : stored
      return until !== null && until > at ? { until: back(until), reason: why } : null
    },
    sharers: () => Math.max(processes, seen),
  }
}

const toScriptWindow = ({ name, limit, periodMs, kind }: QuotaWindow) => ({
  name,
  limit,
  periodMs: Math.ceil(periodMs),
  sliding: kind === 'sliding',
})

function spentOf(account: Readonly<Record<string, string>>, window: QuotaWindow, at: number): number {
  if (window.kind === 'sliding') {
    if (Number(account[`b:${window.name}`] ?? 0) > at) return window.limit
    const spends = (account[`w:${window.name}`] ?? '').split(',').filter((spend) => spend !== '')
    const kept = spends.map((spend) => spend.split(':').map(Number) as unknown as SlidingSpend)
    return countSliding(kept, { window, cost: 1, at: new Date(at) }).spent
  }
  return Number(account[`e:${window.name}`] ?? 0) > at ? Number(account[`s:${window.name}`] ?? 0) : 0
}

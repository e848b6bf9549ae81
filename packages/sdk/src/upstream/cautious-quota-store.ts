import { seconds } from '../core/duration.ts'
import { hasCode } from '../core/errors.ts'
import type { Logger } from '../core/logger.ts'
import type {
  QuotaGrant,
  QuotaRequest,
  QuotaStore,
  QuotaWindow,
  SharedQuotaStore,
} from '../storage/quota-store.ts'
import { localQuotaStore } from './local-quota-store.ts'
import { createQuotaPart } from './quota-part.ts'
import { createRedactor, toSafeCause } from './redact.ts'

/** How many spend from a store that does not say. */
const sharersUnknown = 2

/**
 * After an outage each process keeps to its part for so long: others may not have noticed yet that the store is back,
 * and may not have told it what they spent.
 */
const graceMs = seconds(3)

/** Spending from it is a write that leaves every budget as it is. */
const pulse: QuotaWindow = { name: 'pulse', limit: 1, periodMs: 1 }

/** Calls that the shared store does not know of yet. */
interface Debt {
  readonly key: string
  readonly window: QuotaWindow
  readonly cost: number
}

/**
 * Keeps calls going when a shared quota store fails. Each process then goes on with its part of every limit, and of
 * what was left when it last heard, so that all of them together stay within it; what they spend meanwhile is told to
 * the store when it is back.
 */
export function cautiousQuotaStore(shared: QuotaStore, service: string, logger: Logger): QuotaStore {
  const sharers = () => ('sharers' in shared ? (shared as SharedQuotaStore).sharers() : sharersUnknown)
  const part = createQuotaPart(sharers)
  const cooldowns = localQuotaStore()
  const debts = new Map<string, Debt>()
  // A connection string may hold a password.
  const redact = createRedactor([])
  let out = false
  let graceUntil = Number.NEGATIVE_INFINITY
  /** Whether calls were made alone: then others may have made some, too. */
  let owed = false

  async function ask<Result>(question: () => Promise<Result>, alone: () => Promise<Result>): Promise<Result> {
    try {
      return await question()
    } catch (error) {
      if (hasCode(error, 'invalid-input')) throw error
      if (!out) {
        part.begin()
        logger.warn('the quota store fails: this process goes on with its share of the limits', {
          service,
          share: `1/${sharers()}`,
          error: toSafeCause(error, redact),
        })
      }
      out = true
      return alone()
    }
  }

  /** A store that is full, or a replica, can be read: it is back when it has taken a write. */
  async function comeBack({ key, at }: Pick<QuotaRequest, 'key' | 'at'>): Promise<void> {
    const { status } = await shared.spend({ key, windows: [pulse], at })
    // A refusal by a cooldown may have been read only.
    if (!out || status === 'cooling-down') return
    out = false
    owed = debts.size > 0
    graceUntil = at.getTime() + graceMs
    logger.info('the quota store answers again', { service })
  }

  function owe({ key, window, cost }: Debt) {
    const id = JSON.stringify([key, window.name])
    debts.set(id, { key, window, cost: cost + (debts.get(id)?.cost ?? 0) })
  }

  /** Tells the store what it does not know. What does not fit any more is as good as spent. */
  async function settle(at: Date): Promise<void> {
    for (const [id, debt] of [...debts]) {
      const { key, window, cost } = debt
      debts.delete(id)
      try {
        const left = await shared.remaining({ key, window, at })
        if (left === 0) continue
        const grant = await shared.spend({ key, windows: [window], cost: Math.min(cost, left), at })
        if (grant.status === 'cooling-down') owe(debt)
      } catch (error) {
        owe(debt)
        throw error
      }
    }
  }

  /** The store grants; in the time of grace, this process's part must have room as well. */
  async function spendShared(request: QuotaRequest): Promise<QuotaGrant> {
    if (out) await comeBack(request)
    if (debts.size > 0) await settle(request.at)
    const inGrace = request.at.getTime() < graceUntil
    const held = inGrace ? request.windows.filter(({ kind }) => owed || kind === 'sliding') : []
    if (held.length > 0) {
      const own = await part.spend({ ...request, windows: held })
      if (own.status === 'exhausted') {
        return { ...own, retryAt: new Date(Math.min(own.retryAt.getTime(), graceUntil)) }
      }
    }
    const grant = await shared.spend(request)
    if (grant.status !== 'granted') return grant
    const spentByAll = request.windows.map(
      ({ name, limit }) => [name, limit - (grant.remaining[name] ?? 0)] as const,
    )
    const others = request.windows.filter((window) => !held.includes(window))
    await part.record({ ...request, windows: others }, Object.fromEntries(spentByAll))
    return grant
  }

  async function spendAlone(request: QuotaRequest): Promise<QuotaGrant> {
    const { key, at, cost = 1 } = request
    const pause = await cooldowns.cooldown({ key, at })
    if (pause) return { status: 'cooling-down', retryAt: pause.until, reason: pause.reason }
    const grant = await part.spend(request)
    if (grant.status !== 'granted') return grant
    for (const window of request.windows) if (window.kind !== 'sliding') owe({ key, window, cost })
    return grant
  }

  return {
    spend: (request) =>
      ask(
        () => spendShared(request),
        () => spendAlone(request),
      ),
    remaining: (request) =>
      ask(
        () => shared.remaining(request),
        () => part.remaining(request.key, request.window, request.at),
      ),
    async cool(request) {
      const until = await cooldowns.cool(request)
      return ask(
        () => shared.cool(request),
        async () => until,
      )
    },
    async move(request) {
      await part.move(request)
      // A call that is not moved is one that was on time.
      if (!out) await shared.move(request).catch(() => {})
    },
    cooldown: (request) =>
      ask(
        async () => {
          if (out) await comeBack(request)
          const [told, known] = await Promise.all([shared.cooldown(request), cooldowns.cooldown(request)])
          // Set while the store was out: the others do not know it yet.
          return known && (!told || told.until < known.until) ? known : told
        },
        () => cooldowns.cooldown(request),
      ),
  }
}

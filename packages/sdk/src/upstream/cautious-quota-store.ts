import type { Logger } from '../core/logger.ts'
import type { QuotaStore, QuotaWindow } from '../storage/quota-store.ts'
import { localQuotaStore } from './local-quota-store.ts'
import { createRedactor, toSafeCause } from './redact.ts'

/** What this process allows itself of every limit while it cannot know what the others spend. */
const shareAlone = 0.5

/**
 * Keeps calls going when a shared quota store fails: what this process spends is counted here as well, and while
 * the store is out, that count decides, against half of every limit.
 */
export function cautiousQuotaStore(shared: QuotaStore, logger: Logger): QuotaStore {
  const own = localQuotaStore()
  // A connection string may hold a password.
  const redact = createRedactor([])
  let out = false

  async function ask<Result>(question: () => Promise<Result>, alone: () => Promise<Result>): Promise<Result> {
    try {
      const result = await question()
      if (out) logger.info('the quota store answers again')
      out = false
      return result
    } catch (error) {
      if (!out)
        logger.warn('the quota store fails: this process goes on with half of the limits', {
          error: toSafeCause(error, redact),
        })
      out = true
      return alone()
    }
  }
  const alone = (window: QuotaWindow): QuotaWindow => ({
    ...window,
    limit: window.limit >= 1 ? Math.max(1, Math.floor(window.limit * shareAlone)) : 0,
  })

  return {
    spend(request) {
      return ask(
        async () => {
          const grant = await shared.spend(request)
          if (grant.status === 'granted') await own.spend(request)
          return grant
        },
        () => own.spend({ ...request, windows: request.windows.map(alone) }),
      )
    },
    remaining(request) {
      return ask(
        () => shared.remaining(request),
        () => own.remaining({ ...request, window: alone(request.window) }),
      )
    },
    async cool(request) {
      const until = await own.cool(request)
      return ask(
        () => shared.cool(request),
        async () => until,
      )
    },
    cooldown(request) {
      return ask(
        () => shared.cooldown(request),
        () => own.cooldown(request),
      )
    },
  }
}

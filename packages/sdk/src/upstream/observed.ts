import { isSetvoteError } from '../core/errors.ts'
import type { Logger } from '../core/logger.ts'
import type { Send } from './exchange.ts'
import type { UpstreamHooks } from './hooks.ts'
import { notify } from './notify.ts'

/**
 * Reports how calls to the service end. Requests report themselves, one span each, where they are made; what the
 * cache answers is not seen here.
 */
export function observed(next: Send, hooks: UpstreamHooks, logger: Logger): Send {
  return async (exchange) => {
    try {
      return await next(exchange)
    } catch (error) {
      const facts = { service: exchange.service, endpoint: exchange.endpoint, attempt: exchange.attempts }
      notify(hooks.onError, { ...facts, error }, logger)
      logger.info('upstream call failed', { ...facts, code: isSetvoteError(error) ? error.code : 'unknown' })
      throw error
    }
  }
}

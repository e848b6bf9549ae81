import type { Logger } from '../core/logger.ts'

/** Calls a hook. Watching must not break the watched: what it throws is logged and forgotten. */
export function notify<Facts>(
  hook: ((facts: Facts) => void) | undefined,
  facts: Facts,
  logger: Logger,
): void {
  if (!hook) return
  try {
    hook(facts)
  } catch (error) {
    logger.warn('a hook threw', { error })
  }
}

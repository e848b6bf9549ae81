import { minutes } from '@setvote/sdk'
import type { QueueSettings } from './queue-options.ts'

/** Says what goes wrong with the store, and not the same thing all the time: every connection tells every try. */
export interface QueueLog {
  failed(error: Error): void
}

export function createQueueLog({ clock, logger }: Pick<QueueSettings, 'clock' | 'logger'>): QueueLog {
  const saidAt = new Map<string, number>()
  return {
    failed({ message }) {
      const now = clock.now().getTime()
      const last = saidAt.get(message)
      if (last !== undefined && now - last < minutes(1)) return
      if (saidAt.size > 100) saidAt.clear()
      saidAt.set(message, now)
      logger.warn('the queue has trouble', { reason: message })
    },
  }
}

import { type Logger, silentLogger } from '../core/logger.ts'
import type { DomainEvent } from '../domain/event.ts'
import type { EventBus } from './event-bus.ts'

export interface InProcessEventBusOptions {
  /** Told about listeners that fail. @default silent */
  readonly logger?: Logger
}

/**
 * An event bus inside this process. Listeners are called before `publish` answers; one that fails is logged.
 *
 * @example
 * const bus = inProcessEventBus()
 * const stop = bus.subscribe('show:sho_1', (event) => console.log(event.type))
 */
export function inProcessEventBus({ logger = silentLogger }: InProcessEventBusOptions = {}): EventBus {
  const listeners = new Map<string, Set<(event: DomainEvent) => void>>()
  // A listener may be an async function: its failure comes later.
  const tell = async (listener: (event: DomainEvent) => void, event: DomainEvent) => listener(event)
  return {
    async publish(event) {
      for (const listener of [...(listeners.get(event.topic) ?? [])]) {
        tell(listener, event).catch((error: unknown) =>
          logger.error('a listener to events failed', { topic: event.topic, type: event.type, error }),
        )
      }
    },
    subscribe(topic, listener) {
      const own = (event: DomainEvent) => listener(event)
      const heard = listeners.get(topic) ?? new Set()
      listeners.set(topic, heard.add(own))
      return () => {
        heard.delete(own)
        if (heard.size === 0 && listeners.get(topic) === heard) listeners.delete(topic)
      }
    },
  }
}

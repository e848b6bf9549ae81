import type { DomainEvent } from '../domain/event.ts'
import type { EventBus } from './event-bus.ts'

/**
 * An event bus inside this process.
 *
 * @example
 * const bus = inProcessEventBus()
 * const stop = bus.subscribe('show:sho_1', (event) => console.log(event.type))
 */
export function inProcessEventBus(): EventBus {
  const listeners = new Map<string, Set<(event: DomainEvent) => void>>()
  return {
    async publish(event) {
      for (const listener of [...(listeners.get(event.topic) ?? [])]) listener(event)
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

import type { DomainEvent } from '../domain/event.ts'

/** Tells those who listen that something happened. What must not be missed is in storage; an event says to look. */
export interface EventBus {
  publish(event: DomainEvent): Promise<void>
  /** `listener` is called for each event of the topic. Returns how to stop. */
  subscribe(topic: string, listener: (event: DomainEvent) => void): () => void
}

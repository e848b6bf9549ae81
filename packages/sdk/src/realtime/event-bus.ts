import type { DomainEvent } from '../domain/event.ts'

/** Tells those who listen that something happened. What must not be missed is in storage; an event says to look. */
export interface EventBus {
  /** Hands the event to the listeners. What a listener does, or fails to do, is no concern of who publishes. */
  publish(event: DomainEvent): Promise<void>
  /**
   * `listener` is called for each event of the topic, in the order of publishing. One that throws stops no other.
   * Returns how to stop.
   */
  subscribe(topic: string, listener: (event: DomainEvent) => void): () => void
}

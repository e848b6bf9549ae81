import type { Lane } from './call.ts'
import type { RateLimitError } from './errors.ts'

export interface SlotRequest {
  readonly lane: Lane
  readonly signal?: AbortSignal | undefined
  /** A slot after this instant is of no use. @default any slot will do */
  readonly deadlineAt?: Date | undefined
}

export type Slot =
  /** The request may start now. `release` says that it has ended. */
  | { readonly status: 'granted'; release(): void }
  /** No slot before the deadline: none was taken. `retryAt` is when there may be one. */
  | { readonly status: 'refused'; readonly retryAt: Date; readonly scope: RateLimitError['scope'] }

/**
 * Decides when a request may start: never more starts in a second than allowed, never more requests at once,
 * interactive callers before background ones. Rejects with the signal's reason as soon as the signal aborts.
 * Whoever is refused or aborted has taken no slot.
 */
export interface Limiter {
  acquire(request: SlotRequest): Promise<Slot>
}

/** Told when a request that was let through has ended. `startedAt` is the instant that the gate was asked at. */
export type EndGate = (startedAt: Date) => void

/**
 * Asked before every start: null lets it pass, otherwise nothing starts before `retryAt`. Through it, what other
 * processes know (a shared pace, a cooldown) reaches those who already stand in the queue.
 */
export type StartGate = (
  at: Date,
) => Promise<{ readonly retryAt: Date; readonly scope: RateLimitError['scope'] } | null>

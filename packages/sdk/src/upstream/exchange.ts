import type { Lane, UpstreamCall } from './call.ts'
import type { Authorization, Verdict } from './definition.ts'
import type { UpstreamService } from './errors.ts'

/** The signal of a call that nobody can abort yet. */
export const neverAborted: AbortSignal = new AbortController().signal

/** One call on its way through the layers: what was asked for, and what it has used up so far. */
export interface Exchange {
  readonly service: UpstreamService
  /** `GET /artists/{id}` */
  readonly endpoint: string
  readonly call: UpstreamCall
  readonly method: 'GET' | 'POST'
  readonly lane: Lane
  readonly timeoutMs: number
  /** Epoch milliseconds; `Infinity` when the call has no deadline. */
  readonly deadlineAt: number
  readonly signal: AbortSignal
  readonly repeatable: boolean
  /** Requests sent so far. */
  attempts: number
  /** What is left of the waiting budget, in milliseconds. */
  waitLeftMs: number
  /** How often this call was told to slow down. */
  slowDowns: number
  /** What `authorize` prepared for the next attempt. */
  prepared: Prepared | null
}

export interface Prepared {
  readonly url: string
  readonly headers: Headers
  readonly authorization: Authorization | undefined
}

/** An answer as it came, or as it was cached. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** What one attempt came to. Only what the service did or did not say is an outcome; our own refusals are thrown. */
export interface Outcome {
  readonly verdict: Verdict | { readonly kind: 'timed-out' }
  /** Null when there was none. */
  readonly answer: Answer | null
  readonly authorization: Authorization | undefined
  /** Until when the service must not be asked, once that has been recorded. */
  readonly retryAt: Date | null
  readonly cause?: Error
}

/** One attempt. Layers around it have the same shape. */
export type Attempt = (exchange: Exchange) => Promise<Outcome>

/** A whole call: an answer, or an error. */
export type Send = (exchange: Exchange) => Promise<Answer>

import { type ErrorCode, SetvoteError } from '../core/errors.ts'

/** The services setvote asks. */
export type UpstreamService = 'spotify' | 'ticketmaster' | 'setlistfm' | 'musicbrainz'

/** What every failure of an upstream call tells. */
export interface UpstreamErrorFacts {
  readonly service: UpstreamService
  /** The verb that was called, with placeholders: `GET /artists/{id}`. Never the URL: it may hold a key. */
  readonly endpoint: string
  /** HTTP status of the last answer; null when there was none. */
  readonly status?: number | null
  readonly requestId?: string | null
  /** Requests sent for this call, retries included; 0 when none left the process. */
  readonly attempts?: number
  /** The first instant at which it makes sense to try again. */
  readonly retryAt?: Date | null
  readonly cause?: unknown
}

/** Base of all failures of an upstream call. */
export abstract class UpstreamError extends SetvoteError {
  abstract override readonly code: ErrorCode
  readonly service: UpstreamService
  readonly endpoint: string
  readonly status: number | null
  readonly requestId: string | null
  readonly attempts: number
  readonly retryAt: Date | null
  constructor(message: string, facts: UpstreamErrorFacts) {
    super(message, 'cause' in facts ? { cause: facts.cause } : undefined)
    this.service = facts.service
    this.endpoint = facts.endpoint
    this.status = facts.status ?? null
    this.requestId = facts.requestId ?? null
    this.attempts = facts.attempts ?? 0
    this.retryAt = facts.retryAt ?? null
  }
}

/** The key or client secret is wrong, absent or was revoked. Repeating does not help; new credentials do. */
export class AuthenticationError extends UpstreamError {
  override readonly name = 'AuthenticationError'
  readonly code = 'unauthenticated'
}

/** A fan's Spotify authorization has ended (six months, or revoked): send them through the consent page again. */
export class ReauthorizationRequiredError extends UpstreamError {
  override readonly name = 'ReauthorizationRequiredError'
  readonly code = 'reauthorization-required'
}

/**
 * The service, or our own budget for it, allows no call before `retryAt`.
 * `scope` tells a spike (`'second'`) from a used-up day (`'day'`) and from a cooldown the service asked for.
 */
export class RateLimitError extends UpstreamError {
  override readonly name = 'RateLimitError'
  readonly code = 'rate-limited'
  readonly scope: 'second' | 'day' | 'cooldown'
  constructor(
    message: string,
    facts: UpstreamErrorFacts & { readonly scope: 'second' | 'day' | 'cooldown' },
  ) {
    super(message, facts)
    this.scope = facts.scope
  }
}

/** This app may not use this endpoint (Spotify's tiers). Known from then on: later calls fail without a request. */
export class EndpointUnavailableError extends UpstreamError {
  override readonly name = 'EndpointUnavailableError'
  readonly code = 'endpoint-unavailable'
}

/** The service answered that there is no such thing. */
export class UpstreamNotFoundError extends UpstreamError {
  override readonly name = 'UpstreamNotFoundError'
  readonly code = 'upstream-not-found'
}

/** The service refused the request as it stands (400, 403, 409 …). Not retried. */
export class UpstreamRejectedError extends UpstreamError {
  override readonly name = 'UpstreamRejectedError'
  readonly code = 'upstream-rejected'
}

/** The service failed (5xx) or could not be reached, after every allowed retry. */
export class UpstreamFailedError extends UpstreamError {
  override readonly name = 'UpstreamFailedError'
  readonly code = 'upstream-failed'
}

/** No answer within the call's timeout or deadline; waiting for a slot counts. */
export class UpstreamTimeoutError extends UpstreamError {
  override readonly name = 'UpstreamTimeoutError'
  readonly code = 'upstream-timeout'
}

/**
 * The service answered, and we cannot read the answer: not JSON, cut off, or of another shape. Not a failure of
 * the service, never retried as one. `issues` says where, without the values.
 */
export class UnexpectedResponseError extends UpstreamError {
  override readonly name = 'UnexpectedResponseError'
  readonly code = 'unexpected-response'
  readonly issues: readonly string[]
  constructor(message: string, facts: UpstreamErrorFacts & { readonly issues?: readonly string[] }) {
    super(message, facts)
    this.issues = facts.issues ?? []
  }
}

/** The service has failed repeatedly; calls are held back until `retryAt`, when one of them probes it. */
export class CircuitOpenError extends UpstreamError {
  override readonly name = 'CircuitOpenError'
  readonly code = 'circuit-open'
}

/** Guard for every upstream failure, across copies of this package. */
export function isUpstreamError(value: unknown): value is UpstreamError {
  return value instanceof Error && 'service' in value && 'endpoint' in value && 'attempts' in value
}

/**
 * The error family of setvote. Every error carries a `code` to branch on; guards compare a brand, so they hold
 * across copies of this package (two versions, ESM and a bundle). Messages never contain keys or tokens.
 *
 * Expected outcomes (a ballot over its limit, a run already going) are values, not errors.
 */
export type ErrorCode =
  | 'invalid-input'
  | 'invalid-options'
  | 'not-found'
  | 'ambiguous'
  | 'conflict'
  | 'aborted'
  | 'overloaded'
  | 'storage-failed'
  | 'channel-failed'
  | 'unauthenticated'
  | 'reauthorization-required'
  | 'rate-limited'
  | 'endpoint-unavailable'
  | 'upstream-not-found'
  | 'upstream-rejected'
  | 'upstream-failed'
  | 'upstream-timeout'
  | 'unexpected-response'
  | 'circuit-open'

const brand = Symbol.for('setvote.error')

export abstract class SetvoteError extends Error {
  abstract readonly code: ErrorCode
  readonly [brand] = true
}

/** True for every error that setvote throws on purpose. */
export function isSetvoteError(value: unknown): value is SetvoteError {
  return typeof value === 'object' && value !== null && brand in value
}

/** True for a setvote error of one of the given codes: `hasCode(error, 'rate-limited', 'circuit-open')`. */
export function hasCode<Code extends ErrorCode>(
  value: unknown,
  ...codes: readonly Code[]
): value is SetvoteError & { readonly code: Code } {
  return isSetvoteError(value) && (codes as readonly ErrorCode[]).includes(value.code)
}

/** What the caller passed cannot be meant: an id of another service, a malformed date, a negative limit. */
export class InvalidInputError extends SetvoteError {
  override readonly name = 'InvalidInputError'
  readonly code = 'invalid-input'
}

/** A factory was given options it cannot work with. Thrown at construction; the message shows what to write. */
export class InvalidOptionsError extends SetvoteError {
  override readonly name = 'InvalidOptionsError'
  readonly code = 'invalid-options'
}

/** Nothing in storage or in any asked service answers to this reference. */
export class NotFoundError extends SetvoteError {
  override readonly name = 'NotFoundError'
  readonly code = 'not-found'
}

/** One of several things that answer equally well to an ambiguous reference. */
export interface Candidate {
  readonly name: string
  readonly detail: string | null
  /** Pass one of these instead of the name. */
  readonly reference: Readonly<Record<string, string>>
  readonly score: number
}

/** The reference fits several things equally well. `candidates` holds them, best first. */
export class AmbiguousError extends SetvoteError {
  override readonly name = 'AmbiguousError'
  readonly code = 'ambiguous'
  readonly candidates: readonly Candidate[]
  constructor(message: string, candidates: readonly Candidate[]) {
    super(message)
    this.candidates = candidates
  }
}

/** The state does not allow this: a lease held by another process, a run that has ended. */
export class ConflictError extends SetvoteError {
  override readonly name = 'ConflictError'
  readonly code = 'conflict'
}

/** The caller's signal stopped the work. */
export class AbortedError extends SetvoteError {
  override readonly name = 'AbortedError'
  readonly code = 'aborted'
}

/** A bounded queue is full: slow down and try again. */
export class OverloadedError extends SetvoteError {
  override readonly name = 'OverloadedError'
  readonly code = 'overloaded'
}

/** The storage could not keep its promise (connection lost, disk full). `cause` holds the driver's error. */
export class StorageError extends SetvoteError {
  override readonly name = 'StorageError'
  readonly code = 'storage-failed'
}

/** An alert channel could not deliver a notice. The message names the channel and the answer, never its address. */
export class ChannelError extends SetvoteError {
  override readonly name = 'ChannelError'
  readonly code = 'channel-failed'
}

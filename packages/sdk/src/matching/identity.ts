import type { Reason } from './verdict.ts'

/** The id that one service gives a thing. Entities and drafts of the domain carry these. */
export interface ServiceId {
  readonly service: string
  readonly id: string
}

export interface Identified {
  readonly externalIds?: readonly ServiceId[] | undefined
}

/** A person's decision about two ids. It outweighs everything that can be computed, in every later import. */
export interface MatchOverride {
  readonly a: ServiceId
  readonly b: ServiceId
  readonly outcome: 'same' | 'different'
  /** Who decided, or why. Comes back as the detail of the reason. */
  readonly note?: string | undefined
}

export interface MatchOptions {
  /** Of several that apply, the last one counts. */
  readonly overrides?: readonly MatchOverride[] | undefined
}

/** The override that speaks about these two sets of ids, as a reason. */
export function overrideReason(
  a: readonly ServiceId[],
  b: readonly ServiceId[],
  overrides: readonly MatchOverride[] = [],
): Reason | null {
  const has = (ids: readonly ServiceId[], wanted: ServiceId) =>
    ids.some((each) => each.service === wanted.service && each.id === wanted.id)
  const override = overrides.findLast(
    (each) => (has(a, each.a) && has(b, each.b)) || (has(a, each.b) && has(b, each.a)),
  )
  if (!override) return null
  return {
    code: 'manual-override',
    weight: override.outcome === 'same' ? 1 : -1,
    ...(override.note !== undefined && { detail: override.note }),
  }
}

export type IdComparison = 'same' | 'different' | 'unknown'

/** Compares what two things are called at one service. A thing listed twice there has several ids; one in common is enough. */
export function compareIds(a: readonly ServiceId[], b: readonly ServiceId[], service: string): IdComparison {
  const left = a.filter((each) => each.service === service)
  const right = b.filter((each) => each.service === service)
  if (left.length === 0 || right.length === 0) return 'unknown'
  return left.some((one) => right.some((other) => one.id === other.id)) ? 'same' : 'different'
}

/** Why a verdict is what it is. Codes are stable: an app may translate them or filter by them. */
export type ReasonCode =
  | 'manual-override'
  | 'same-mbid'
  | 'different-mbid'
  | 'spotify-link'
  | 'same-id'
  | 'different-id'
  | 'contradicting-ids'
  | 'tribute-marker'
  | 'same-name'
  | 'alias'
  | 'similar-name'
  | 'other-script'
  | 'different-name'
  | 'placeholder-name'
  | 'shared-titles'
  | 'same-isrc'
  | 'different-isrc'
  | 'genre-overlap'
  | 'genre-conflict'
  | 'same-country'
  | 'different-country'
  | 'same-disambiguation'
  | 'different-disambiguation'
  | 'shared-show'
  | 'billed'
  | 'named-in-title'
  | 'part-of-name'
  | 'same-city'
  | 'different-city'
  | 'different-state'
  | 'near'
  | 'same-area'
  | 'far-apart'
  | 'other-room'
  | 'same-title'
  | 'similar-title'
  | 'different-title'
  | 'different-part'
  | 'part-of-medley'
  | 'other-artist'
  | 'duration-agrees'
  | 'duration-differs'
  | 'other-version'
  | 'title-version'
  | 'album-version'
  | 'performer'

export interface Reason {
  readonly code: ReasonCode
  /** What was seen: the shared id, the words, the distance. */
  readonly detail?: string
  /** -1 speaks against, +1 for. A weight of exactly 1 or -1 decides alone. */
  readonly weight: number
}

export type Outcome = 'same' | 'different' | 'unsure'

/** Whether two descriptions mean one thing, how sure that is (0 to 1), and why. */
export interface Verdict {
  readonly outcome: Outcome
  readonly score: number
  /** In the order in which they were looked at; the deciding ones first. */
  readonly reasons: readonly Reason[]
}

const sameFrom = 0.75
const differentTo = 0.25

/**
 * Weighs reasons. The first reason that decides alone (weight 1 or -1) is the verdict; without one the weights
 * add up, clamped to 0..1: from 0.75 on it is the same, up to 0.25 it is not, between the two nobody knows.
 *
 * @example
 * weigh([{ code: 'same-name', weight: 0.5 }]).outcome // 'unsure'
 */
export function weigh(reasons: readonly Reason[]): Verdict {
  const deciding = reasons.find((reason) => Math.abs(reason.weight) === 1)
  if (deciding)
    return {
      outcome: deciding.weight > 0 ? 'same' : 'different',
      score: deciding.weight > 0 ? 1 : 0,
      reasons,
    }
  const sum = reasons.reduce((total, reason) => total + reason.weight, 0)
  // Weights are hundredths; adding them as binary fractions must not lose a match by 1e-16.
  const score = Math.round(Math.min(1, Math.max(0, sum)) * 1000) / 1000
  return {
    outcome: score >= sameFrom ? 'same' : score <= differentTo ? 'different' : 'unsure',
    score,
    reasons,
  }
}

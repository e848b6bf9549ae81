import { InvalidOptionsError } from '../core/errors.ts'

/**
 * A sum of events that each count half after every half-life, kept so that time alone changes nothing in it.
 * Of two sums with one landmark, the one with the larger `log` is the larger at every later instant.
 */
export interface DecayedSum {
  /** How many events are in it. */
  readonly count: number
  /** ln Σ exp(λ(tᵢ − L)) over the events; −Infinity without any. */
  readonly log: number
  /** L: the instant that the logarithm is relative to. */
  readonly landmarkAt: Date
}

export interface ForwardDecay {
  /** A sum of no events. */
  empty(landmarkAt: Date): DecayedSum
  /** With one more event. Events may come in any order. */
  add(sum: DecayedSum, at: Date): DecayedSum
  /**
   * Without an event of a known time. Null where what remains cannot be told from what was there, because the event
   * was nearly all of it or is not in it: then count from the events again.
   */
  remove(sum: DecayedSum, at: Date): DecayedSum | null
  /** The events of both. The landmark is that of the first. */
  merge(sum: DecayedSum, other: DecayedSum): DecayedSum
  /** The decayed sum at an instant: Σ 2^(−age/halfLife). */
  valueAt(sum: DecayedSum, at: Date): number
  /** The same sum relative to another landmark. */
  moveLandmark(sum: DecayedSum, landmarkAt: Date): DecayedSum
  /** Whether the landmark is so far back that digits are being lost: move it, for all sums that are compared. */
  isLandmarkStale(landmarkAt: Date, at: Date): boolean
}

/** λ(t − L) at which about 13 of the 16 digits of a double are left. */
const staleExponent = 300

/** What must remain of a sum for its digits to mean something. */
const smallestRemainder = 1e-4

/**
 * Forward decay: Cormode, Shkapenyuk, Srivastava, Xu, "Forward Decay: A Practical Time Decay Model for Streaming
 * Systems", ICDE 2009. An event at tᵢ adds exp(λ(tᵢ − L)) with λ = ln 2 / half-life; divided by exp(λ(t − L)) that is
 * the exponentially decayed sum at any t. Kept as a logarithm, it neither overflows nor needs a batch.
 *
 * @throws InvalidOptionsError for a half-life that is not above 0.
 *
 * @example
 * const decay = createForwardDecay({ halfLifeMs: hours(48) })
 * const sum = decay.add(decay.empty(landmarkAt), new Date('2026-11-21T20:00:00Z'))
 * decay.valueAt(sum, new Date('2026-11-23T20:00:00Z')) // 0.5
 */
export function createForwardDecay({ halfLifeMs }: { readonly halfLifeMs: number }): ForwardDecay {
  if (!Number.isFinite(halfLifeMs) || halfLifeMs <= 0) {
    throw new InvalidOptionsError('halfLifeMs must be milliseconds above 0: { halfLifeMs: 172_800_000 }')
  }
  const exponent = (at: Date, landmarkAt: Date) =>
    (Math.LN2 * (at.getTime() - landmarkAt.getTime())) / halfLifeMs

  const moveLandmark = ({ count, log, landmarkAt: from }: DecayedSum, landmarkAt: Date): DecayedSum => ({
    count,
    log: log - exponent(landmarkAt, from),
    landmarkAt,
  })

  return {
    empty: (landmarkAt) => ({ count: 0, log: Number.NEGATIVE_INFINITY, landmarkAt }),
    add: ({ count, log, landmarkAt }, at) => ({
      count: count + 1,
      log: logOfSum(log, exponent(at, landmarkAt)),
      landmarkAt,
    }),
    remove({ count, log, landmarkAt }, at) {
      if (count === 0) return null
      const share = Math.exp(exponent(at, landmarkAt) - log)
      if (count === 1) {
        const isThatEvent = Math.abs(share - 1) < smallestRemainder
        return isThatEvent ? { count: 0, log: Number.NEGATIVE_INFINITY, landmarkAt } : null
      }
      if (!(1 - share >= smallestRemainder)) return null
      return { count: count - 1, log: log + Math.log1p(-share), landmarkAt }
    },
    merge(sum, other) {
      const { count, log } = moveLandmark(other, sum.landmarkAt)
      return { count: sum.count + count, log: logOfSum(sum.log, log), landmarkAt: sum.landmarkAt }
    },
    valueAt: ({ log, landmarkAt }, at) => Math.exp(log - exponent(at, landmarkAt)),
    moveLandmark,
    isLandmarkStale: (landmarkAt, at) => exponent(at, landmarkAt) > staleExponent,
  }
}

/** ln(eᵃ + eᵇ) without leaving the logarithms. */
function logOfSum(a: number, b: number): number {
  const larger = Math.max(a, b)
  return larger === Number.NEGATIVE_INFINITY ? larger : larger + Math.log1p(Math.exp(Math.min(a, b) - larger))
}

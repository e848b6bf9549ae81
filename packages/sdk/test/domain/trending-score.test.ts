import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultTrendingOptions, type TrendingFactors, trendingScore } from '../../src/domain/trending.ts'

const nothing: TrendingFactors = {
  recentVotes: 0,
  activeFans: 0,
  upcomingShows: 0,
  recentShows: 0,
  followers: 0,
  popularity: 0,
  hoursSinceActivity: null,
}
const scoreOf = (factors: Partial<TrendingFactors>) =>
  trendingScore({ ...nothing, ...factors }, defaultTrendingOptions)

/** Factors up to a busy app's largest artist: one fan more can be told from none by a double. */
const anyFactors = fc.record({
  recentVotes: fc.double({ min: 0, max: 20_000, noNaN: true }),
  activeFans: fc.nat(20_000),
  upcomingShows: fc.nat(200),
  recentShows: fc.nat(30),
  followers: fc.nat(1_000_000),
  popularity: fc.integer({ min: 0, max: 100 }),
  hoursSinceActivity: fc.option(fc.double({ min: 0, max: 10_000, noNaN: true })),
})
/** Anything that the schema lets through. */
const extremeFactors = fc.record({
  recentVotes: fc.double({ min: 0, max: Number.MAX_VALUE, noNaN: true }),
  activeFans: fc.maxSafeNat(),
  upcomingShows: fc.maxSafeNat(),
  recentShows: fc.maxSafeNat(),
  followers: fc.maxSafeNat(),
  popularity: fc.double({ min: 0, max: 100, noNaN: true }),
  hoursSinceActivity: fc.option(fc.double({ min: 0, max: Number.MAX_VALUE, noNaN: true })),
})

describe('a trending score', () => {
  it('is 0 for nothing and 500 at the midpoint', () => {
    expect(scoreOf({})).toBe(0)
    const { weights, midpoint } = defaultTrendingOptions
    expect(scoreOf({ upcomingShows: midpoint / weights.upcomingShows })).toBe(500)
  })

  it('is what the formula says', () => {
    const factors = {
      recentVotes: 200,
      activeFans: 50,
      upcomingShows: 3,
      recentShows: 2,
      followers: 1000,
      popularity: 60,
      hoursSinceActivity: 48,
    }
    const activity = 15 * 200 + 10 * 50 + 3 * (200 / 50)
    const raw = activity * 1.25 + 8 * 3 + 5 * 2 + 0.1 * 100 * Math.log(11) + 0.5 * 60
    expect(scoreOf(factors)).toBeCloseTo((1000 * raw) / (raw + 1000), 9)
  })

  it('is at least 0 and below 1000, whatever the factors', () => {
    fc.assert(
      fc.property(extremeFactors, (factors) => {
        const score = scoreOf(factors)
        expect(score).toBeGreaterThanOrEqual(0)
        expect(score).toBeLessThan(1000)
      }),
      {
        examples: [[{ ...nothing, recentVotes: Number.MAX_VALUE }], [{ ...nothing, followers: 2 ** 53 - 1 }]],
      },
    )
  })

  it('stays below 1000 for any midpoint', () => {
    for (const midpoint of [1e-6, 1, 1e6, 1e12]) {
      const score = trendingScore(
        { ...nothing, recentVotes: Number.MAX_VALUE },
        { ...defaultTrendingOptions, midpoint },
      )
      expect(score, String(midpoint)).toBeLessThan(1000)
      expect(score, String(midpoint)).toBeGreaterThan(999)
    }
  })

  it.each(['upcomingShows', 'recentShows', 'followers', 'popularity', 'recentVotes'] as const)(
    'rises with every one more of %s, so that no two tie',
    (factor) => {
      fc.assert(
        fc.property(anyFactors, (factors) => {
          const popularity = Math.min(factors.popularity, 99)
          const less = { ...factors, popularity }
          expect(scoreOf({ ...less, [factor]: less[factor] + 1 })).toBeGreaterThan(scoreOf(less))
        }),
      )
    },
  )

  it('never falls as more is added, however much there is', () => {
    const factor = fc.constantFrom('upcomingShows', 'recentShows', 'followers', 'recentVotes')
    fc.assert(
      fc.property(
        extremeFactors,
        factor,
        fc.double({ min: 1, max: 1e6, noNaN: true }),
        (factors, name, by) => {
          expect(scoreOf({ ...factors, [name]: factors[name] * by })).toBeGreaterThanOrEqual(scoreOf(factors))
        },
      ),
    )
  })

  it('fades as activity lies further back', () => {
    const hours = [0, 1, 48, 480, 10_000, null]
    const scores = hours.map((hoursSinceActivity) =>
      scoreOf({ recentVotes: 100, activeFans: 20, hoursSinceActivity }),
    )
    expect(scores).toEqual(scores.toSorted((a, b) => b - a))
    expect(scores[0]).toBeGreaterThan(scores.at(-1)!)
  })

  it('of a large quiet artist does not outrank that of a small active one', () => {
    const quiet = scoreOf({ followers: 5_000_000, popularity: 90 })
    const active = scoreOf({ followers: 500, recentVotes: 20, activeFans: 8, hoursSinceActivity: 1 })
    expect(active).toBeGreaterThan(quiet)
  })
})

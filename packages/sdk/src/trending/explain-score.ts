import { type TrendingFactors, type TrendingOptions, trendingScore } from '../domain/trending.ts'

/** What each factor adds to a score, of which they are the sum. */
export interface ScoreParts {
  readonly recentVotes: number
  readonly activeFans: number
  /** Of votes per active fan. */
  readonly engagement: number
  /** What recent activity adds on top of these three. */
  readonly recency: number
  readonly upcomingShows: number
  readonly recentShows: number
  readonly followers: number
  readonly popularity: number
}

/** A weighted factor above this is one of that size: sums of eight must stay finite. */
const largestTerm = Number.MAX_VALUE / 16

/**
 * Divides the score of `trendingScore` among its factors, each by its share of the weighted sum.
 *
 * @example
 * const parts = toScoreParts(factors, defaultTrendingOptions)
 * parts.recentVotes // 312.4 of a score of 640.2
 */
export function toScoreParts(factors: TrendingFactors, options: TrendingOptions): ScoreParts {
  const { weights, halfLifeMs } = options
  const { recentVotes, activeFans, hoursSinceActivity } = factors
  const votes = weights.recentVotes * recentVotes
  const fans = weights.activeFans * activeFans
  const engagement = weights.engagement * (recentVotes / Math.max(activeFans, 1))
  const activity = Math.min(votes + fans + engagement, largestTerm)
  const recency = hoursSinceActivity === null ? 0 : 2 ** (-(hoursSinceActivity * 3_600_000) / halfLifeMs)
  const terms: ScoreParts = {
    recentVotes: votes,
    activeFans: fans,
    engagement,
    recency: activity * weights.recencyBoost * recency,
    upcomingShows: weights.upcomingShows * factors.upcomingShows,
    recentShows: weights.recentShows * factors.recentShows,
    followers: weights.followers * 100 * Math.log1p(factors.followers / 100),
    popularity: weights.popularity * factors.popularity,
  }
  const score = trendingScore(factors, options)
  const bounded = Object.entries(terms).map(([name, term]) => [name, Math.min(term, largestTerm)] as const)
  const sum = bounded.reduce((total, [, term]) => total + term, 0)
  return Object.fromEntries(
    bounded.map(([name, term]) => [name, sum === 0 ? 0 : score * (term / sum)]),
  ) as unknown as ScoreParts
}

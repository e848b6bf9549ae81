import { z } from 'zod'
import { EntityId } from './entity.ts'
import { Instant } from './instant.ts'

/** What trends: a board ranks one kind of thing. */
export const BoardKind = z.enum(['artists', 'shows'])
export type BoardKind = z.infer<typeof BoardKind>

/**
 * What a score is made of at one instant, `at`.
 *
 * The ballots of an artist are those on setlists of that artist; the ballots of a show those on its setlists. Only
 * ballots in good standing count, cast at `at` or before.
 *
 * The day of a show is the UTC day of its start, else its local day; today is the UTC day of `at`. A show is upcoming
 * when its day is today or later, up to the UTC day of `at` + horizon. It is recent when its day is before today and
 * not before the UTC day of `at` − window. Without a day, cancelled or postponed it is neither.
 */
export const TrendingFactors = z.object({
  /**
   * The sum of 2^(−age/halfLife) over the ballots younger than 40 half-lives. An older one would add less than
   * 10^−12.
   */
  recentVotes: z.number().nonnegative(),
  /** Distinct fans with a ballot cast after `at` − window. */
  activeFans: z.int().nonnegative(),
  /** Upcoming shows with the artist in the lineup; for a show 1 when it is upcoming, else 0. */
  upcomingShows: z.int().nonnegative(),
  /** Recent shows with the artist in the lineup; for a show 1 when it is recent, else 0. */
  recentShows: z.int().nonnegative(),
  /**
   * Fans who follow the artist. For a show those who are interested or going, while it is upcoming or recent; else
   * 0, so that a past crowd does not outrank a coming one.
   */
  followers: z.int().nonnegative(),
  /**
   * 0..100; 0 when unknown. For a show that of its first headliner who is linked, while it is upcoming or recent;
   * else 0.
   */
  popularity: z.number().min(0).max(100),
  /** Hours since the last ballot; null when there has been none. */
  hoursSinceActivity: z.number().nonnegative().nullable(),
})
export type TrendingFactors = z.infer<typeof TrendingFactors>

/** How much each factor counts. */
export interface TrendingWeights {
  readonly recentVotes: number
  readonly activeFans: number
  readonly upcomingShows: number
  readonly recentShows: number
  readonly followers: number
  readonly popularity: number
  /** Of votes per active fan. */
  readonly engagement: number
  /** The part by which activity right now raises the score: 0.5 makes it half as much again. */
  readonly recencyBoost: number
}

export interface TrendingOptions {
  readonly weights: TrendingWeights
  /** A vote counts half after this long. */
  readonly halfLifeMs: number
  /** How long a fan stays active, and a show recent. */
  readonly windowMs: number
  /** How far ahead a show is upcoming. */
  readonly horizonMs: number
  /** The sum of weighted factors at which a score is 500. */
  readonly midpoint: number
  /** A stored score is rewritten only when it moves by more than this, and by more than `smallestMove`. */
  readonly threshold: number
}

const hourMs = 3_600_000

/** Two scores that differ by less are one: sums of the same ballots in another order differ by so much. */
export const smallestMove = 1e-9

/** In midpoints: what is above cannot be told from 1000 by a double. */
const highestRaw = 1e12

export const defaultTrendingOptions: TrendingOptions = {
  weights: {
    recentVotes: 15,
    activeFans: 10,
    upcomingShows: 8,
    recentShows: 5,
    followers: 0.1,
    popularity: 0.5,
    engagement: 3,
    recencyBoost: 0.5,
  },
  halfLifeMs: 48 * hourMs,
  windowMs: 7 * 24 * hourMs,
  horizonMs: 90 * 24 * hourMs,
  midpoint: 1000,
  threshold: 0.5,
}

/**
 * The trending score, 0 ≤ score < 1000.
 *
 * With w the weights: raw = (w.votes·v + w.fans·f + w.engagement·v/max(f, 1)) · (1 + w.recency·2^(−h/halfLife))
 * + w.upcoming·u + w.recent·r + w.followers·100·ln(1 + n/100) + w.popularity·p, and score = 1000·raw/(raw + midpoint).
 * The map from raw to score is strictly monotone and never reaches 1000, so no two artists tie at a cap (above 10^12
 * midpoints, where doubles end, it is held there). Followers count by their logarithm, linear below about a hundred,
 * so a large quiet artist does not outrank a small active one by size alone.
 *
 * @example
 * trendingScore({ ...factors, recentVotes: 200, activeFans: 50 }, defaultTrendingOptions)
 */
export function trendingScore(
  factors: TrendingFactors,
  { weights, halfLifeMs, midpoint }: TrendingOptions,
): number {
  const { recentVotes, activeFans, hoursSinceActivity } = factors
  const activity =
    weights.recentVotes * recentVotes +
    weights.activeFans * activeFans +
    weights.engagement * (recentVotes / Math.max(activeFans, 1))
  const recency = hoursSinceActivity === null ? 0 : 2 ** (-(hoursSinceActivity * hourMs) / halfLifeMs)
  const raw =
    activity * (1 + weights.recencyBoost * recency) +
    weights.upcomingShows * factors.upcomingShows +
    weights.recentShows * factors.recentShows +
    weights.followers * 100 * Math.log1p(factors.followers / 100) +
    weights.popularity * factors.popularity
  const bounded = Math.min(raw, highestRaw * midpoint)
  return (1000 * bounded) / (bounded + midpoint)
}

/** One row of a board. Ties are broken by id, everywhere the same. */
export const BoardEntry = z.object({
  rank: z.int().positive(),
  id: EntityId,
  score: z.number().min(0).max(1000),
  factors: TrendingFactors,
  refreshedAt: Instant,
})
export type BoardEntry = z.infer<typeof BoardEntry>

/** A past score, for a sparkline. */
export const ScorePoint = z.object({ at: Instant, score: z.number().min(0).max(1000) })
export type ScorePoint = z.infer<typeof ScorePoint>

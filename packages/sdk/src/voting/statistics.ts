import type { Clock } from '../core/clock.ts'
import { hours } from '../core/duration.ts'
import { InvalidInputError } from '../core/errors.ts'
import type { VoteStats, VoteStatsQuery, VoteStore } from '../storage/vote-store.ts'
import { checkId, checkInstant, checkLimit } from './check-input.ts'

export interface VotingStatistics extends VoteStats {
  /**
   * Upvotes per hour: over the period asked for, from the first ballot where it has no beginning, up to now where it
   * has no end, and over an hour at least. 0 without upvotes.
   */
  readonly perHour: number
}

export interface LeaderboardQuery extends Omit<VoteStatsQuery, 'top'> {
  /** From 1 to 1000. @default 10 */
  readonly limit?: number
}

export type LeaderboardEntry = VoteStats['top'][number] & {
  /** From 1. Songs with equal upvotes come in the order of their ids. */
  readonly rank: number
}

export async function readStatistics(
  votes: Pick<VoteStore, 'stats'>,
  query: VoteStatsQuery = {},
  clock: Clock,
): Promise<VotingStatistics> {
  checkQuery(query)
  const stats = await votes.stats(query)
  const nowMs = clock.now().getTime()
  const fromMs = (query.from ?? stats.firstAt)?.getTime() ?? nowMs
  const toMs = Math.min(query.to?.getTime() ?? nowMs, Math.max(nowMs, stats.lastAt?.getTime() ?? nowMs))
  return { ...stats, perHour: (stats.upvotes * hours(1)) / Math.max(toMs - fromMs, hours(1)) }
}

export async function readLeaderboard(
  votes: Pick<VoteStore, 'stats'>,
  { limit = 10, ...query }: LeaderboardQuery = {},
): Promise<LeaderboardEntry[]> {
  checkQuery({ ...query, top: limit }, 'limit')
  const { top } = await votes.stats({ ...query, top: limit })
  return top.map((song, index) => ({ rank: index + 1, ...song }))
}

function checkQuery({ showId, artistId, from, to, top }: VoteStatsQuery, limit = 'top'): void {
  if (showId !== undefined) checkId('showId', showId)
  if (artistId !== undefined) checkId('artistId', artistId)
  if (from !== undefined) checkInstant('from', from)
  if (to !== undefined) checkInstant('to', to)
  if (from && to && from >= to) throw new InvalidInputError('from must be before to')
  if (top !== undefined) checkLimit(limit, top)
}

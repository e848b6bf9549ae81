import type { Logger } from '../core/logger.ts'
import type { EntityId } from '../domain/entity.ts'
import type { BallotKey, CastOutcome, VoteStore, VoteTally } from '../storage/vote-store.ts'
import type { CastItem } from './ballot-items.ts'

/**
 * Quarantines ballots that were counted before it was found what they are part of. Answers the tallies of the shows
 * that this changed. The ballots of the batch itself are stored already, so a failure here is logged.
 */
export async function quarantineEarlier(
  items: readonly CastItem[],
  outcomes: readonly CastOutcome[],
  { votes, logger }: { readonly votes: VoteStore; readonly logger: Logger },
): Promise<VoteTally[]> {
  const found = new Map<string, BallotKey[]>()
  const showIds = new Set<EntityId>()
  for (const [index, { fanId, judgement, place }] of items.entries()) {
    if (!judgement || !place) continue
    const status = outcomes[index]?.status
    const { reason } = judgement
    const songs = judgement.settle(status === 'counted' || status === 'quarantined')
    if (reason === null || songs.length === 0) continue
    const keys = songs.map((setlistSongId) => ({ fanId, setlistSongId }))
    found.set(reason, [...(found.get(reason) ?? []), ...keys])
    showIds.add(place.showId)
  }
  if (found.size === 0) return []
  try {
    for (const [reason, keys] of found) await votes.quarantine(keys, reason)
    const tallies = await Promise.all([...showIds].map((showId) => votes.tally({ showId })))
    return tallies.filter((tally) => tally !== null)
  } catch (error) {
    logger.error('could not quarantine ballots that were counted before', { error })
    return []
  }
}

import { type Batcher, createBatcher } from '../core/create-batcher.ts'
import type { EntityId } from '../domain/entity.ts'
import type {
  BallotDraft,
  BallotKey,
  BallotReference,
  CastOutcome,
  RetractOutcome,
} from '../storage/vote-store.ts'
import type { Judgement } from './create-abuse-watch.ts'
import { sendDistinct } from './send-distinct.ts'
import type { ShowNews } from './show-news.ts'
import type { SongPlace } from './song-places.ts'
import type { VotingSettings } from './voting-options.ts'

/** A ballot on its way to storage. */
export interface CastItem extends BallotDraft {
  readonly place: SongPlace | null
  readonly judgement: Judgement | null
}

export interface RetractItem extends BallotReference {
  readonly place: SongPlace | null
}

/** Where concurrent calls become one statement. */
export interface BallotLanes {
  readonly casts: Batcher<CastItem, CastOutcome>
  readonly retractions: Batcher<RetractItem, RetractOutcome>
}

export function createBallotLanes(
  { storage: { votes }, perDay, batch, clock, logger }: VotingSettings,
  news: ShowNews | null,
): BallotLanes {
  async function send(items: readonly CastItem[]): Promise<readonly CastOutcome[]> {
    const drafts = items.map(({ place: _, judgement: __, ...draft }): BallotDraft => draft)
    const outcomes = await votes.castMany(drafts, { perDay })
    for (const [index, outcome] of outcomes.entries()) tell(items[index], outcome)
    await quarantineEarlier(items, outcomes)
    return outcomes
  }

  function tell(item: CastItem | RetractItem | undefined, outcome: CastOutcome | RetractOutcome): void {
    if (!item?.place || !('tally' in outcome) || outcome.status === 'already-cast') return
    news?.counted(item.place.showId, item.setlistSongId, outcome.tally.upvotes)
  }

  /** Ballots that were counted before what they are part of was found. */
  async function quarantineEarlier(
    items: readonly CastItem[],
    outcomes: readonly CastOutcome[],
  ): Promise<void> {
    const earlier = new Map<string, BallotKey[]>()
    for (const [index, { fanId, judgement }] of items.entries()) {
      const status = outcomes[index]?.status
      const songs = judgement?.settle(status === 'counted' || status === 'quarantined') ?? []
      if (songs.length === 0) continue
      const keys = songs.map((setlistSongId: EntityId): BallotKey => ({ fanId, setlistSongId }))
      const { reason } = judgement!
      earlier.set(reason!, [...(earlier.get(reason!) ?? []), ...keys])
    }
    for (const [reason, keys] of earlier) {
      try {
        await votes.quarantine(keys, reason)
      } catch (error) {
        logger.error('could not quarantine ballots that were cast before', { reason, error })
      }
    }
  }

  return {
    casts: createBatcher({
      ...batch,
      clock,
      send: (items) =>
        sendDistinct(items, send, (outcome) =>
          'tally' in outcome ? { status: 'already-cast', tally: outcome.tally } : outcome,
        ),
    }),
    retractions: createBatcher({
      ...batch,
      clock,
      send: (items) =>
        sendDistinct(
          items,
          async (distinct) => {
            const outcomes = await votes.retractMany(
              distinct.map(({ place: _, ...reference }): BallotReference => reference),
            )
            for (const [index, outcome] of outcomes.entries()) tell(distinct[index], outcome)
            return outcomes
          },
          (outcome) => (outcome.status === 'retracted' ? { status: 'not-cast' } : outcome),
        ),
    }),
  }
}

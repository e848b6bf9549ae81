import { type Batcher, createBatcher } from '../core/create-batcher.ts'
import type { EntityId } from '../domain/entity.ts'
import { showTopic } from '../domain/event.ts'
import type { News } from '../realtime/create-news.ts'
import type { BallotDraft, CastOutcome, RetractOutcome, VoteTally } from '../storage/vote-store.ts'
import type { CastItem, RetractItem } from './ballot-items.ts'
import { quarantineEarlier } from './quarantine-earlier.ts'
import { sendDistinct } from './send-distinct.ts'
import type { VotingSettings } from './voting-options.ts'

/** Where calls made at the same time become one call of the storage. */
export interface BallotLanes {
  readonly casts: Batcher<CastItem, CastOutcome>
  readonly retractions: Batcher<RetractItem, RetractOutcome>
}

export function createBallotLanes(
  { storage: { votes }, perDay, batch, clock, logger }: VotingSettings,
  news: News | null,
): BallotLanes {
  async function cast(items: readonly CastItem[]): Promise<readonly CastOutcome[]> {
    const outcomes = await votes.castMany(items.map(toDraft), { perDay })
    const corrected = await quarantineEarlier(items, outcomes, { votes, logger })
    tellCounts(items, outcomes)
    for (const tally of corrected) tellTally(news, tally)
    return outcomes
  }

  async function retract(items: readonly RetractItem[]): Promise<readonly RetractOutcome[]> {
    const outcomes = await votes.retractMany(items.map(({ place: _, ...reference }) => reference))
    tellCounts(items, outcomes)
    return outcomes
  }

  function tellCounts(
    items: readonly (CastItem | RetractItem)[],
    outcomes: readonly (CastOutcome | RetractOutcome)[],
  ): void {
    if (!news) return
    const counts = new Map<EntityId, Record<EntityId, number>>()
    for (const [index, { setlistSongId, place }] of items.entries()) {
      const outcome = outcomes[index]
      if (!place || (outcome?.status !== 'counted' && outcome?.status !== 'retracted')) continue
      const upvotes = counts.get(place.showId) ?? {}
      counts.set(place.showId, upvotes)
      upvotes[setlistSongId] = outcome.tally.upvotes
    }
    for (const [showId, upvotes] of counts) news.tell(showTopic(showId), 'show.voting', { upvotes })
  }

  return {
    casts: createBatcher({ ...batch, clock, send: (items) => sendDistinct(items, cast, castAgain) }),
    retractions: createBatcher({
      ...batch,
      clock,
      send: (items) => sendDistinct(items, retract, retractAgain),
    }),
  }
}

function toDraft({ fanId, setlistSongId, castAt, day, deviceKey, quarantineReason }: CastItem): BallotDraft {
  return { fanId, setlistSongId, castAt, day, deviceKey, quarantineReason }
}

const castAgain = (outcome: CastOutcome): CastOutcome =>
  outcome.status === 'counted' || outcome.status === 'quarantined'
    ? { status: 'already-cast', tally: outcome.tally }
    : outcome

const retractAgain = (outcome: RetractOutcome): RetractOutcome =>
  outcome.status === 'retracted' ? { status: 'not-cast' } : outcome

/** Tells the count of every song of a show as it is. */
export function tellTally(news: News | null, { show, songs }: VoteTally): void {
  const upvotes = Object.fromEntries(songs.map((song) => [song.id, song.upvotes]))
  news?.tell(showTopic(show.id), 'show.voting', { upvotes })
}

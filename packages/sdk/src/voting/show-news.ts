import type { Clock } from '../core/clock.ts'
import type { Logger } from '../core/logger.ts'
import type { EntityId } from '../domain/entity.ts'
import { type DomainEvent, showTopic } from '../domain/event.ts'
import type { EventBus } from '../realtime/event-bus.ts'

/** What has changed on shows, for those who watch them. */
export interface ShowNews {
  /** The upvotes of a setlist song as they are now. */
  counted(showId: EntityId, setlistSongId: EntityId, upvotes: number): void
  /** The end of voting as it is now. */
  locked(showId: EntityId, lockedAt: Date | null): void
  /** Resolves when all news is out. */
  idle(): Promise<void>
}

interface Unsaid {
  readonly upvotes: Map<EntityId, number>
  lockedAt?: Date | null
}

/**
 * Publishes news one after the other, as events of the type `show.voting`: `data.upvotes` holds the new counts by
 * setlist song, `data.lockedAt` the new end of voting where it moved. What happens on a show in one turn, or while
 * its news is waiting, becomes one event: a bus slower than the votes gets fewer events, not a growing queue. A bus
 * that fails stops no vote.
 */
export function createShowNews({
  bus,
  clock,
  logger,
}: {
  readonly bus: EventBus
  readonly clock: Clock
  readonly logger: Logger
}): ShowNews {
  let unsaid = new Map<EntityId, Unsaid>()
  let publishing: Promise<void> | null = null

  async function publishAll(): Promise<void> {
    do {
      // A batch tells of its songs in one turn.
      await null
      const events = [...unsaid].map(([showId, news]) => toEvent(showId, news, clock.now()))
      unsaid = new Map()
      for (const event of events) {
        try {
          await bus.publish(event)
        } catch (error) {
          logger.warn('could not announce what happened on a show', { topic: event.topic, error })
        }
      }
    } while (unsaid.size > 0)
    publishing = null
  }

  function newsOf(showId: EntityId): Unsaid {
    const news = unsaid.get(showId) ?? { upvotes: new Map() }
    unsaid.set(showId, news)
    publishing ??= publishAll()
    return news
  }

  return {
    counted(showId, setlistSongId, upvotes) {
      newsOf(showId).upvotes.set(setlistSongId, upvotes)
    },
    locked(showId, lockedAt) {
      newsOf(showId).lockedAt = lockedAt
    },
    async idle() {
      await publishing
    },
  }
}

function toEvent(showId: EntityId, { upvotes, lockedAt }: Unsaid, at: Date): DomainEvent {
  const lock = lockedAt === undefined ? {} : { lockedAt: lockedAt?.toISOString() ?? null }
  return {
    topic: showTopic(showId),
    type: 'show.voting',
    at,
    data: { upvotes: Object.fromEntries(upvotes), ...lock },
  }
}

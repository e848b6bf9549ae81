import type { Clock } from '../core/clock.ts'
import type { Logger } from '../core/logger.ts'
import { activityTopic, type DomainEvent } from '../domain/event.ts'
import type { EventBus } from './event-bus.ts'

/** How things are now, field by field. */
export type NewsData = Readonly<DomainEvent['data']>

/** Tells how things are now to those who watch. */
export interface News {
  /**
   * Says so as an event of the topic, and of all activity. What is said of one topic and type in one turn, or while
   * earlier news is on its way, becomes one event: of a field, and of a field of a field, the last word counts.
   */
  tell(topic: string, type: string, data: NewsData): void
  /** Resolves when all news is out. */
  idle(): Promise<void>
}

interface Unsaid {
  readonly topic: string
  readonly type: string
  readonly data: DomainEvent['data']
}

/**
 * Publishes news one after the other. A bus slower than what happens gets fewer events, not a growing queue; a bus
 * that fails stops nothing.
 *
 * @example
 * const news = createNews({ bus, clock, logger })
 * news.tell(artistTopic('art_1'), 'artist.followers', { followers: 12 })
 */
export function createNews({
  bus,
  clock,
  logger,
}: {
  readonly bus: EventBus
  readonly clock: Clock
  readonly logger: Logger
}): News {
  let unsaid = new Map<string, Unsaid>()
  let publishing: Promise<void> | null = null

  async function publish(topic: string, type: string, data: NewsData): Promise<void> {
    try {
      await bus.publish({ topic, type, at: clock.now(), data })
    } catch (error) {
      logger.warn('could not announce what happened', { topic, type, error })
    }
  }

  async function publishAll(): Promise<void> {
    do {
      // What one turn tells goes out together.
      await null
      const all = [...unsaid.values()]
      unsaid = new Map()
      for (const { topic, type, data } of all) {
        await publish(topic, type, data)
        await publish(activityTopic, type, { ...data, topic })
      }
    } while (unsaid.size > 0)
    publishing = null
  }

  return {
    tell(topic, type, data) {
      const key = JSON.stringify([topic, type])
      const news = unsaid.get(key) ?? { topic, type, data: {} }
      unsaid.set(key, news)
      for (const [field, value] of Object.entries(data)) {
        const held = news.data[field]
        news.data[field] = isRecord(value) ? Object.assign(isRecord(held) ? held : {}, value) : value
      }
      publishing ??= publishAll()
    },
    async idle() {
      await publishing
    },
  }
}

type Value = NewsData[string]
const isRecord = (value: Value | undefined): value is Record<string, Value> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

import {
  type Clock,
  DomainEvent,
  type EventBus,
  InvalidInputError,
  inProcessEventBus,
  type Logger,
  silentLogger,
  systemClock,
  uuidIds,
} from '@setvote/sdk'
import { channelOf } from './channel-of.ts'
import { connectTo, type EventSource } from './event-connection.ts'
import { createEventLink } from './event-link.ts'
import { createJoiner, toParts } from './event-parts.ts'

export type PostgresEventBusOptions = EventSource & {
  /** Apps of another schema hear nothing of each other. @default 'setvote' */
  readonly schema?: string | undefined
  /** @default the machine's clock */
  readonly clock?: Clock | undefined
  /** Told once when the database goes away, and once when it is back; and about listeners that fail. @default silent */
  readonly logger?: Logger | undefined
}

export type PostgresEventBus = EventBus & {
  /** Ends the connection; a pool gets back what it lent, a PGlite stays open. Listeners of this process go on hearing. */
  close(): Promise<void>
}

/** How long a publisher waits for the server to take an event. It is sent all the same. */
const patienceMs = 500
const longestEvent = 1_000_000

/**
 * An event bus over `LISTEN` and `NOTIFY`. Listeners of this process are told directly, as by `inProcessEventBus`, also
 * while the database is away; those of other processes through one channel per topic, which a process hears only while
 * somebody listens to it. What happens while the database is away is not told to other processes afterwards.
 *
 * It keeps one connection of its own, for as long as it is used. Events of any size up to a million characters travel
 * in as many notifications as they need; `publish` rejects with an `InvalidInputError` for a longer one.
 *
 * @throws InvalidOptionsError unless there is exactly one of `connectionString`, `pool` and `pglite`.
 *
 * @example
 * const bus = postgresEventBus({ connectionString: 'postgres://app@localhost/app' })
 * const setvote = createSetvote({ storage, bus })
 */
export function postgresEventBus(options: PostgresEventBusOptions): PostgresEventBus {
  const { schema = 'setvote', clock = systemClock, logger = silentLogger, ...source } = options
  const connect = connectTo(source as EventSource)
  const here = inProcessEventBus({ logger })
  const by = uuidIds()('proc')
  const joiner = createJoiner(by)
  let number = 0

  const link = createEventLink({
    connect,
    clock,
    logger,
    onGap: () => joiner.reset(),
    hear(notification) {
      try {
        const event = joiner.take(notification)
        if (event !== null) void here.publish(DomainEvent.parse(event))
      } catch (error) {
        logger.warn('an event of another process cannot be read', { error })
      }
    },
  })

  /** What cannot be told to other processes is no concern of the publisher; the link says once why. */
  async function tell(event: DomainEvent): Promise<void> {
    const parts = toParts({ by, number: number++ }, event)
    const sent = new AbortController()
    const patience = clock.sleep(patienceMs, sent.signal).catch(() => {})
    const sending = link.notify(channelOf(schema, event.topic), parts).catch(() => {})
    await Promise.race([sending, patience])
    sent.abort()
  }

  return {
    async publish(event) {
      if (JSON.stringify(event).length > longestEvent) {
        throw new InvalidInputError(
          `An event may be ${longestEvent} characters long: store more, and tell where`,
        )
      }
      await here.publish(event)
      await tell(event)
    },
    subscribe(topic, listener) {
      const stopHere = here.subscribe(topic, listener)
      const stopThere = link.listen(channelOf(schema, topic))
      return () => {
        stopHere()
        stopThere()
      }
    },
    close: link.close,
  }
}

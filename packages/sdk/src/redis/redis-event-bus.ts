import { DomainEvent } from '../domain/event.ts'
import type { EventBus } from '../realtime/event-bus.ts'
import { inProcessEventBus } from '../realtime/in-process-event-bus.ts'
import type { RedisConnection } from './redis-connection.ts'

/**
 * An event bus over Redis. Listeners of this process are told directly, as by `inProcessEventBus`, also while Redis is
 * away; those of other processes through one channel per topic, which a process hears only while somebody listens
 * to it. What happens while Redis is away is not told to other processes afterwards.
 *
 * @example
 * const bus = redisEventBus(redisConnection({ url }))
 * const stop = bus.subscribe('show:sho_1', (event) => console.log(event.type))
 */
export function redisEventBus(redis: RedisConnection): EventBus {
  const { link, feed, logger } = redis
  const here = inProcessEventBus({ logger })
  const heard = new Map<string, { listeners: number; readonly stop: () => void }>()
  const channelOf = (topic: string) => redis.key('events', topic)

  function hear(text: string) {
    try {
      const { by, event } = JSON.parse(text) as { readonly by: string; readonly event: unknown }
      if (by !== redis.process) void here.publish(DomainEvent.parse(event))
    } catch (error) {
      logger.warn('an event of another process cannot be read', { error })
    }
  }

  return {
    async publish(event) {
      await here.publish(event)
      const text = JSON.stringify({ by: redis.process, event })
      // The link tells once that Redis is away.
      await link.ask((client) => client.publish(channelOf(event.topic), text)).catch(() => {})
    },
    subscribe(topic, listener) {
      const stopHere = here.subscribe(topic, listener)
      const known = heard.get(topic)
      const entry = known ?? { listeners: 0, stop: feed.listen(channelOf(topic), hear) }
      entry.listeners++
      heard.set(topic, entry)
      let stopped = false
      return () => {
        if (stopped) return
        stopped = true
        stopHere()
        entry.listeners--
        if (entry.listeners > 0) return
        heard.delete(topic)
        entry.stop()
      }
    },
  }
}

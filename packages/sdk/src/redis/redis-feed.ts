import type { Redis } from 'ioredis'
import type { Logger } from '../core/logger.ts'

/** What other processes say, by channel. */
export interface RedisFeed {
  /** Returns how to stop. Messages from before the subscription is in force are not heard. */
  listen(channel: string, listener: (message: string) => void): () => void
  /** Called when messages may have been missed, as soon as they are heard again. Returns how to stop. */
  onGap(listener: () => void): () => void
  close(): void
}

/** Reads from a connection of its own: Redis lets one that listens do nothing else. */
export function createRedisFeed(redis: Redis, logger: Logger): RedisFeed {
  const channels = new Map<string, Set<(message: string) => void>>()
  const gapListeners = new Set<() => void>()
  let pending: Promise<unknown> = Promise.resolve()
  let wasReady = false
  let closed = false

  /** One after the other: a subscription that ends may be followed by a new one of the same channel. */
  function later(work: () => Promise<unknown>) {
    // A connection that fails now subscribes to everything again when it is back.
    pending = pending.then(() => (closed || redis.status !== 'ready' ? undefined : work())).catch(() => {})
  }

  const onMessage = (channel: string, message: string) => {
    for (const listener of [...(channels.get(channel) ?? [])]) listener(message)
  }
  const onReady = () => {
    const again = wasReady
    wasReady = true
    later(async () => {
      if (channels.size > 0) await redis.subscribe(...channels.keys())
      if (again) for (const listener of [...gapListeners]) listener()
    })
  }
  // The link tells about a Redis that is away; this connection shares its fate.
  const onError = (error: unknown) =>
    logger.debug('the connection for events failed', { error: String(error) })
  redis.on('message', onMessage)
  redis.on('ready', onReady)
  redis.on('error', onError)
  if (redis.status === 'ready') onReady()
  if (redis.status === 'wait') redis.connect().catch(() => {})

  return {
    listen(channel, listener) {
      const own = (message: string) => listener(message)
      const heard = channels.get(channel) ?? new Set()
      channels.set(channel, heard.add(own))
      if (heard.size === 1) later(() => redis.subscribe(channel))
      return () => {
        if (!heard.delete(own) || heard.size > 0 || channels.get(channel) !== heard) return
        channels.delete(channel)
        later(async () => {
          if (!channels.has(channel)) await redis.unsubscribe(channel)
        })
      }
    },
    onGap(listener) {
      gapListeners.add(listener)
      return () => void gapListeners.delete(listener)
    },
    close() {
      closed = true
      channels.clear()
      gapListeners.clear()
      redis.off('message', onMessage)
      redis.off('ready', onReady)
    },
  }
}

import type { CacheStore, Removal } from '../cache/cache-store.ts'
import {
  getScript,
  markScript,
  removePrefixScript,
  removeScript,
  removeTagScript,
  setScript,
  sweepScript,
} from './cache-scripts.ts'
import type { RedisConnection } from './redis-connection.ts'

/** More removals than this that Redis could not be told are remembered as "everything". */
const mostMissed = 1000
const sweepAtOnce = 500

/**
 * A cache in Redis. Nothing is ever looked for by `KEYS`, every key expires, and losing any of them (eviction, a flush)
 * costs a load, never a wrong value. What could not be removed while Redis was away is removed before anything is read
 * again.
 *
 * @example
 * const cache = createCache({ primary: redisCacheStore(redisConnection({ url })), fallback: lruCacheStore() })
 */
export function redisCacheStore(redis: RedisConnection): CacheStore {
  const { link, feed, offset, ids } = redis
  const tagBase = redis.key('cache', 'tag', '')
  const entryBase = redis.key('cache', 'entry', '')
  const removedKeys = redis.key('cache', 'removed-keys')
  const removedPrefixes = redis.key('cache', 'removed-prefixes')
  const channel = redis.key('cache', 'removals')
  const keysOf = (key: string) => [entryBase + key, removedKeys, removedPrefixes]
  const message = (removal: Removal) => JSON.stringify({ by: redis.process, removal })

  const missed = new Map<string, Removal>()
  let catchingUp: Promise<void> | null = null

  async function apply(removal: Removal): Promise<number> {
    const told = message(removal)
    if (removal.kind === 'key') {
      const { key } = removal
      return link.ask((client) => removeScript(client, keysOf(key), [key, channel, told]))
    }
    if (removal.kind === 'tag') {
      const args = [ids('tag'), channel, told]
      return link.ask((client) => removeTagScript(client, [tagBase + removal.tag], args))
    }
    return sweep(removal.kind === 'prefix' ? removal.prefix : '', told)
  }

  async function sweep(prefix: string, told: string): Promise<number> {
    const at = await link.ask((client) =>
      removePrefixScript(client, [removedPrefixes], [prefix, channel, told]),
    )
    const pattern = `${literally(entryBase + prefix)}*`
    let removed = 0
    let cursor = '0'
    do {
      const [next, keys] = await link.ask((client) =>
        client.scan(cursor, 'MATCH', pattern, 'COUNT', sweepAtOnce),
      )
      cursor = next
      if (keys.length > 0) removed += await link.ask((client) => sweepScript(client, keys, [at]))
    } while (cursor !== '0')
    return removed
  }

  async function removeNow(removal: Removal): Promise<number> {
    try {
      return await apply(removal)
    } catch (error) {
      missed.set(JSON.stringify(removal), removal)
      if (missed.size > mostMissed) {
        missed.clear()
        missed.set('everything', { kind: 'prefix', prefix: '' })
      }
      throw error
    }
  }

  /** Rejects while there is something that Redis does not know to be removed. */
  function caughtUp(): Promise<void> | undefined {
    if (missed.size === 0) return
    catchingUp ??= catchUp().finally(() => {
      catchingUp = null
    })
    return catchingUp
  }
  async function catchUp(): Promise<void> {
    for (const [id, removal] of missed) {
      await apply(removal)
      missed.delete(id)
    }
  }
  link.onBack(() => void caughtUp()?.catch(() => {}))

  return {
    async get(key) {
      await caughtUp()
      const found = await link.ask((client) => getScript(client, keysOf(key), [key, tagBase]))
      if (!found) return null
      return { value: found[1], freshUntil: new Date(Number(found[0]) - offset.known) }
    },
    async set(key, entry, { ttlMs, tags = [], mark = '' }) {
      await caughtUp()
      if (ttlMs <= 0) {
        await link.ask((client) => client.unlink(entryBase + key))
        return false
      }
      const freshUntil = entry.freshUntil.getTime() + (await offset.find())
      const args = [key, tagBase, ids('tag'), JSON.stringify(tags), mark, freshUntil, entry.value]
      const lifeMs = Math.max(1, Math.round(ttlMs))
      return (await link.ask((client) => setScript(client, keysOf(key), [...args, lifeMs]))) === 1
    },
    async remove(key) {
      await removeNow({ kind: 'key', key })
    },
    removeTag: (tag) => removeNow({ kind: 'tag', tag }),
    removePrefix: (prefix) => removeNow({ kind: 'prefix', prefix }),
    async mark(tags) {
      await caughtUp()
      const args = [tagBase, ids('tag'), JSON.stringify(tags)]
      return link.ask((client) => markScript(client, [removedKeys, removedPrefixes], args))
    },
    watch(listener) {
      const stopListening = feed.listen(channel, (text) => {
        const { by, removal } = JSON.parse(text) as { readonly by: string; readonly removal: Removal }
        if (by !== redis.process) listener(removal)
      })
      const stopMinding = feed.onGap(() => listener({ kind: 'unknown' }))
      return () => {
        stopListening()
        stopMinding()
      }
    },
  }
}

/** A text as a pattern of Redis that fits only itself. */
const literally = (text: string): string => text.replace(/[\\*?[\]^-]/g, '\\$&')

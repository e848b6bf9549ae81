import type { Landing, SharedFlight } from '../cache/shared-flight.ts'
import { InvalidOptionsError } from '../core/errors.ts'
import { guardTimer } from '../core/guard-timer.ts'
import type { RedisConnection } from './redis-connection.ts'
import { redisScript } from './redis-script.ts'

export interface RedisFlightOptions {
  /** How long the others wait for a process that died while it loaded, in milliseconds. @default 3_000 */
  readonly leaseMs?: number | undefined
  /** How long they wait for one that is alive, before they load themselves. @default 15_000 */
  readonly waitMs?: number | undefined
}

const joinScript = redisScript<number>(`
if redis.call('EXISTS', KEYS[1]) == 1 then
  redis.call('HSET', KEYS[1], 'awaited', 1)
  return 0
end
redis.call('HSET', KEYS[1], 'pilot', ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
`)

const extendScript = redisScript<number>(`
if redis.call('HGET', KEYS[1], 'pilot') ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
`)

const landScript = redisScript<number>(`
if redis.call('HGET', KEYS[1], 'pilot') ~= ARGV[1] then return 0 end
local awaited = redis.call('HGET', KEYS[1], 'awaited')
redis.call('UNLINK', KEYS[1])
if awaited then redis.call('PUBLISH', ARGV[2], ARGV[3]) end
return 1
`)

/**
 * One load of a key among all processes. The one who loads holds a lease, which it extends while it lives; the others
 * are told when it has landed, and look for themselves now and then in case they were not.
 *
 * @example
 * const cache = createCache({ primary: redisCacheStore(redis), fallback: lruCacheStore(), flight: redisFlight(redis) })
 */
export function redisFlight(
  redis: RedisConnection,
  { leaseMs = 3000, waitMs = 15_000 }: RedisFlightOptions = {},
): SharedFlight {
  for (const [option, value] of Object.entries({ leaseMs, waitMs })) {
    if (!(Number.isFinite(value) && value > 0)) {
      throw new InvalidOptionsError(
        `${option} must be milliseconds above 0: redisFlight(redis, { ${option}: 3_000 })`,
      )
    }
  }
  const { link, feed, ids } = redis
  const channel = redis.key('flight', 'landings')
  const lockOf = (key: string) => redis.key('flight', 'of', key)
  const passengers = new Map<string, Set<(landing: Landing) => void>>()

  feed.listen(channel, (text) => {
    const { key, landing } = JSON.parse(text) as { readonly key: string; readonly landing: Landing }
    for (const wake of [...(passengers.get(key) ?? [])]) wake(landing)
  })

  /** A seat for whoever turns out not to load; it is taken first, so that no landing is missed. */
  function takeSeat(key: string) {
    let settle = (_landing: Landing | 'late') => {}
    const landed = new Promise<Landing | 'late'>((resolve) => {
      settle = resolve
    })
    const wake = (landing: Landing) => leave(landing)
    const seats = passengers.get(key) ?? new Set()
    passengers.set(key, seats.add(wake))
    let stopLooking = () => {}
    const callOff = guardTimer(waitMs, () => leave('late'))

    function leave(landing: Landing | 'late') {
      callOff()
      stopLooking()
      seats.delete(wake)
      if (seats.size === 0 && passengers.get(key) === seats) passengers.delete(key)
      settle(landing)
    }
    function lookLater() {
      stopLooking = guardTimer(leaseMs / 2, async () => {
        const flying = await link.ask((client) => client.exists(lockOf(key))).catch(() => 0)
        // Whether it was kept before its process died is for the next one to see.
        if (flying === 0) leave('failed')
        else if (seats.has(wake)) lookLater()
      })
    }
    return { landed, lookLater, leave }
  }

  /** Keeps the lease until it is told to stop. */
  function holdLease(lock: string, token: string): () => void {
    let stopped = false
    let callOff = () => {}
    const again = () => {
      callOff = guardTimer(leaseMs / 3, async () => {
        await link.ask((client) => extendScript(client, [lock], [token, leaseMs])).catch(() => {})
        if (!stopped) again()
      })
    }
    again()
    return () => {
      stopped = true
      callOff()
    }
  }

  return {
    async join(key) {
      const [lock, token] = [lockOf(key), ids('pilot')]
      const seat = takeSeat(key)
      try {
        const mine = await link.ask((client) => joinScript(client, [lock], [token, leaseMs]))
        if (mine === 0) {
          seat.lookLater()
          return { role: 'passenger', landed: seat.landed }
        }
        seat.leave('failed')
      } catch (error) {
        seat.leave('failed')
        throw error
      }
      const stop = holdLease(lock, token)
      return {
        role: 'pilot',
        async land(landing) {
          stop()
          await link.ask((client) =>
            landScript(client, [lock], [token, channel, JSON.stringify({ key, landing })]),
          )
        },
      }
    },
  }
}

import { expect, it } from 'vitest'
import { createCache } from '../../src/cache/create-cache.ts'
import { lruCacheStore } from '../../src/cache/lru-cache-store.ts'
import { redisCacheStore } from '../../src/redis/redis-cache-store.ts'
import { redisFlight } from '../../src/redis/redis-flight.ts'
import { describeWithRedis } from './support/with-redis.ts'

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

describeWithRedis('processes that miss the same key at the same time', ({ connect }) => {
  const process = (leaseMs = 400, waitMs = 5000) => {
    const redis = connect()
    const flight = redisFlight(redis, { leaseMs, waitMs })
    const cache = createCache({ primary: redisCacheStore(redis), fallback: lruCacheStore(), flight })
    return { redis, flight, cache }
  }
  const counting = (answer: () => Promise<unknown>) => {
    const counted = {
      loads: 0,
      load: () => {
        counted.loads++
        return answer()
      },
    }
    return counted
  }

  it('load it once', async () => {
    const processes = [1, 2, 3, 4].map(() => process())
    const counted = counting(() => pause(50).then(() => 'value'))
    const reads = Array.from({ length: 500 }, (_, index) =>
      processes[index % 4]!.cache.getOrLoad('k', { ttlMs: 10_000, load: counted.load }),
    )
    expect(new Set(await Promise.all(reads))).toEqual(new Set(['value']))
    expect(counted.loads).toBe(1)
  })

  it('load it once also when it takes longer than the lease', async () => {
    const processes = [process(150), process(150)]
    const counted = counting(() => pause(700).then(() => 'value'))
    const reads = processes.map(({ cache }) => cache.getOrLoad('k', { ttlMs: 10_000, load: counted.load }))
    expect(await Promise.all(reads)).toEqual(['value', 'value'])
    expect(counted.loads).toBe(1)
  })

  it('share that there is nothing, without keeping it', async () => {
    const processes = [process(), process()]
    const counted = counting(() => pause(50).then(() => null))
    const all = () =>
      Promise.all(processes.map(({ cache }) => cache.getOrLoad('k', { ttlMs: 10_000, load: counted.load })))
    expect(await all()).toEqual([null, null])
    expect(counted.loads).toBe(1)
    await all()
    expect(counted.loads).toBe(2)
  })

  it('each try once when loading fails, one after the other', async () => {
    const processes = [1, 2, 3].map(() => process())
    let atOnce = 0
    const counted = counting(async () => {
      atOnce++
      await pause(20)
      expect(atOnce--).toBe(1)
      throw new Error('cannot load')
    })
    const reads = Array.from({ length: 60 }, (_, index) =>
      processes[index % 3]!.cache.getOrLoad('k', { ttlMs: 10_000, load: counted.load }),
    )
    const outcomes = await Promise.allSettled(reads)
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true)
    expect(counted.loads).toBe(3)
  })

  it('go on when the one that loads has died', async () => {
    const dead = process(300)
    expect((await dead.flight.join('k')).role).toBe('pilot')
    await dead.redis.close()
    const startedAt = performance.now()
    const counted = counting(async () => 'value')
    const processes = [process(300), process(300)]
    const reads = processes.map(({ cache }) => cache.getOrLoad('k', { ttlMs: 10_000, load: counted.load }))
    expect(await Promise.all(reads)).toEqual(['value', 'value'])
    expect(counted.loads).toBe(1)
    expect(performance.now() - startedAt).toBeLessThan(1500)
  })

  it('do not wait for ever for one that lives and does not come back', async () => {
    const [stuck, other] = [process(), process(400, 300)]
    await stuck.flight.join('k')
    const read = other.cache.getOrLoad('k', { ttlMs: 10_000, load: async () => 'own' })
    expect(await read).toBe('own')
  })

  it('do not take what was invalidated while it was loaded', async () => {
    const [one, other] = [process(), process()]
    let go = () => {}
    const gate = new Promise<void>((resolve) => {
      go = resolve
    })
    const options = { ttlMs: 10_000, tags: ['t'] }
    const before = one.cache.getOrLoad('k', { ...options, load: () => gate.then(() => 'old') })
    await pause(30)
    const waiting = other.cache.getOrLoad('k', { ...options, load: async () => 'new' })
    await pause(30)
    await process().cache.invalidateTag('t')
    go()
    expect([await before, await waiting]).toEqual(['old', 'new'])
  })

  it('leave no lock behind', async () => {
    const { cache } = process()
    await cache.getOrLoad('k', { ttlMs: 10_000, load: async () => 1 })
    await cache.getOrLoad('n', { ttlMs: 10_000, load: () => Promise.reject(new Error('no')) }).catch(() => {})
    expect(await connect().link.ask((client) => client.keys('*flight*'))).toEqual([])
  })
})

import { expect, it } from 'vitest'
import { createCache } from '../../src/cache/create-cache.ts'
import { lruCacheStore } from '../../src/cache/lru-cache-store.ts'
import { hours, seconds } from '../../src/core/duration.ts'
import { redisCacheStore } from '../../src/redis/redis-cache-store.ts'
import { describeWithRedis, eventually } from './support/with-redis.ts'

const entry = (value: string) => ({ value, freshUntil: new Date('2030-01-01T00:00:00Z') })
const forAnHour = { ttlMs: hours(1) }
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** A promise that is settled from outside. */
function deferred<Value>() {
  let resolve = (_value: Value) => {}
  const promise = new Promise<Value>((onValue) => {
    resolve = onValue
  })
  return { promise, resolve }
}

describeWithRedis('a cache in Redis', (bench) => {
  const { connect } = bench

  it('gives every process what one has kept, whatever it says', async () => {
    const [one, other] = [redisCacheStore(connect()), redisCacheStore(connect())]
    const value = JSON.stringify({ name: 'Sigur Rós 🎸 "☃"\n\u0000', list: [1, 2, { deep: null }] })
    expect(await one.get('k')).toBeNull()
    expect(await one.set('k *?[1]', entry(value), forAnHour)).toBe(true)
    expect(await other.get('k *?[1]')).toEqual(entry(value))
  })

  it('keeps entries for their time, and nothing for no time', async () => {
    const store = redisCacheStore(connect())
    await store.set('k', entry('1'), { ttlMs: 40, tags: ['t'] })
    expect((await store.get('k'))?.value).toBe('1')
    await pause(60)
    expect(await store.get('k')).toBeNull()
    await store.set('k', entry('1'), forAnHour)
    expect(await store.set('k', entry('2'), { ttlMs: 0 })).toBe(false)
    expect(await store.get('k')).toBeNull()
  })

  it('removes by key, by tag and by the beginning of the key, and nothing else', async () => {
    const [store, other] = [redisCacheStore(connect()), redisCacheStore(connect())]
    const kept = async (...keys: string[]) =>
      (await Promise.all(keys.map((key) => other.get(key)))).map((found) => found?.value ?? null)
    await store.set('a*:1', entry('1'), { ...forAnHour, tags: ['x', 'y'] })
    await store.set('a*:2', entry('2'), { ...forAnHour, tags: ['x'] })
    await store.set('ab:1', entry('3'), forAnHour)
    expect(await other.removeTag('y')).toBe(1)
    expect(await kept('a*:1', 'a*:2', 'ab:1')).toEqual([null, '2', '3'])
    expect(await other.removePrefix('a*:')).toBe(1)
    expect(await kept('a*:2', 'ab:1')).toEqual([null, '3'])
    await other.remove('ab:1')
    expect(await kept('ab:1')).toEqual([null])
    expect(await other.removeTag('nobody')).toBe(0)
    await store.set('a*:2', entry('new'), { ...forAnHour, tags: ['x'] })
    expect(await kept('a*:2')).toEqual(['new'])
  })

  it('sweeps thousands of entries by prefix, and leaves what is written meanwhile', async () => {
    const store = redisCacheStore(connect())
    await Promise.all(
      Array.from({ length: 2500 }, (_, index) => store.set(`p:${index}`, entry('v'), forAnHour)),
    )
    const sweeping = store.removePrefix('p:')
    await pause(1)
    const writing = store.set('p:new', entry('new'), forAnHour)
    expect(await sweeping).toBe(2500)
    await writing
    expect((await store.get('p:new'))?.value).toBe('new')
    expect(await store.get('p:17')).toBeNull()
  })

  it.each([
    ['tag', (store: ReturnType<typeof redisCacheStore>) => store.removeTag('t')],
    ['key', (store: ReturnType<typeof redisCacheStore>) => store.remove('k')],
    ['prefix', (store: ReturnType<typeof redisCacheStore>) => store.removePrefix('')],
  ])('refuses what was loaded before it was removed by %s', async (_, remove) => {
    const [slow, quick] = [redisCacheStore(connect()), redisCacheStore(connect())]
    const before = await slow.mark!(['t'])
    await remove(quick)
    expect(await slow.set('k', entry('old'), { ...forAnHour, tags: ['t'], mark: before })).toBe(false)
    expect(await quick.get('k')).toBeNull()
    const after = await slow.mark!(['t'])
    expect(await slow.set('k', entry('new'), { ...forAnHour, tags: ['t'], mark: after })).toBe(true)
    expect((await quick.get('k'))?.value).toBe('new')
  })

  it('refuses what was loaded before everything was lost, and loses entries with their tags', async () => {
    const { admin } = bench.server
    const store = redisCacheStore(connect())
    const before = await store.mark!(['t'])
    await admin.flushall()
    expect(await store.set('k', entry('old'), { ...forAnHour, tags: ['t'], mark: before })).toBe(false)
    await store.set('k', entry('1'), { ...forAnHour, tags: ['t'] })
    await admin.del(await admin.keys('*:tag:t'))
    expect(await store.get('k')).toBeNull()
  })

  it('lets every key expire, and never looks through all of them', async () => {
    const { admin } = bench.server
    const store = redisCacheStore(connect())
    await store.set('k', entry('1'), { ttlMs: seconds(5), tags: ['t'], mark: await store.mark!(['t']) })
    await store.remove('other')
    await store.removePrefix('none')
    for (const key of await admin.keys('*')) expect(await admin.pttl(key)).toBeGreaterThan(0)
    const stats = await admin.info('commandstats')
    expect(stats).toContain('cmdstat_evalsha')
    const keysBefore = /cmdstat_keys:calls=(\d+)/.exec(stats)?.[1]
    await store.removePrefix('')
    expect(/cmdstat_keys:calls=(\d+)/.exec(await admin.info('commandstats'))?.[1]).toBe(keysBefore)
  })

  it('means the same instant on machines whose clocks differ', async () => {
    const skewed = { now: () => new Date(Date.now() + 90_000), sleep: async () => {} }
    const right = redisCacheStore(connect())
    const wrong = redisCacheStore(connect({ clock: skewed }))
    await wrong.set('k', { value: '1', freshUntil: new Date(skewed.now().getTime() + 1000) }, forAnHour)
    const freshForMs = (await right.get('k'))!.freshUntil.getTime() - Date.now()
    expect(freshForMs).toBeGreaterThan(800)
    expect(freshForMs).toBeLessThan(1100)
  })
})

describeWithRedis('caches of several processes over one Redis', (bench) => {
  const process = () => {
    const redis = bench.connect()
    const fallback = lruCacheStore()
    return { redis, fallback, cache: createCache({ primary: redisCacheStore(redis), fallback }) }
  }
  const options = { ttlMs: hours(1), staleForMs: hours(1), tags: ['t'] }

  it('do not keep what one of them loaded before another invalidated it', async () => {
    const [one, other] = [process(), process()]
    const late = deferred<string>()
    const before = one.cache.getOrLoad('k', { ...options, load: () => late.promise })
    await pause(30)
    await other.cache.invalidateTag('t')
    late.resolve('old')
    expect(await before).toBe('old')
    for (const { cache, fallback } of [one, other]) {
      expect(await fallback.get('k')).toBeNull()
      expect(await cache.getOrLoad('k', { ...options, load: async () => 'new' })).toBe('new')
    }
  })

  it('empty each other’s fallback', async () => {
    const [one, other] = [process(), process()]
    await bench.heardBy(one.redis.key('cache', 'removals'), 2)
    await one.cache.getOrLoad('k', { ...options, load: async () => 'old' })
    expect(await one.fallback.get('k')).not.toBeNull()
    await other.cache.invalidateTag('t')
    await eventually(async () => (await one.fallback.get('k')) === null)
  })
})

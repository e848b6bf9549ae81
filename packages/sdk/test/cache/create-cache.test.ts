import { describe, expect, it } from 'vitest'
import type { CacheStore } from '../../src/cache/cache-store.ts'
import { createCache } from '../../src/cache/create-cache.ts'
import { lruCacheStore } from '../../src/cache/lru-cache-store.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'

function make(options: { primary?: CacheStore; fallback?: CacheStore } = {}) {
  const clock = fakeClock()
  const primary = options.primary ?? lruCacheStore({ clock })
  let loads = 0
  const load = async () => `value ${++loads}`
  const cache = createCache({ primary, clock, ...(options.fallback ? { fallback: options.fallback } : {}) })
  return { clock, primary, cache, load, loads: () => loads }
}

const down: CacheStore = {
  get: () => Promise.reject(new Error('down')),
  set: () => Promise.reject(new Error('down')),
  remove: () => Promise.reject(new Error('down')),
  removeTag: () => Promise.reject(new Error('down')),
}
const failing = () => Promise.reject(new Error('cannot load'))

/** A promise that is settled from outside. */
function deferred<Value>() {
  let resolve = (_value: Value) => {}
  let reject = (_error: Error) => {}
  const promise = new Promise<Value>((onValue, onError) => {
    resolve = onValue
    reject = onError
  })
  return { promise, resolve, reject }
}

describe('the cache', () => {
  it('loads once while the value is fresh', async () => {
    const { cache, load, clock } = make()
    expect(await cache.getOrLoad('k', { ttlMs: 1000, load })).toBe('value 1')
    await clock.advance(999)
    expect(await cache.getOrLoad('k', { ttlMs: 1000, load })).toBe('value 1')
    await clock.advance(1)
    expect(await cache.getOrLoad('k', { ttlMs: 1000, load })).toBe('value 2')
    expect(cache.counts()).toEqual({ hits: 1, misses: 2, stale: 0 })
  })

  it('loads once for all who ask at the same time, and shares a failure without keeping it', async () => {
    const { cache, load, loads } = make()
    const all = await Promise.all([1, 2, 3].map(() => cache.read('k', { ttlMs: 1000, load })))
    expect(all.map(({ source }) => source)).toEqual(['loaded', 'joined', 'joined'])
    expect(loads()).toBe(1)
    const failures = await Promise.allSettled(
      [1, 2].map(() => cache.getOrLoad('f', { ttlMs: 1000, load: failing })),
    )
    expect(failures.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(await cache.getOrLoad('f', { ttlMs: 1000, load })).toBe('value 2')
  })

  it('serves a stale value while loading fails, for as long as it was told', async () => {
    const { cache, load, clock } = make()
    await cache.getOrLoad('k', { ttlMs: 1000, staleForMs: 5000, load })
    await clock.advance(5999)
    expect(await cache.read('k', { ttlMs: 1000, staleForMs: 5000, load: failing })).toEqual({
      value: 'value 1',
      source: 'stale',
    })
    await clock.advance(1)
    await expect(cache.getOrLoad('k', { ttlMs: 1000, staleForMs: 5000, load: failing })).rejects.toThrow(
      'cannot load',
    )
  })

  it('does not cover up a failure that is an answer', async () => {
    const { cache, load, clock } = make()
    const options = { ttlMs: 1000, staleForMs: 5000, staleWhen: () => false }
    await cache.getOrLoad('k', { ...options, load })
    await clock.advance(2000)
    await expect(cache.getOrLoad('k', { ...options, load: failing })).rejects.toThrow('cannot load')
  })

  it('remembers "there is none" only for as long as it was told', async () => {
    const { cache, clock } = make()
    let loads = 0
    const none = async () => {
      loads++
      return null
    }
    await cache.getOrLoad('a', { ttlMs: 1000, load: none })
    await cache.getOrLoad('a', { ttlMs: 1000, load: none })
    expect(loads).toBe(2)
    await cache.getOrLoad('b', { ttlMs: 1000, negativeTtlMs: 100, load: none })
    expect(await cache.getOrLoad('b', { ttlMs: 1000, negativeTtlMs: 100, load: none })).toBeNull()
    expect(loads).toBe(3)
    await clock.advance(100)
    await cache.getOrLoad('b', { ttlMs: 1000, negativeTtlMs: 100, load: none })
    expect(loads).toBe(4)
  })

  it('loads anew on demand', async () => {
    const { cache, load } = make()
    await cache.getOrLoad('k', { ttlMs: 1000, load })
    expect(await cache.getOrLoad('k', { ttlMs: 1000, load, reload: true })).toBe('value 2')
    expect(await cache.getOrLoad('k', { ttlMs: 1000, load })).toBe('value 2')
  })

  it('does not trip over a value that it cannot read', async () => {
    const { cache, primary, load } = make()
    await primary.set('k', { value: '{"cut', freshUntil: new Date('2027-01-01') }, { ttlMs: 1e9 })
    expect(await cache.getOrLoad('k', { ttlMs: 1000, load })).toBe('value 1')
  })
})

describe('invalidation by tag', () => {
  it('removes what carries the tag, and nothing else', async () => {
    const { cache, load } = make()
    const tagged = { ttlMs: 1000, tags: ['show:1', 'shows'], load }
    await cache.getOrLoad('a', tagged)
    await cache.getOrLoad('b', { ...tagged, tags: ['shows'] })
    expect(await cache.invalidateTag('show:1')).toBe(1)
    expect(await cache.getOrLoad('b', tagged)).toBe('value 2')
    expect(await cache.getOrLoad('a', tagged)).toBe('value 3')
  })

  it('beats a stale value: what was invalidated is not served again', async () => {
    const { cache, load, clock } = make()
    const options = { ttlMs: 1000, staleForMs: 60_000, tags: ['t'] }
    await cache.getOrLoad('k', { ...options, load })
    await clock.advance(2000)
    const late = deferred<string>()
    const reading = cache.getOrLoad('k', { ...options, load: () => late.promise })
    await new Promise((resolve) => setTimeout(resolve, 5))
    await cache.invalidateTag('t')
    late.reject(new Error('cannot load'))
    await expect(reading).rejects.toThrow('cannot load')
    await expect(cache.getOrLoad('k', { ...options, load: failing })).rejects.toThrow('cannot load')
  })

  it('beats a load that began before: its value is neither kept nor given to those who ask afterwards', async () => {
    const { cache } = make()
    const options = { ttlMs: 1000, tags: ['t'] }
    const late = deferred<string>()
    const before = cache.getOrLoad('k', { ...options, load: () => late.promise })
    await new Promise((resolve) => setTimeout(resolve, 5))
    await cache.invalidateTag('t')
    const after = cache.getOrLoad('k', { ...options, load: async () => 'new' })
    expect(await after).toBe('new')
    late.resolve('old')
    expect(await before).toBe('old')
    expect(await cache.getOrLoad('k', { ...options, load: async () => 'newest' })).toBe('new')
  })
})

describe('stores that fail', () => {
  it('cost a load, never the call', async () => {
    const { cache, load } = make({ primary: down })
    expect(await cache.getOrLoad('k', { ttlMs: 1000, load })).toBe('value 1')
    expect(await cache.invalidateTag('t')).toBe(0)
    await cache.remove('k')
  })

  it('are stood in for by the fallback', async () => {
    const { cache, load } = make({ primary: down, fallback: lruCacheStore() })
    expect(await cache.getOrLoad('k', { ttlMs: 1000, load })).toBe('value 1')
    expect(await cache.getOrLoad('k', { ttlMs: 1000, load })).toBe('value 1')
  })
})

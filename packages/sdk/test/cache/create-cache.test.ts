import { describe, expect, it } from 'vitest'
import type { CacheStore, Removal } from '../../src/cache/cache-store.ts'
import { createCache } from '../../src/cache/create-cache.ts'
import { lruCacheStore } from '../../src/cache/lru-cache-store.ts'
import { silentLogger } from '../../src/core/logger.ts'
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
  removePrefix: () => Promise.reject(new Error('down')),
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

describe('invalidation by prefix', () => {
  it('removes what begins so, and beats a load that began before', async () => {
    const { cache, load } = make()
    for (const key of ['artist:1', 'artist:2', 'venue:1']) await cache.getOrLoad(key, { ttlMs: 1000, load })
    const late = deferred<string>()
    const before = cache.getOrLoad('artist:3', { ttlMs: 1000, load: () => late.promise })
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(await cache.invalidatePrefix('artist:')).toBe(2)
    late.resolve('old')
    expect(await before).toBe('old')
    expect(await cache.read('artist:3', { ttlMs: 1000, load })).toEqual({
      value: 'value 4',
      source: 'loaded',
    })
    expect((await cache.read('venue:1', { ttlMs: 1000, load })).source).toBe('fresh')
    expect((await cache.read('artist:1', { ttlMs: 1000, load })).source).toBe('loaded')
  })
})

describe('a store that other processes share', () => {
  /** An LRU store with marks, whose removals by others are told by `tell`. */
  function sharedStore() {
    const inner = lruCacheStore()
    const refused = new Set<string>()
    let listener = (_: Removal) => {}
    const store: CacheStore = {
      ...inner,
      mark: async () => 'm',
      set: async (key, entry, options) =>
        options.mark === 'm' && !refused.has(key) && inner.set(key, entry, options),
      watch: (heard) => {
        listener = heard
        return () => {}
      },
    }
    return { store, refused, tell: (removal: Removal) => listener(removal) }
  }

  it('has the last word: what it refuses is not kept by the fallback either', async () => {
    const { store, refused } = sharedStore()
    const fallback = lruCacheStore()
    const { cache, load } = make({ primary: store, fallback })
    refused.add('k')
    await cache.getOrLoad('k', { ttlMs: 1000, load })
    expect(await fallback.get('k')).toBeNull()
    await cache.getOrLoad('kept', { ttlMs: 1000, load })
    expect(await fallback.get('kept')).not.toBeNull()
  })

  it('passes on what others remove, to the fallback and to loads under way', async () => {
    const { store, tell } = sharedStore()
    const fallback = lruCacheStore()
    const { cache, load } = make({ primary: store, fallback })
    const options = { ttlMs: 1000, tags: ['t'] }
    await cache.getOrLoad('a', { ...options, load })
    await cache.getOrLoad('b', { ttlMs: 1000, load })
    const late = deferred<string>()
    const before = cache.getOrLoad('c', { ...options, load: () => late.promise })
    await new Promise((resolve) => setTimeout(resolve, 5))
    tell({ kind: 'tag', tag: 't' })
    late.resolve('old')
    await before
    expect(await Promise.all(['a', 'b', 'c'].map(async (key) => (await fallback.get(key)) !== null))).toEqual(
      [false, true, false],
    )
    tell({ kind: 'unknown' })
    expect(await fallback.get('b')).toBeNull()
  })
})

describe('stores that fail', () => {
  it('are complained about once, and once more when they work again', async () => {
    let up = false
    const lines: string[] = []
    const inner = lruCacheStore()
    const moody: CacheStore = { ...inner, get: (key) => (up ? inner.get(key) : down.get(key)) }
    const say = (message: string) => void lines.push(message)
    const cache = createCache({ primary: moody, logger: { ...silentLogger, warn: say, info: say } })
    const read = (key: string) => cache.getOrLoad(key, { ttlMs: 0, load: async () => 1 })
    for (let turn = 0; turn < 5; turn++) await read('k')
    up = true
    for (let turn = 0; turn < 5; turn++) await read('k')
    expect(lines).toEqual(['the cache fails: going on without it', 'the cache works again'])
  })

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

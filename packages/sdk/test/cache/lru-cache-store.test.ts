import { describe, expect, it } from 'vitest'
import { lruCacheStore } from '../../src/cache/lru-cache-store.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'

const entry = (value: string) => ({ value, freshUntil: new Date('2026-06-01') })

describe('the LRU store', () => {
  it('keeps entries for their time, by the clock it was given', async () => {
    const clock = fakeClock()
    const store = lruCacheStore({ clock })
    await store.set('k', entry('v'), { ttlMs: 1000 })
    await clock.advance(1000)
    expect(await store.get('k')).toEqual(entry('v'))
    await clock.advance(1)
    expect(await store.get('k')).toBeNull()
  })

  it('drops the least recently used entry when it is full', async () => {
    const store = lruCacheStore({ maxEntries: 2 })
    await store.set('a', entry('1'), { ttlMs: 1000 })
    await store.set('b', entry('2'), { ttlMs: 1000 })
    await store.get('a')
    await store.set('c', entry('3'), { ttlMs: 1000 })
    expect(
      [await store.get('a'), await store.get('b'), await store.get('c')].map((found) => found?.value),
    ).toEqual(['1', undefined, '3'])
  })

  it('removes by key and by tag, and forgets the tags of what has gone', async () => {
    const store = lruCacheStore({ maxEntries: 2 })
    await store.set('a', entry('1'), { ttlMs: 1000, tags: ['x', 'y'] })
    await store.set('b', entry('2'), { ttlMs: 1000, tags: ['x'] })
    expect(await store.removeTag('y')).toBe(1)
    expect(await store.removeTag('x')).toBe(1)
    expect(await store.removeTag('x')).toBe(0)
    await store.set('a', entry('1'), { ttlMs: 1000, tags: ['x'] })
    await store.set('a', entry('2'), { ttlMs: 1000, tags: ['z'] })
    expect(await store.removeTag('x')).toBe(0)
    expect((await store.get('a'))?.value).toBe('2')
    await store.remove('a')
    expect(await store.get('a')).toBeNull()
  })

  it('removes by the beginning of the key', async () => {
    const store = lruCacheStore()
    for (const key of ['a:1', 'a:2', 'b:1']) await store.set(key, entry('v'), { ttlMs: 1000 })
    expect(await store.removePrefix('a:')).toBe(2)
    expect([await store.get('a:1'), (await store.get('b:1'))?.value]).toEqual([null, 'v'])
    expect(await store.removePrefix('')).toBe(1)
  })

  it('keeps nothing for no time', async () => {
    const store = lruCacheStore()
    await store.set('k', entry('1'), { ttlMs: 1000 })
    await store.set('k', entry('2'), { ttlMs: 0 })
    expect(await store.get('k')).toBeNull()
  })

  it('drops the least recently used when the values together are too long, and keeps none that is too long alone', async () => {
    const store = lruCacheStore({ maxSize: 10 })
    await store.set('a', entry('12345'), { ttlMs: 1000 })
    await store.set('b', entry('12345'), { ttlMs: 1000 })
    await store.set('c', entry('1'), { ttlMs: 1000 })
    expect(await store.get('a')).toBeNull()
    await store.set('d', entry('12345678901'), { ttlMs: 1000 })
    expect(await store.get('d')).toBeNull()
    expect((await store.get('b'))?.value).toBe('12345')
  })

  it('says how to write its size', () => {
    for (const options of [{ maxEntries: 0 }, { maxSize: -1 }]) {
      expect(() => lruCacheStore(options)).toThrow('lruCacheStore({ maxEntries: 1000, maxSize: 8_000_000 })')
    }
  })
})

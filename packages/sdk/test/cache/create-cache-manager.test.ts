import { describe, expect, it } from 'vitest'
import { createCache } from '../../src/cache/create-cache.ts'
import { createCacheManager } from '../../src/cache/create-cache-manager.ts'
import { lruCacheStore } from '../../src/cache/lru-cache-store.ts'
import { hours, minutes } from '../../src/core/duration.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'

function make() {
  const clock = fakeClock('2026-11-21T12:00:00Z')
  const cache = createCache({ primary: lruCacheStore({ clock }), clock })
  const manager = createCacheManager({ cache })
  let loads = 0
  const load = async () => ({ load: ++loads, at: clock.now() })
  return { clock, manager, load, loads: () => loads }
}

describe('the cache of an app', () => {
  it.each([
    ['artist', hours(1)],
    ['show', hours(6)],
    ['songs', hours(24)],
    ['setlist', hours(1)],
    ['trending', minutes(30)],
  ] as const)('keeps %s for its time', async (kind, ttlMs) => {
    const { clock, manager, load } = make()
    const read = manager.withCache(kind, load)
    await read('1')
    await clock.advance(ttlMs - 1)
    expect((await read('1')).load).toBe(1)
    await clock.advance(1)
    expect((await read('1')).load).toBe(2)
  })

  it('gives dates back as dates', async () => {
    const { manager, clock } = make()
    const loaded = {
      at: clock.now(),
      list: [{ on: new Date('2026-01-02T03:04:05.678Z') }],
      text: '2026-01-01T00:00:00Z',
      none: null,
      fake: '{"$date":1}',
    }
    await manager.read('show', '1', async () => loaded)
    expect(await manager.read('show', '1', async () => null)).toEqual(loaded)
  })

  it('serves what is old for as long again while loading fails', async () => {
    const { clock, manager, load } = make()
    const down = () => Promise.reject(new Error('down'))
    await manager.read('artist', '1', load)
    await clock.advance(hours(2) - 1)
    expect(await manager.read('artist', '1', down)).toMatchObject({ load: 1 })
    await clock.advance(1)
    await expect(manager.read('artist', '1', down)).rejects.toThrow('down')
    expect(manager.metrics()).toMatchObject({ stale: 1, hits: 0, misses: 2, hitRate: 0 })
  })

  it('remembers for a minute that there is no such thing', async () => {
    const { clock, manager } = make()
    let asked = 0
    const read = manager.withCache('artist', async () => {
      asked++
      return null
    })
    expect([await read('x'), await read('x')]).toEqual([null, null])
    expect(asked).toBe(1)
    await clock.advance(minutes(1))
    await read('x')
    expect(asked).toBe(2)
  })

  it('forgets by thing, by kind, by pattern and by tag', async () => {
    const { manager, load, loads } = make()
    const readAll = async () => {
      await manager.read('artist', '1', load)
      await manager.read('artist', '2', load)
      await manager.read('show', '1', load, { tags: ['artist:1'] })
    }
    await readAll()
    const after = async (forget: () => Promise<void>) => {
      const before = loads()
      await forget()
      await readAll()
      return loads() - before
    }
    expect(await after(async () => {})).toBe(0)
    expect(await after(() => manager.invalidate('artist:2'))).toBe(1)
    expect(await after(() => manager.invalidate('artist:*'))).toBe(2)
    expect(await after(() => manager.invalidate('*'))).toBe(3)
    expect(await after(() => manager.invalidateTag('artist:1'))).toBe(2)
    expect(await after(() => manager.invalidateTag('show'))).toBe(1)
    await expect(manager.invalidate('a*b')).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(manager.invalidate('')).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('warms what is not there, leaves out what fails, and counts', async () => {
    const { manager } = make()
    const asked: string[] = []
    const load = async (id: string) => {
      asked.push(id)
      if (id === 'bad') throw new Error('no')
      return id === 'none' ? null : { id }
    }
    await manager.read('artist', 'there', () => load('there'))
    expect(await manager.warm('artist', ['there', 'a', 'bad', 'none', 'b'], load)).toBe(3)
    expect(asked.sort()).toEqual(['a', 'b', 'bad', 'none', 'there'])
    await manager.read('artist', 'a', () => load('a'))
    expect(manager.metrics().byKind.artist).toMatchObject({ hits: 2, stale: 0 })
  })

  it('refuses lifetimes that cannot be meant', () => {
    const cache = createCache({ primary: lruCacheStore() })
    expect(() => createCacheManager({ cache, lifetimes: { artist: -1 } })).toThrow('lifetime of artist')
    expect(() => createCacheManager({ cache, negativeTtlMs: Number.NaN })).toThrow('negativeTtlMs')
  })
})

import { memoryStorage } from '@setvote/adapter-memory'
import { createSetvote, warmCache } from '@setvote/sdk'
import { artistDraft, showDraft } from '@setvote/sdk/conformance'
import { fakeClock } from '@setvote/sdk/testing'
import { describe, expect, it } from 'vitest'
import { describeApps } from './support/with-apps.ts'

/** An app on a day in November with artists of falling popularity, who play one show a month. */
async function makeApp() {
  const clock = fakeClock('2026-11-21T12:00:00Z')
  const storage = memoryStorage({ clock })
  const artists: string[] = []
  for (let index = 0; index < 6; index++) {
    const { entity } = await storage.artists.save(artistDraft({ popularity: 60 - 10 * index }))
    artists.push(entity.id)
  }
  const shows: string[] = []
  for (const month of ['08', '10', '12']) {
    for (const day of ['01', '15']) {
      const { entity } = await storage.shows.save(showDraft({ localDate: `2026-${month}-${day}` }))
      shows.push(entity.id)
    }
  }
  const setvote = createSetvote({ storage, clock })
  await setvote.trending.refresh()
  const board = (await setvote.trending.artists({ limit: 6 })).map(({ artistId }) => artistId)
  return { clock, storage, setvote, artists, shows, board }
}

describe('a cache that is warmed', () => {
  it('holds the artists at the top of the board and the next shows, and counts them', async () => {
    const { setvote, storage, board, shows } = await makeApp()
    const { cache } = setvote
    expect(board).toHaveLength(6)
    expect(await warmCache({ cache, storage, artists: 3, shows: 10 })).toEqual({ artists: 3, shows: 2 })

    const missing: string[] = []
    const orMiss = (id: string) => async () => {
      missing.push(id)
      return null
    }
    for (const id of board) {
      const read = await cache.read('artist', id, orMiss(id))
      expect(read).toEqual(missing.includes(id) ? null : await storage.artists.find(id))
    }
    for (const id of shows) await cache.read('show', id, orMiss(id))
    expect(missing).toEqual([...board.slice(3), ...shows.slice(0, 4)])
  })

  it('answers what it was warmed with, at a hit rate that says so', async () => {
    const { setvote, storage, board } = await makeApp()
    const { cache } = setvote
    expect(cache.metrics().hitRate).toBeNull()
    const { artists, shows } = await warmCache({ cache, storage })
    expect(cache.metrics()).toMatchObject({ hits: 0, misses: artists + shows, hitRate: 0 })
    for (let turn = 0; turn < 9; turn++) {
      for (const id of board) await cache.read('artist', id, async () => expect.unreachable())
    }
    const { byKind, hitRate } = cache.metrics()
    expect(byKind.artist).toEqual({ hits: 54, misses: 6, stale: 0, hitRate: 0.9 })
    expect(hitRate).toBe(54 / (54 + artists + shows))
  })

  it('is warmed again for nothing while all is fresh, and anew when it is not', async () => {
    const { clock, setvote, storage } = await makeApp()
    const { cache } = setvote
    await warmCache({ cache, storage, clock })
    const { misses } = cache.metrics()
    expect(await warmCache({ cache, storage, clock })).toEqual({ artists: 6, shows: 2 })
    expect(cache.metrics().misses).toBe(misses)
    await clock.advance(3_600_000)
    await warmCache({ cache, storage, clock })
    // Artists are fresh for an hour, shows for six.
    expect(cache.metrics().misses).toBe(misses + 6)
  })

  it('leaves out what was not asked for, and what is not there any more', async () => {
    const { setvote, storage, board } = await makeApp()
    const { cache } = setvote
    expect(await warmCache({ cache, storage, artists: 0, shows: 0 })).toEqual({ artists: 0, shows: 0 })
    expect(cache.metrics().misses).toBe(0)
    const gone = board[0]
    const find: typeof storage.artists.find = async (reference) => {
      return reference === gone ? null : storage.artists.find(reference)
    }
    const forgetful = { ...storage, artists: { ...storage.artists, find } }
    expect(await warmCache({ cache, storage: forgetful })).toEqual({ artists: 5, shows: 2 })
  })
})

describeApps('pages that processes share', (bench) => {
  it('are made once for all who ask at the same time, wherever they are', async () => {
    const sandbox = await bench.services()
    const apps = [bench.start(sandbox), bench.start(sandbox), bench.start(sandbox)]
    const pages = await Promise.all(apps.map((app) => app.ask('readPage', 'art_1', 100)))
    expect(new Set(pages.flat().map(({ id }) => id))).toEqual(new Set(['art_1']))
    const loads = await Promise.all(apps.map((app) => app.ask('loads')))
    expect(loads.reduce((sum, each) => sum + each)).toBe(1)
    const rates = await Promise.all(apps.map((app) => app.ask('cacheMetrics')))
    expect(rates.map(({ misses }) => misses).toSorted()).toEqual([0, 0, 1])
  })

  it('are gone everywhere when one process forgets them', async () => {
    const sandbox = await bench.services()
    const [one, other] = [bench.start(sandbox), bench.start(sandbox)]
    const loads = async () => (await one.ask('loads')) + (await other.ask('loads'))
    for (const app of [one, other]) await app.ask('readPage', 'art_1', 1)
    expect(await loads()).toBe(1)
    await other.ask('forget', 'artist:*')
    for (const app of [one, other, one]) await app.ask('readPage', 'art_1', 1)
    expect(await loads()).toBe(2)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasCode } from '../../src/core/errors.ts'
import {
  type BoardEntry,
  defaultTrendingOptions,
  type TrendingFactors,
  trendingScore,
} from '../../src/domain/trending.ts'
import type { TrendingStore } from '../../src/storage/trending-store.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { createTrending } from '../../src/trending/create-trending.ts'
import { toScoreParts } from '../../src/trending/explain-score.ts'
import { type TrendingChanges, toTrendingOptions } from '../../src/trending/trending-options.ts'

const factors: TrendingFactors = {
  recentVotes: 200,
  activeFans: 50,
  upcomingShows: 3,
  recentShows: 2,
  followers: 1000,
  popularity: 60,
  hoursSinceActivity: 48,
}
const clock = fakeClock('2026-11-21T20:00:00Z')

/** A store with one artist and one show, and what it was asked. */
function openStore() {
  const asked: unknown[] = []
  const entry = (id: string): BoardEntry => ({ rank: 1, id, score: 640, factors, refreshedAt: clock.now() })
  const trending: TrendingStore = {
    async refresh(request) {
      asked.push(request)
      await clock.sleep(1)
      return { changed: 2, ranked: 2 }
    },
    async top({ kind, limit }) {
      asked.push({ limit })
      return [entry(kind === 'artists' ? 'artist' : 'show')]
    },
    factors: async ({ id }) => (id === 'artist' || id === 'show' ? factors : null),
    async history(request) {
      asked.push(request)
      return []
    },
  }
  return { asked, storage: { trending } }
}

describe('the parts of a score', () => {
  const size = fc.double({ min: 0, max: 1e9, noNaN: true })
  const anyFactors = fc.record({
    recentVotes: size,
    activeFans: fc.nat(1e9),
    upcomingShows: fc.nat(500),
    recentShows: fc.nat(500),
    followers: fc.nat(1e9),
    popularity: fc.double({ min: 0, max: 100, noNaN: true }),
    hoursSinceActivity: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true })),
  })

  it('add up to it', () => {
    const weight = fc.double({ min: 0, max: 100, noNaN: true })
    const { weights } = defaultTrendingOptions
    const anyWeights = fc.record({
      recentVotes: weight,
      activeFans: weight,
      upcomingShows: weight,
      recentShows: weight,
      followers: weight,
      popularity: weight,
      engagement: weight,
      recencyBoost: weight,
    } satisfies Record<keyof typeof weights, unknown>)
    fc.assert(
      fc.property(anyFactors, anyWeights, (each, changed) => {
        const options = { ...defaultTrendingOptions, weights: changed }
        const parts = Object.values(toScoreParts(each, options))
        const sum = parts.reduce((total, part) => total + part, 0)
        expect(Math.abs(sum - trendingScore(each, options))).toBeLessThan(1e-9)
        expect(parts.every((part) => part >= 0)).toBe(true)
      }),
    )
  })

  it('are in the proportion of the weighted factors, of which the score is made', () => {
    const parts = toScoreParts(factors, defaultTrendingOptions)
    expect(parts.activeFans / parts.recentVotes).toBeCloseTo((10 * 50) / (15 * 200), 12)
    expect(parts.recency / parts.recentVotes).toBeCloseTo((0.25 * 3512) / 3000, 12)
    const sum = Object.values(parts).reduce((total, part) => total + part)
    const raw = (parts.recentVotes && (15 * 200 * sum) / parts.recentVotes) || 0
    expect((1000 * raw) / (raw + 1000)).toBeCloseTo(trendingScore(factors, defaultTrendingOptions), 9)
  })

  it('are numbers for every size of factors, and 0 without any', () => {
    const huge = { ...factors, recentVotes: Number.MAX_VALUE, followers: Number.MAX_SAFE_INTEGER }
    for (const hoursSinceActivity of [0, 1e300, null]) {
      const parts = Object.values(toScoreParts({ ...huge, hoursSinceActivity }, defaultTrendingOptions))
      expect(parts.every(Number.isFinite)).toBe(true)
      expect(parts.reduce((total, part) => total + part)).toBeCloseTo(1000, 6)
    }
    const none = {
      ...factors,
      recentVotes: 0,
      activeFans: 0,
      upcomingShows: 0,
      recentShows: 0,
      followers: 0,
      popularity: 0,
    }
    expect(new Set(Object.values(toScoreParts(none, defaultTrendingOptions)))).toEqual(new Set([0]))
  })
})

describe('trending', () => {
  it('names what is on each board', async () => {
    const { storage, asked } = openStore()
    const trending = createTrending({ storage, clock })
    expect(await trending.artists({ limit: 5 })).toEqual([
      { rank: 1, artistId: 'artist', score: 640, factors, refreshedAt: clock.now() },
    ])
    expect((await trending.shows())[0]?.showId).toBe('show')
    expect(asked).toEqual([{ limit: 5 }, { limit: 20 }])
  })

  it('explains a score by the options that rank the board', async () => {
    const trending = createTrending({ ...openStore(), clock, options: { weights: { followers: 0 } } })
    const { score, parts, at } = await trending.explain('artist')
    expect(parts.followers).toBe(0)
    expect(score).toBe(trendingScore(factors, toTrendingOptions({ weights: { followers: 0 } })))
    expect(at).toEqual(clock.now())
    await expect(trending.explain('nobody')).rejects.toThrow('There is no artist nobody')
    await expect(trending.explain('nothing', { kind: 'shows' })).rejects.toThrow('There is no show nothing')
  })

  it('refreshes once for all who ask at the same time, and anew for those who ask later', async () => {
    const { storage, asked } = openStore()
    const trending = createTrending({ storage, clock: fakeClock('2026-11-21T20:00:00Z') })
    const both = Promise.all([trending.refresh(), trending.refresh()])
    await clock.runAll()
    expect(await both).toEqual([
      { changed: 2, ranked: 2 },
      { changed: 2, ranked: 2 },
    ])
    const later = trending.refresh()
    await clock.runAll()
    await later
    expect(asked).toHaveLength(2)
    expect(asked[0]).toEqual({ at: new Date('2026-11-21T20:00:00Z'), options: defaultTrendingOptions })
  })

  it('reads the history of the last 30 days unless asked for another', async () => {
    const { storage, asked } = openStore()
    const trending = createTrending({ storage, clock: fakeClock('2026-11-21T20:00:00Z') })
    await trending.history('artist')
    await trending.history('show', { kind: 'shows', since: new Date(0) })
    expect(asked).toEqual([
      { kind: 'artists', id: 'artist', since: new Date('2026-10-22T20:00:00Z') },
      { kind: 'shows', id: 'show', since: new Date(0) },
    ])
  })

  it('refuses input that cannot be meant', async () => {
    const trending = createTrending({ ...openStore(), clock })
    const calls = [
      () => trending.artists({ limit: 0 }),
      () => trending.shows({ limit: 1001 }),
      () => trending.artists({ limit: 2.5 }),
      () => trending.explain(''),
      () => trending.explain('x', { kind: 'venues' as 'shows' }),
      () => trending.history('x', { since: new Date(Number.NaN) }),
    ]
    for (const call of calls) {
      await expect(call()).rejects.toSatisfy((error) => hasCode(error, 'invalid-input'))
    }
  })

  it('refuses options that cannot be meant, and shows what to write', () => {
    const refused: [TrendingChanges, string][] = [
      [{ weights: { recentVotes: -1 } }, '{ weights: { recentVotes: 1 } }'],
      [{ halfLifeMs: 0 }, '{ halfLifeMs: 172800000 }'],
      [{ midpoint: Number.NaN }, '{ midpoint: 1000 }'],
      [{ threshold: -0.5 }, '{ threshold: 0.5 }'],
      [{ weights: { votes: 15 } as TrendingChanges['weights'] & object }, 'there are recentVotes'],
      [{ halfLife: 5 } as TrendingChanges, 'there are weights, halfLifeMs'],
    ]
    for (const [options, message] of refused) {
      expect(() => createTrending({ ...openStore(), options })).toThrow(message)
    }
  })
})

import assert from 'node:assert/strict'
import { days, hours } from '../core/duration.ts'
import { type BoardKind, defaultTrendingOptions as options, trendingScore } from '../domain/trending.ts'
import type { Storage } from '../storage/storage.ts'
import { isClose, refused } from './assertions.ts'
import { artistDraft, ballotDraft, showDraft } from './builders.ts'
import type { Test } from './harness.ts'
import { after, never, noon } from './instants.ts'
import { setStage } from './stage.ts'

const beginning = new Date(0)

export function trending(test: Test): void {
  const top = (storage: Storage, kind: BoardKind, limit = 100) => storage.trending.top({ kind, limit })
  const refresh = (storage: Storage, at = noon) => storage.trending.refresh({ at, options })

  test('boards are empty until the first refresh, and hold only what scores', async (storage) => {
    await storage.artists.saveMany([
      artistDraft({ id: 'loved', popularity: 50 }),
      artistDraft({ id: 'unknown' }),
    ])
    assert.deepEqual(await top(storage, 'artists'), [])
    assert.deepEqual(await refresh(storage), { changed: 1, ranked: 1 })
    assert.deepEqual(
      (await top(storage, 'artists')).map(({ id, rank }) => [id, rank]),
      [['loved', 1]],
    )
    assert.deepEqual(await top(storage, 'shows'), [])
  })

  test('an entry has the score of its factors, and its factors are those of the refresh', async (storage) => {
    const { songs, artistId, showId } = await setStage(storage, { show: { localDate: '2026-06-20' } })
    await storage.votes.castMany(
      songs.map((setlistSongId, index) => ballotDraft({ fanId: `fan ${index}`, setlistSongId })),
      { perDay: null },
    )
    const at = after(noon, hours(6))
    await refresh(storage, at)
    for (const [kind, id] of [
      ['artists', artistId],
      ['shows', showId],
    ] as const) {
      const [entry] = await top(storage, kind)
      const factors = await storage.trending.factors({ kind, id, at, options })
      assert.ok(entry && factors)
      assert.deepEqual([entry.rank, entry.id, entry.refreshedAt], [1, id, at])
      isClose(entry.score, trendingScore(factors, options))
      isClose(entry.factors.recentVotes, factors.recentVotes)
      assert.deepEqual({ ...entry.factors, recentVotes: 0 }, { ...factors, recentVotes: 0 })
      assert.ok(entry.score > 0 && entry.score < 1000)
    }
  })

  test('ranks by score, ties by id, and gives as many as asked', async (storage) => {
    const popularity: Record<string, number> = { c: 50, a: 50, B: 50, d: 90, e: 10 }
    await storage.artists.saveMany(
      Object.entries(popularity).map(([id, value]) => artistDraft({ id, popularity: value })),
    )
    await refresh(storage)
    const board = await top(storage, 'artists')
    assert.deepEqual(
      board.map(({ id }) => id),
      ['d', 'B', 'a', 'c', 'e'],
    )
    assert.deepEqual(
      board.map(({ rank }) => rank),
      [1, 2, 3, 4, 5],
    )
    assert.deepEqual(await top(storage, 'artists', 2), board.slice(0, 2))
  })

  test('writes only scores that moved by more than the threshold', async (storage) => {
    await storage.artists.saveMany([
      artistDraft({ id: 'moves', popularity: 50 }),
      artistDraft({ id: 'stays', popularity: 50 }),
    ])
    await refresh(storage)
    const [before] = (await top(storage, 'artists')).filter(({ id }) => id === 'stays')
    await storage.artists.saveMany([
      artistDraft({ id: 'moves', popularity: 60 }),
      artistDraft({ id: 'stays', popularity: 50.5 }),
    ])
    const later = after(noon, hours(1))
    assert.deepEqual(await refresh(storage, later), { changed: 1, ranked: 2 })
    const board = await top(storage, 'artists')
    assert.deepEqual(
      board.map(({ id, refreshedAt }) => [id, refreshedAt]),
      [
        ['moves', later],
        ['stays', noon],
      ],
    )
    assert.deepEqual(board[1], { ...before, rank: 2 })
    assert.deepEqual(await refresh(storage, later), { changed: 0, ranked: 2 })
  })

  test('a score that does not reach the threshold does not enter the board', async (storage) => {
    await storage.artists.save(artistDraft({ id: 'tiny', popularity: 0.5 }))
    assert.deepEqual(await refresh(storage), { changed: 0, ranked: 0 })
    const finer = { ...options, threshold: 0 }
    assert.deepEqual(await storage.trending.refresh({ at: noon, options: finer }), { changed: 1, ranked: 1 })
  })

  test('what falls to nothing leaves the board', async (storage) => {
    const { entity: show } = await storage.shows.save(showDraft({ localDate: '2026-06-20' }))
    await refresh(storage)
    assert.equal((await top(storage, 'shows')).length, 1)
    assert.deepEqual(await refresh(storage, after(noon, days(30))), { changed: 1, ranked: 0 })
    assert.deepEqual(await top(storage, 'shows'), [])
    const history = await storage.trending.history({ kind: 'shows', id: show.id, since: beginning })
    assert.deepEqual(
      history.map(({ at, score }) => [at, score > 0]),
      [
        [noon, true],
        [after(noon, days(30)), false],
      ],
    )
  })

  test('a thing that is removed leaves the board at once, and ranks close up', async (storage) => {
    await storage.artists.saveMany(
      ['a', 'b', 'c'].map((id, index) => artistDraft({ id, popularity: 90 - index * 10 })),
    )
    await refresh(storage)
    await storage.artists.remove('b')
    assert.deepEqual(
      (await top(storage, 'artists')).map(({ id, rank }) => [id, rank]),
      [
        ['a', 1],
        ['c', 2],
      ],
    )
    assert.deepEqual(await storage.trending.history({ kind: 'artists', id: 'b', since: beginning }), [])
  })

  test('keeps the scores of every refresh that changed them', async (storage) => {
    const popular = (popularity: number) => storage.artists.save(artistDraft({ id: 'x', popularity }))
    const at = (index: number) => after(noon, hours(index))
    await popular(20)
    await refresh(storage, at(0))
    await refresh(storage, at(1))
    await popular(40)
    await refresh(storage, at(2))
    await popular(30)
    await refresh(storage, at(3))
    const points = await storage.trending.history({ kind: 'artists', id: 'x', since: beginning })
    assert.deepEqual(
      points.map((point) => point.at),
      [at(0), at(2), at(3)],
    )
    const [low, high, middle] = points.map(({ score }) => score)
    assert.ok(low! < middle! && middle! < high!)
    const since = await storage.trending.history({ kind: 'artists', id: 'x', since: at(2) })
    assert.deepEqual(since, points.slice(1))
    assert.deepEqual(await storage.trending.history({ kind: 'shows', id: 'x', since: beginning }), [])
  })

  test('refuses limits and instants that cannot be meant', async (storage) => {
    await refused(
      () => top(storage, 'artists', 0),
      () => top(storage, 'shows', 1001),
      () => storage.trending.refresh({ at: never, options }),
      () => storage.trending.history({ kind: 'artists', id: 'x', since: never }),
    )
  })
}

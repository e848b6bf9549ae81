import assert from 'node:assert/strict'
import type { ShowDraft } from '../../domain/show.ts'
import type { ShowQuery } from '../../storage/catalog-store.ts'
import type { Storage } from '../../storage/storage.ts'
import { refused } from '../assertions.ts'
import { artistDraft, headliner, showDraft, venueDraft } from '../builders.ts'
import type { Test } from '../harness.ts'
import { idsOf } from './listing.ts'

const show = (id: string, localDate: string | null, fields: Partial<ShowDraft> = {}) =>
  showDraft({ id, localDate, ...fields })

async function saveDays(storage: Storage): Promise<void> {
  await storage.shows.saveMany([
    show('c', '2026-06-02'),
    show('tba2', null),
    show('b', '2026-06-02'),
    show('a', '2026-06-03'),
    show('d', '2026-06-01'),
    show('tba1', null),
  ])
}

const found = (storage: Storage, query: ShowQuery, limit = 2) => idsOf(storage.shows, query, limit)

export function showQueries(test: Test): void {
  test('orders by day, then id; without a day last, either way', async (storage) => {
    await saveDays(storage)
    for (const limit of [1, 2, 5, 100]) {
      assert.deepEqual(await found(storage, {}, limit), ['d', 'b', 'c', 'a', 'tba1', 'tba2'])
      assert.deepEqual(await found(storage, { order: 'ascending' }, limit), [
        'd',
        'b',
        'c',
        'a',
        'tba1',
        'tba2',
      ])
      assert.deepEqual(await found(storage, { order: 'descending' }, limit), [
        'a',
        'c',
        'b',
        'd',
        'tba2',
        'tba1',
      ])
    }
  })

  test('orders the shows of one day by their time, to the minute; without a time last in the day', async (storage) => {
    await storage.shows.saveMany([
      show('untimed', '2026-06-02'),
      show('evening', '2026-06-02', { localTime: '20:00:00' }),
      show('also', '2026-06-02', { localTime: '20:00' }),
      show('matinee', '2026-06-02', { localTime: '15:00' }),
      show('next', '2026-06-03', { localTime: '11:00' }),
    ])
    const inOrder = ['matinee', 'also', 'evening', 'untimed', 'next']
    for (const limit of [1, 2, 100]) {
      assert.deepEqual(await found(storage, {}, limit), inOrder)
      assert.deepEqual(await found(storage, { to: '2026-06-02' }, limit), inOrder.slice(0, -1))
      assert.deepEqual(await found(storage, { order: 'descending' }, limit), inOrder.toReversed())
    }
  })

  test('from and to are included, and leave out what has no day', async (storage) => {
    await saveDays(storage)
    assert.deepEqual(await found(storage, { from: '2026-06-02' }), ['b', 'c', 'a'])
    assert.deepEqual(await found(storage, { to: '2026-06-02' }), ['d', 'b', 'c'])
    assert.deepEqual(await found(storage, { from: '2026-06-02', to: '2026-06-02' }), ['b', 'c'])
    assert.deepEqual(await found(storage, { from: '2026-06-02', order: 'descending' }, 1), ['a', 'c', 'b'])
    assert.deepEqual(await found(storage, { from: '2026-06-03', to: '2026-06-01' }), [])
    await refused(
      () => storage.shows.list({ from: '2026-6-2' }),
      () => storage.shows.list({ to: '2026-02-30' }),
      () => storage.shows.list({ from: '' }),
    )
  })

  test('artistId finds headliners and supports, once each', async (storage) => {
    await storage.artists.saveMany([artistDraft({ id: 'x' }), artistDraft({ id: 'y' })])
    const support = (artistId: string) => ({ ...headliner(artistId), role: 'support' as const })
    await storage.shows.saveMany([
      show('a', '2026-06-03', { lineup: [headliner('x')] }),
      show('b', '2026-06-02', { lineup: [headliner('y'), support('x')] }),
      show('c', '2026-06-01', { lineup: [headliner('y')] }),
      show('d', '2026-06-01', { lineup: [headliner('x'), { ...support('x'), name: 'X and friends' }] }),
    ])
    assert.deepEqual(await found(storage, { artistId: 'x' }, 1), ['d', 'b', 'a'])
    assert.deepEqual(await found(storage, { artistId: 'x', from: '2026-06-02', order: 'descending' }), [
      'a',
      'b',
    ])
    assert.deepEqual(await found(storage, { artistId: 'nobody' }), [])
  })

  test('venueId and statuses narrow, together with the rest', async (storage) => {
    await storage.venues.saveMany([venueDraft({ id: 'v' }), venueDraft({ id: 'w' })])
    await storage.artists.save(artistDraft({ id: 'x' }))
    const lineup = [headliner('x')]
    await storage.shows.saveMany([
      show('a', '2026-06-01', { venueId: 'v', lineup }),
      show('b', '2026-06-02', { venueId: 'v', status: 'cancelled' }),
      show('c', '2026-06-03', { venueId: 'w', status: 'postponed', lineup }),
      show('d', '2026-06-04', { venueId: 'v', status: 'cancelled', lineup }),
    ])
    assert.deepEqual(await found(storage, { venueId: 'v' }), ['a', 'b', 'd'])
    assert.deepEqual(await found(storage, { statuses: ['cancelled', 'postponed'] }), ['b', 'c', 'd'])
    assert.deepEqual(await found(storage, { statuses: [] }), [])
    assert.deepEqual(
      await found(storage, { venueId: 'v', artistId: 'x', statuses: ['cancelled'], from: '2026-06-01' }),
      ['d'],
    )
  })

  test('a show is found where it is now', async (storage) => {
    await storage.artists.saveMany([artistDraft({ id: 'x' }), artistDraft({ id: 'y' })])
    await storage.venues.saveMany([venueDraft({ id: 'v' }), venueDraft({ id: 'w' })])
    await storage.shows.save(show('a', '2026-06-01', { venueId: 'v', lineup: [headliner('x')] }))
    await storage.shows.save(
      show('a', '2026-07-01', { venueId: 'w', lineup: [headliner('y', 'Other Band')] }),
    )
    assert.deepEqual(await found(storage, { to: '2026-06-30' }), [])
    assert.deepEqual(await found(storage, { venueId: 'v' }), [])
    assert.deepEqual(await found(storage, { venueId: 'w', from: '2026-07-01' }), ['a'])
    assert.deepEqual(await found(storage, { artistId: 'x' }), ['a'])
    assert.deepEqual(await found(storage, { artistId: 'y' }), ['a'])
  })

  test('gives every show that stays on its day exactly once while others come and move', async (storage) => {
    const day = (index: number) => `2026-06-${String(index + 10).padStart(2, '0')}`
    const ids = Array.from({ length: 15 }, (_, index) => `s${index}`)
    await storage.shows.saveMany(ids.map((id, index) => show(id, day(index))))
    await storage.shows.save(show('moves', day(7)))
    const seen = await idsOf(storage.shows, {}, 4, async (page) => {
      await storage.shows.saveMany([show(`new${page}`, day(page)), show('moves', day(14 - page))])
    })
    assert.deepEqual(
      seen.filter((id) => ids.includes(id)),
      ids,
    )
  })
}

import assert from 'node:assert/strict'
import type { EntityId, EntityRecord } from '../../domain/entity.ts'
import type { CatalogStore, PageQuery } from '../../storage/catalog-store.ts'
import { refused } from '../assertions.ts'
import type { Test } from '../harness.ts'
import { distinct } from '../many.ts'
import type { KindCase } from './kind-case.ts'

/** Ids of every page to the end. `between` runs after each page. */
export async function idsOf<Entity extends EntityRecord, EntityDraft, Query extends object>(
  store: CatalogStore<Entity, EntityDraft, Query>,
  query: Query,
  limit: number,
  between: (page: number) => Promise<unknown> = async () => {},
): Promise<EntityId[]> {
  const ids: EntityId[] = []
  let cursor: string | null = null
  let page = 0
  do {
    const answer: Awaited<ReturnType<typeof store.list>> = await store.list({ ...query, limit, cursor })
    assert.ok(answer.items.length <= limit, `a page holds at most ${limit}, got ${answer.items.length}`)
    ids.push(...answer.items.map(({ id }) => id))
    cursor = answer.nextCursor
    await between(page++)
    assert.ok(page < 1000, 'paging ends')
  } while (cursor !== null)
  return ids
}

export function listing<Entity extends EntityRecord, EntityDraft, Query extends object>(
  test: Test,
  { storeOf, prepare, name }: KindCase<Entity, EntityDraft, Query>,
): void {
  const all = {} as Query
  const page = (fields: PageQuery) => fields as Query & PageQuery

  test('lists nothing when there is nothing', async (storage) => {
    assert.deepEqual(await storeOf(storage).list(all), { items: [], nextCursor: null })
  })

  test('orders by id, comparing code units', async (storage) => {
    const store = storeOf(storage)
    const drafts = await prepare(storage)
    const ids = ['b', 'B', 'a', '_', '10', '2', 'é', 'a b', 'ab']
    await store.saveMany(ids.map((id) => drafts.valid({ id })))
    const sorted = ['10', '2', 'B', '_', 'a', 'a b', 'ab', 'b', 'é']
    assert.deepEqual(await idsOf(store, all, 1000), sorted)
    assert.deepEqual(await idsOf(store, all, 2), sorted)
  })

  test('pages of any size give everything exactly once', async (storage) => {
    const store = storeOf(storage)
    const drafts = await prepare(storage)
    const saved = await store.saveMany(Array.from({ length: 23 }, () => drafts.valid()))
    const ids = saved.map(({ entity }) => entity.id).sort()
    for (const limit of [1, 7, 22, 23, 24, 1000]) assert.deepEqual(await idsOf(store, all, limit), ids)
  })

  test('gives 50 when not asked for a number', async (storage) => {
    const store = storeOf(storage)
    const drafts = await prepare(storage)
    await store.saveMany(Array.from({ length: 51 }, () => drafts.valid()))
    const first = await store.list(all)
    assert.equal(first.items.length, 50)
    assert.ok(first.nextCursor)
    const rest = await store.list(page({ cursor: first.nextCursor, limit: 3 }))
    assert.deepEqual([rest.items.length, rest.nextCursor], [1, null])
  })

  test('gives what was there all along exactly once while other things are saved and removed', async (storage) => {
    const store = storeOf(storage)
    const drafts = await prepare(storage)
    const ids = Array.from({ length: 20 }, (_, index) => `m${String(index).padStart(2, '0')}`)
    await store.saveMany(ids.map((id) => drafts.valid({ id })))
    await store.saveMany([drafts.valid({ id: 'm00x' }), drafts.valid({ id: 'm19x' })])
    const seen = await idsOf(store, all, 3, async (number) => {
      await store.saveMany([`a${number}`, `m${number}5x`, `z${number}`].map((id) => drafts.valid({ id })))
      await store.saveMany(ids.map((id) => drafts.valid({ id, note: `page ${number}` })))
      await store.remove(number === 0 ? 'm00x' : 'm19x')
    })
    assert.deepEqual(distinct(seen), seen)
    assert.deepEqual(
      seen.filter((id) => ids.includes(id)),
      ids,
    )
  })

  test('goes on after a thing that has gone meanwhile', async (storage) => {
    const store = storeOf(storage)
    const drafts = await prepare(storage)
    await store.saveMany(['a', 'b', 'c', 'd'].map((id) => drafts.valid({ id })))
    const first = await store.list(page({ limit: 2 }))
    await store.remove('b')
    const second = await store.list(page({ limit: 2, cursor: first.nextCursor }))
    assert.deepEqual(
      second.items.map(({ id }) => id),
      ['c', 'd'],
    )
  })

  test('refuses limits that cannot be meant', async (storage) => {
    const store = storeOf(storage)
    for (const limit of [0, -1, 1.5, 1001, Number.NaN, Number.POSITIVE_INFINITY]) {
      await refused(() => store.list(page({ limit })))
    }
  })

  test('refuses cursors that are none, or belong to another query or kind', async (storage) => {
    const store = storeOf(storage)
    const drafts = await prepare(storage)
    await store.saveMany([drafts.valid(), drafts.valid()])
    const { nextCursor: cursor } = await store.list(page({ limit: 1 }))
    assert.ok(cursor)
    const other = { artistId: 'other', search: 'other' } as unknown as Query
    const otherKind = name === 'venues' ? storage.artists : storage.venues
    await refused(
      () => store.list({ ...other, cursor }),
      () => otherKind.list({ cursor }),
      () => store.list(page({ cursor: 'nonsense' })),
      () => store.list(page({ cursor: '' })),
      () => store.list(page({ cursor: '%%%' })),
    )
  })
}

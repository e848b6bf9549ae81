import assert from 'node:assert/strict'
import type { EntityRecord } from '../../domain/entity.ts'
import { sourceOf } from '../builders.ts'
import type { Test } from '../harness.ts'
import type { KindCase } from './kind-case.ts'

export function absorbing<Entity extends EntityRecord, EntityDraft, Query extends object>(
  test: Test,
  { storeOf, prepare, noteOf, noteField }: KindCase<Entity, EntityDraft, Query>,
): void {
  const x = { service: 'spotify', id: 'x' } as const
  const y = { service: 'spotify', id: 'y' } as const
  const all = {} as Query

  test('the absorbed thing goes, and its external ids lead to the kept one', async (storage) => {
    const store = storeOf(storage)
    const drafts = await prepare(storage)
    const { entity: kept } = await store.save(drafts.valid({ externalIds: [x] }))
    const { entity: absorbed } = await store.save(drafts.valid({ externalIds: [y] }))
    const united = await store.absorb({ keptId: kept.id, absorbedId: absorbed.id })
    assert.deepEqual([united?.id, united?.externalIds], [kept.id, [x, y]])
    assert.equal(await store.find(absorbed.id), null)
    for (const reference of [kept.id, x, y]) assert.deepEqual(await store.find(reference), united)
    assert.deepEqual((await store.list(all)).items, [united])
    const saved = await store.save(drafts.valid({ externalIds: [y], note: 'after' }))
    assert.deepEqual([saved.status, saved.entity.id], ['updated', kept.id])
  })

  test('the kept one’s facts win, whoever stated them', async (storage) => {
    const store = storeOf(storage)
    const drafts = await prepare(storage)
    const { entity: kept } = await store.save(drafts.valid({ note: 'kept', source: sourceOf('setvote') }))
    const { entity: absorbed } = await store.save(drafts.valid({ note: 'lost', source: sourceOf('spotify') }))
    const united = await store.absorb({ keptId: kept.id, absorbedId: absorbed.id })
    assert.ok(united)
    assert.equal(noteOf(united), 'kept')
    assert.deepEqual(united.provenance[noteField], kept.provenance[noteField])
    assert.deepEqual(united.createdAt, kept.createdAt)
  })

  test('the kept one’s empty facts are filled, with their provenance', async (storage) => {
    const store = storeOf(storage)
    const drafts = await prepare(storage)
    const { entity: kept } = await store.save(drafts.valid())
    const { entity: absorbed } = await store.save(
      drafts.valid({ note: 'found', source: sourceOf('musicbrainz') }),
    )
    const united = await store.absorb({ keptId: kept.id, absorbedId: absorbed.id })
    assert.ok(united)
    assert.equal(noteOf(united), 'found')
    assert.deepEqual(united.provenance[noteField], absorbed.provenance[noteField])
  })

  test('changes nothing when either is missing or they are the same', async (storage) => {
    const store = storeOf(storage)
    const drafts = await prepare(storage)
    const { entity } = await store.save(drafts.valid({ externalIds: [x] }))
    assert.equal(await store.absorb({ keptId: entity.id, absorbedId: entity.id }), null)
    assert.equal(await store.absorb({ keptId: entity.id, absorbedId: 'missing' }), null)
    assert.equal(await store.absorb({ keptId: 'missing', absorbedId: entity.id }), null)
    assert.deepEqual((await store.list(all)).items, [entity])
  })

  test('removing frees the id and the external ids', async (storage) => {
    const store = storeOf(storage)
    const drafts = await prepare(storage)
    const { entity: other } = await store.save(drafts.valid({ externalIds: [y] }))
    const { entity } = await store.save(drafts.valid({ externalIds: [x], note: 'gone' }))
    assert.equal(await store.remove(entity.id), true)
    assert.equal(await store.remove(entity.id), false)
    assert.deepEqual(await store.findMany([entity.id, x, y]), [null, null, other])
    assert.deepEqual((await store.list(all)).items, [other])
    const again = await store.save(drafts.valid({ externalIds: [x] }))
    assert.deepEqual([again.status, noteOf(again.entity)], ['created', null])
  })
}

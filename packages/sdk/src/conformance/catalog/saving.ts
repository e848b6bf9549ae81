import assert from 'node:assert/strict'
import type { EntityRecord } from '../../domain/entity.ts'
import { refused } from '../assertions.ts'
import { sourceOf } from '../builders.ts'
import type { Test } from '../harness.ts'
import type { KindCase } from './kind-case.ts'

export function saving<Entity extends EntityRecord, EntityDraft, Query extends object>(
  test: Test,
  { storeOf, prepare, noteOf, name }: KindCase<Entity, EntityDraft, Query>,
): void {
  const x = { service: 'spotify', id: 'x' } as const
  const y = { service: 'ticketmaster', id: 'y' } as const
  const z = { service: 'musicbrainz', id: 'z' } as const

  test('creates what is new, with an id of its own', async (storage) => {
    const store = storeOf(storage)
    const drafts = await prepare(storage)
    const saved = await store.saveMany([drafts.valid({ note: 'a' }), drafts.valid({ note: 'b' })])
    assert.deepEqual(
      saved.map(({ status, conflicts, entity }) => ({ status, conflicts, note: noteOf(entity) })),
      [
        { status: 'created', conflicts: [], note: 'a' },
        { status: 'created', conflicts: [], note: 'b' },
      ],
    )
    const [one, two] = saved.map(({ entity }) => entity)
    assert.ok(one && two && one.id !== two.id)
    assert.deepEqual(one.createdAt, one.updatedAt)
    assert.deepEqual(await store.findMany([one.id, two.id]), [one, two])
  })

  test('merges into the thing that carries an external id, and unites the ids in their order', async (storage) => {
    const store = storeOf(storage)
    const drafts = await prepare(storage)
    const { entity: first } = await store.save(drafts.valid({ externalIds: [x] }))
    const { entity, status, conflicts } = await store.save(drafts.valid({ externalIds: [y, x], note: 'new' }))
    assert.deepEqual({ status, conflicts, id: entity.id }, { status: 'updated', conflicts: [], id: first.id })
    assert.deepEqual(entity.externalIds, [x, y])
    assert.equal(noteOf(entity), 'new')
    assert.deepEqual(entity.createdAt, first.createdAt)
    assert.deepEqual(await store.find(y), entity)
  })

  test('lets the first external id that anything carries decide, and reports ids that stayed elsewhere', async (storage) => {
    const store = storeOf(storage)
    const drafts = await prepare(storage)
    const { entity: holderOfX } = await store.save(drafts.valid({ externalIds: [x] }))
    const { entity: holderOfY } = await store.save(drafts.valid({ externalIds: [y] }))
    const saved = await store.save(drafts.valid({ externalIds: [z, y, x], note: 'claims all' }))
    assert.equal(saved.entity.id, holderOfY.id)
    assert.deepEqual(saved.conflicts, [{ externalId: x, heldBy: holderOfX.id }])
    assert.deepEqual(saved.entity.externalIds, [y, z])
    assert.deepEqual(await store.find(x), holderOfX)
  })

  test('prefers the id of a draft to its external ids', async (storage) => {
    const store = storeOf(storage)
    const drafts = await prepare(storage)
    const { entity: one } = await store.save(drafts.valid({ externalIds: [x] }))
    const { entity: two } = await store.save(drafts.valid({ externalIds: [y] }))
    const saved = await store.save(drafts.valid({ id: two.id, externalIds: [x, z], note: 'two' }))
    assert.deepEqual([saved.entity.id, saved.status], [two.id, 'updated'])
    assert.deepEqual(saved.conflicts, [{ externalId: x, heldBy: one.id }])
    assert.deepEqual(saved.entity.externalIds, [y, z])
  })

  test('creates a thing under the id it is given', async (storage) => {
    const store = storeOf(storage)
    const drafts = await prepare(storage)
    const { entity: other } = await store.save(drafts.valid({ externalIds: [x] }))
    const { entity, status, conflicts } = await store.save(
      drafts.valid({ id: 'chosen', externalIds: [x, y] }),
    )
    assert.deepEqual([entity.id, status, entity.externalIds], ['chosen', 'created', [y]])
    assert.deepEqual(conflicts, [{ externalId: x, heldBy: other.id }])
    assert.deepEqual(await store.find('chosen'), entity)
    const again = await store.save(drafts.valid({ id: 'chosen', externalIds: [y] }))
    assert.equal(again.status, 'unchanged')
  })

  test('does not write what does not change', async (storage) => {
    const store = storeOf(storage)
    const drafts = await prepare(storage)
    const { entity } = await store.save(drafts.valid({ externalIds: [x, y], note: 'same' }))
    const draft = drafts.valid({ externalIds: [y], note: 'same' })
    const saved = await store.saveMany([draft, draft])
    assert.deepEqual(saved, [
      { entity, status: 'unchanged', conflicts: [] },
      { entity, status: 'unchanged', conflicts: [] },
    ])
    assert.deepEqual(await store.find(entity.id), entity)
  })

  test('counts earlier drafts of the same call, and answers what the call leaves', async (storage) => {
    const store = storeOf(storage)
    const drafts = await prepare(storage)
    const saved = await store.saveMany([
      drafts.valid({ externalIds: [x], note: 'first' }),
      drafts.valid({ externalIds: [y], note: 'other' }),
      drafts.valid({ externalIds: [z, x], note: 'second' }),
      drafts.valid({ externalIds: [z] }),
      drafts.valid({ externalIds: [z, y] }),
    ])
    const id = saved[0]?.entity.id
    assert.deepEqual(
      saved.map(({ status }) => status),
      ['created', 'created', 'updated', 'unchanged', 'unchanged'],
    )
    assert.deepEqual(
      saved.map(({ entity }) => entity.id),
      [id, saved[1]?.entity.id, id, id, id],
    )
    assert.deepEqual(saved[4]?.conflicts, [{ externalId: y, heldBy: saved[1]?.entity.id }])
    const stored = await store.find(x)
    assert.deepEqual([stored && noteOf(stored), stored?.externalIds], ['second', [x, z]])
    for (const index of [0, 2, 3, 4]) assert.deepEqual(saved[index]?.entity, stored)
  })

  test('saves all drafts or none', async (storage) => {
    const store = storeOf(storage)
    const drafts = await prepare(storage)
    const { entity } = await store.save(drafts.valid({ externalIds: [x], note: 'before' }))
    await refused(
      () => store.saveMany([drafts.valid({ externalIds: [y] }), drafts.broken()]),
      () => store.saveMany([drafts.valid({ externalIds: [x], note: 'after' }), drafts.broken()]),
      () => store.saveMany([drafts.broken(), drafts.valid({ externalIds: [z] })]),
      () => store.save(drafts.valid({ externalIds: [{ service: 'spotify', id: '' }] })),
      () => store.save(drafts.valid({ id: '' })),
    )
    assert.deepEqual(await store.findMany([x, y, z]), [entity, null, null])
    assert.deepEqual((await store.list({} as Query)).items, [entity])
  })

  test('keeps any text, and refuses what not every database can keep', async (storage) => {
    const store = storeOf(storage)
    const drafts = await prepare(storage)
    const texts = [
      `it's "quoted" \\ ; -- 100%_`,
      '🎸 Sigur Rós 東京 ‏',
      'x'.repeat(10_000),
      '{"a":[1]}',
      'null',
      ' ',
    ]
    for (const [index, note] of texts.entries()) {
      const externalIds = [{ service: 'spotify', id: `text ${index} ' " % \\ 🎸` } as const]
      const { entity } = await store.save(drafts.valid({ note, externalIds }))
      assert.equal(noteOf(entity), note)
      assert.deepEqual(await store.find(externalIds[0]!), entity)
    }
    await refused(
      () => store.save(drafts.valid({ note: 'a\0b' })),
      () => store.save(drafts.valid({ note: 'half \ud83c' })),
      () => store.save(drafts.valid({ externalIds: [{ service: 'spotify', id: 'a\0b' }] })),
    )
  })

  test('keeps external ids of one kind apart from those of another', async (storage) => {
    const store = storeOf(storage)
    const drafts = await prepare(storage)
    const shared = { service: 'setvote', id: 'shared' } as const
    const { entity, status } = await store.save(drafts.valid({ externalIds: [shared] }))
    const other = name === 'venues' ? storage.artists : storage.venues
    const saved = await other.save({ name: 'Paper Mill', externalIds: [shared], source: sourceOf('setvote') })
    assert.deepEqual([status, saved.status, saved.conflicts], ['created', 'created', []])
    assert.deepEqual(await store.find(shared), entity)
  })

  test('takes no drafts for nothing to do', async (storage) => {
    assert.deepEqual(await storeOf(storage).saveMany([]), [])
  })
}

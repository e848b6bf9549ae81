import assert from 'node:assert/strict'
import type { EntityRecord } from '../../domain/entity.ts'
import type { Test } from '../harness.ts'
import type { KindCase } from './kind-case.ts'

export function lookingUp<Entity extends EntityRecord, EntityDraft, Query extends object>(
  test: Test,
  { storeOf, prepare }: KindCase<Entity, EntityDraft, Query>,
): void {
  const spotifyId = { service: 'spotify', id: 'one' } as const
  const ticketmasterId = { service: 'ticketmaster', id: 'one' } as const

  test('finds a thing by its id and by each of its external ids', async (storage) => {
    const store = storeOf(storage)
    const drafts = await prepare(storage)
    const { entity } = await store.save(drafts.valid({ externalIds: [spotifyId, ticketmasterId] }))
    await store.save(drafts.valid({ externalIds: [{ service: 'spotify', id: 'two' }] }))
    for (const reference of [entity.id, spotifyId, ticketmasterId]) {
      assert.deepEqual(await store.find(reference), entity)
    }
  })

  test('finds nothing under an id of another service, in another case, or unknown', async (storage) => {
    const store = storeOf(storage)
    const drafts = await prepare(storage)
    await store.save(drafts.valid({ externalIds: [spotifyId] }))
    const unknown = [
      'unknown',
      '',
      { service: 'musicbrainz', id: 'one' },
      { service: 'spotify', id: 'One' },
      { service: 'spotify', id: 'one ' },
      { service: 'spotify', id: '' },
    ] as const
    for (const reference of unknown) assert.equal(await store.find(reference), null)
  })

  test('takes hostile references for what they are: ids of nothing', async (storage) => {
    const store = storeOf(storage)
    const drafts = await prepare(storage)
    await store.save(drafts.valid({ externalIds: [spotifyId] }))
    for (const text of ["' or '1'='1", '%', '_', 'a\0b', '\ud800', '🎸', 'x'.repeat(10_000), '__proto__']) {
      assert.equal(await store.find(text), null)
      assert.equal(await store.find({ service: 'spotify', id: text }), null)
    }
  })

  test('answers many references in their order, null where there is none', async (storage) => {
    const store = storeOf(storage)
    const drafts = await prepare(storage)
    const { entity: one } = await store.save(drafts.valid({ externalIds: [spotifyId] }))
    const { entity: two } = await store.save(drafts.valid({ externalIds: [ticketmasterId] }))
    const references = [two.id, 'unknown', spotifyId, ticketmasterId, one.id, one.id]
    assert.deepEqual(await store.findMany(references), [two, null, one, two, one, one])
    assert.deepEqual(await store.findMany([]), [])
  })
}

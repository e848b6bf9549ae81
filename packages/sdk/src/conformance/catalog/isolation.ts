import assert from 'node:assert/strict'
import type { EntityRecord } from '../../domain/entity.ts'
import { sourceOf } from '../builders.ts'
import type { Test } from '../harness.ts'
import type { KindCase } from './kind-case.ts'

export function isolation<Entity extends EntityRecord, EntityDraft, Query extends object>(
  test: Test,
  { storeOf, prepare }: KindCase<Entity, EntityDraft, Query>,
): void {
  test('what a caller does to an answer never reaches the storage', async (storage) => {
    const store = storeOf(storage)
    const drafts = await prepare(storage)
    const externalIds = [{ service: 'spotify', id: 'x' } as const]
    const { entity } = await store.save(drafts.valid({ externalIds, note: 'true' }))
    const truth = structuredClone(entity)
    spoil(entity)
    const found = await store.find(truth.id)
    assert.deepEqual(found, truth)
    spoil(found)
    const listed = await store.list({} as Query)
    assert.deepEqual(listed.items, [truth])
    spoil(listed.items[0])
    const again = await store.save(drafts.valid({ externalIds, note: 'true' }))
    assert.deepEqual(again.entity, truth)
    spoil(again.entity)
    assert.deepEqual(await store.findMany([truth.id]), [truth])
  })

  test('what a caller does to a draft afterwards never reaches the storage', async (storage) => {
    const store = storeOf(storage)
    const drafts = await prepare(storage)
    const externalIds = [{ service: 'spotify' as const, id: 'x' }]
    const source = { ...sourceOf('spotify'), at: new Date('2026-01-01T00:00:00Z') }
    const draft = drafts.valid({ externalIds, source, note: 'true' })
    const { entity } = await store.save(draft)
    const truth = structuredClone(entity)
    spoil(draft)
    spoil(externalIds)
    spoil(source)
    assert.deepEqual(await store.find(truth.id), truth)
  })
}

/** Changes everything that can be changed. What is frozen may refuse. */
function spoil(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  if (value instanceof Date) {
    value.setTime(0)
    return
  }
  for (const part of Object.values(value)) spoil(part)
  for (const key of Object.keys(value)) {
    attempt(() => Reflect.set(value, key, 'spoilt'))
  }
  if (Array.isArray(value)) attempt(() => value.push('spoilt'))
}

function attempt(change: () => unknown): void {
  try {
    change()
  } catch (error) {
    assert.ok(error instanceof TypeError)
  }
}

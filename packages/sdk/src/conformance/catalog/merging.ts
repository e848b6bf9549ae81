import assert from 'node:assert/strict'
import type { EntityRecord } from '../../domain/entity.ts'
import type { FactSource } from '../../domain/provenance.ts'
import { sourceOf } from '../builders.ts'
import type { Test } from '../harness.ts'
import { after, noon } from '../instants.ts'
import type { KindCase } from './kind-case.ts'

export function merging<Entity extends EntityRecord, EntityDraft, Query extends object>(
  test: Test,
  { storeOf, prepare, noteField, noteOf }: KindCase<Entity, EntityDraft, Query>,
): void {
  const externalIds = [{ service: 'spotify', id: 'x' } as const]
  const later = after(noon, 60_000)

  /** What is stored after these statements, one call each. */
  const afterStatements = (statements: readonly (readonly [FactSource, string | null])[]) => {
    return async (storage: Parameters<typeof storeOf>[0]) => {
      const store = storeOf(storage)
      const drafts = await prepare(storage)
      for (const [service, note] of statements) {
        await store.save(drafts.valid({ externalIds, note, source: sourceOf(service) }))
      }
      const stored = await store.find(externalIds[0]!)
      assert.ok(stored)
      return { note: noteOf(stored), by: stored.provenance[noteField]?.service }
    }
  }

  const cases: readonly (readonly [
    string,
    readonly (readonly [FactSource, string | null])[],
    string | null,
    FactSource,
  ])[] = [
    [
      'a source that is trusted more replaces',
      [
        ['setlistfm', 'a'],
        ['spotify', 'b'],
      ],
      'b',
      'spotify',
    ],
    [
      'a source that is trusted less does not replace',
      [
        ['ticketmaster', 'a'],
        ['musicbrainz', 'b'],
      ],
      'a',
      'ticketmaster',
    ],
    [
      'no service fills what an operator has emptied',
      [
        ['spotify', 'a'],
        ['operator', null],
        ['spotify', 'b'],
      ],
      null,
      'operator',
    ],
    [
      'a source replaces its own word',
      [
        ['setlistfm', 'a'],
        ['setlistfm', 'b'],
      ],
      'b',
      'setlistfm',
    ],
    [
      'an operator overrides, and no import replaces it',
      [
        ['spotify', 'a'],
        ['operator', 'b'],
        ['spotify', 'c'],
      ],
      'b',
      'operator',
    ],
    [
      'any source fills what is empty',
      [
        ['spotify', null],
        ['setvote', 'b'],
      ],
      'b',
      'setvote',
    ],
    [
      'a source takes back its own word',
      [
        ['spotify', 'a'],
        ['spotify', null],
      ],
      null,
      'spotify',
    ],
    [
      'no source takes back the word of another',
      [
        ['setlistfm', 'a'],
        ['spotify', null],
      ],
      'a',
      'setlistfm',
    ],
    [
      'an operator may clear',
      [
        ['spotify', 'a'],
        ['operator', null],
      ],
      null,
      'operator',
    ],
    [
      'agreement of a source that is trusted more makes the fact its own',
      [
        ['setlistfm', 'a'],
        ['spotify', 'a'],
        ['setlistfm', 'b'],
      ],
      'a',
      'spotify',
    ],
  ]
  for (const [promise, statements, note, by] of cases) {
    test(promise, async (storage) => {
      const stored = await afterStatements(statements)(storage)
      assert.equal(stored.note, note)
      if (note !== null) assert.equal(stored.by, by)
    })
  }

  test('a draft that leaves a field out says nothing about it', async (storage) => {
    const store = storeOf(storage)
    const drafts = await prepare(storage)
    const { entity } = await store.save(drafts.valid({ externalIds, note: 'kept' }))
    const { status } = await store.save(drafts.valid({ externalIds }))
    assert.equal(status, 'unchanged')
    assert.deepEqual(await store.find(entity.id), entity)
  })

  test('keeps who said a fact, where, and when it was first seen said', async (storage) => {
    const store = storeOf(storage)
    const drafts = await prepare(storage)
    const source = { service: 'ticketmaster', at: noon, url: 'https://www.ticketmaster.com/x' } as const
    await store.save(drafts.valid({ externalIds, note: 'a', source }))
    await store.save(drafts.valid({ externalIds, note: 'a', source: { ...source, at: later } }))
    const stored = await store.find(externalIds[0]!)
    assert.deepEqual(stored?.provenance[noteField], source)
    await store.save(drafts.valid({ externalIds, note: 'b', source: { ...source, at: later } }))
    assert.deepEqual((await store.find(externalIds[0]!))?.provenance[noteField], { ...source, at: later })
  })

  test('nothing that nobody has stated has a provenance', async (storage) => {
    const store = storeOf(storage)
    const drafts = await prepare(storage)
    const { entity } = await store.save(drafts.valid({ externalIds }))
    assert.equal(noteField in entity.provenance, false)
  })
}

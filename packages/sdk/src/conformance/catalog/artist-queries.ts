import assert from 'node:assert/strict'
import { hours } from '../../core/duration.ts'
import { refused } from '../assertions.ts'
import { artistDraft } from '../builders.ts'
import type { Test } from '../harness.ts'
import { before, never, noon } from '../instants.ts'
import { idsOf } from './listing.ts'

export function artistQueries(test: Test): void {
  test('search finds a part of the name, whatever its case, accents or script', async (storage) => {
    const names = [
      'Sigur Rós',
      'ROSALÍA',
      'Björk',
      '東京事変',
      '!!!',
      '100% Wolf_',
      'AC/DC',
      'Velvet  Harbor',
    ]
    await storage.artists.saveMany(names.map((name, index) => artistDraft({ id: String(index), name })))
    const found = (search: string) => idsOf(storage.artists, { search }, 3)
    assert.deepEqual(await found('ros'), ['0', '1'])
    assert.deepEqual(await found('BJORK'), ['2'])
    assert.deepEqual(await found('björ'), ['2'])
    assert.deepEqual(await found('東京'), ['3'])
    assert.deepEqual(await found('!!'), ['4'])
    assert.deepEqual(await found('%'), ['5'])
    assert.deepEqual(await found('_'), ['5'])
    assert.deepEqual(await found('c/d'), ['6'])
    assert.deepEqual(await found(' velvet harbor '), ['7'])
    assert.deepEqual(await found('\\'), [])
    assert.deepEqual(await found('a\0b'), [])
    assert.deepEqual((await found('')).length, names.length)
  })

  test('search finds a name as it is now', async (storage) => {
    const { entity } = await storage.artists.save(artistDraft({ name: 'Old Name' }))
    await storage.artists.save(artistDraft({ id: entity.id, name: 'New Name' }))
    assert.deepEqual(await idsOf(storage.artists, { search: 'old' }, 10), [])
    assert.deepEqual(await idsOf(storage.artists, { search: 'new' }, 10), [entity.id])
  })

  test('syncedBefore finds artists that were synced earlier, or never', async (storage) => {
    const synced = (id: string, syncedAt: Date | null) => artistDraft({ id, syncedAt })
    await storage.artists.saveMany([
      synced('early', before(noon, 1)),
      synced('exact', noon),
      synced('late', new Date(noon.getTime() + 1)),
      synced('never', null),
      artistDraft({ id: 'unsaid', name: 'Low Tide' }),
    ])
    const found = (search?: string) =>
      idsOf(storage.artists, { syncedBefore: noon, ...(search !== undefined && { search }) }, 2)
    assert.deepEqual(await found(), ['early', 'never', 'unsaid'])
    assert.deepEqual(await found('low'), ['unsaid'])
    await refused(() => storage.artists.list({ syncedBefore: never }))
  })

  test('a cursor belongs to its conditions, not to its page size', async (storage) => {
    await storage.artists.saveMany(['a', 'b', 'c', 'd'].map((id) => artistDraft({ id })))
    const query = { search: 'Velvet', syncedBefore: noon }
    const { nextCursor: cursor } = await storage.artists.list({ ...query, limit: 1 })
    const rest = await storage.artists.list({ ...query, limit: 2, cursor })
    assert.deepEqual(
      rest.items.map(({ id }) => id),
      ['b', 'c'],
    )
    await refused(
      () => storage.artists.list({ search: 'Velvet', cursor }),
      () => storage.artists.list({ ...query, syncedBefore: before(noon, hours(1)), cursor }),
      () => storage.artists.list({ ...query, search: 'Harbor', cursor }),
    )
  })
}

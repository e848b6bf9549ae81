import assert from 'node:assert/strict'
import type { SetlistDraft } from '../../domain/setlist.ts'
import type { SetlistQuery } from '../../storage/catalog-store.ts'
import type { Storage } from '../../storage/storage.ts'
import { refused } from '../assertions.ts'
import { artistDraft, setlistDraft, showDraft } from '../builders.ts'
import type { Test } from '../harness.ts'
import { idsOf } from './listing.ts'

const found = (storage: Storage, query: SetlistQuery) => idsOf(storage.setlists, query, 2)

export function setlistQueries(test: Test): void {
  test('every condition narrows, in the order of days', async (storage) => {
    await storage.artists.saveMany([artistDraft({ id: 'x' }), artistDraft({ id: 'y' })])
    await storage.shows.saveMany([showDraft({ id: 's' }), showDraft({ id: 't' })])
    const setlist = (id: string, localDate: string | null, fields: Partial<SetlistDraft> = {}) =>
      setlistDraft({ id, artistId: 'x', showId: 's', kind: 'actual', localDate, ...fields })
    await storage.setlists.saveMany([
      setlist('c', '2026-06-03'),
      setlist('none', null, { kind: 'predicted' }),
      setlist('b', '2026-06-01', { artistId: 'y' }),
      setlist('d', '2026-06-01', { showId: 't' }),
      setlist('a', '2026-06-02', { kind: 'fan', fanId: 'fan' }),
      setlist('e', '2026-06-02', { kind: 'fan', fanId: 'other', showId: 't' }),
    ])
    assert.deepEqual(await found(storage, {}), ['b', 'd', 'a', 'e', 'c', 'none'])
    assert.deepEqual(await found(storage, { order: 'descending' }), ['c', 'e', 'a', 'd', 'b', 'none'])
    assert.deepEqual(await found(storage, { artistId: 'x' }), ['d', 'a', 'e', 'c', 'none'])
    assert.deepEqual(await found(storage, { showId: 't' }), ['d', 'e'])
    assert.deepEqual(await found(storage, { fanId: 'fan' }), ['a'])
    assert.deepEqual(await found(storage, { fanId: 'nobody' }), [])
    assert.deepEqual(await found(storage, { kinds: ['fan', 'predicted'] }), ['a', 'e', 'none'])
    assert.deepEqual(await found(storage, { kinds: [] }), [])
    assert.deepEqual(await found(storage, { from: '2026-06-02' }), ['a', 'e', 'c'])
    assert.deepEqual(await found(storage, { from: '2026-06-01', to: '2026-06-01', order: 'descending' }), [
      'd',
      'b',
    ])
    assert.deepEqual(
      await found(storage, { artistId: 'x', showId: 's', fanId: 'fan', kinds: ['fan'], to: '2026-06-02' }),
      ['a'],
    )
    assert.deepEqual(await found(storage, { artistId: 'y', showId: 's' }), ['b'])
    assert.deepEqual(await found(storage, { artistId: 'y', showId: 's', fanId: 'fan' }), [])
    await refused(() => storage.setlists.list({ from: 'yesterday' }))
  })
}

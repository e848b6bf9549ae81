import assert from 'node:assert/strict'
import type { JsonValue } from '../core/json.ts'
import { refused } from './assertions.ts'
import type { Test } from './harness.ts'

export function settings(test: Test): void {
  test('keeps any JSON under its key', async (storage) => {
    const values: readonly JsonValue[] = [
      'text',
      '',
      '🎸 "quoted"',
      0,
      -1.5,
      true,
      false,
      [],
      {},
      [1, ['a', null]],
      { deep: { list: [{ n: 1 }], none: null }, 'a b': 'c', provenance: 'x' },
    ]
    for (const value of values) {
      await storage.settings.set('key', value)
      assert.deepEqual(await storage.settings.get('key'), value)
    }
    assert.equal(await storage.settings.get('unknown'), null)
    assert.equal(await storage.settings.get('a\0b'), null)
  })

  test('null removes', async (storage) => {
    await storage.settings.set('key', 1)
    await storage.settings.set('key', null)
    await storage.settings.set('never there', null)
    assert.equal(await storage.settings.get('key'), null)
    assert.deepEqual(await storage.settings.list(''), [])
  })

  test('lists what begins with a prefix, literally, by key', async (storage) => {
    const keys = ['sync:b', 'sync:a', 'Sync:c', 'sync', 'syn_:x', 'syn%', 'a\\b', 'other']
    for (const key of keys) await storage.settings.set(key, key)
    const found = async (prefix: string) => (await storage.settings.list(prefix)).map(({ key }) => key)
    assert.deepEqual(await found('sync:'), ['sync:a', 'sync:b'])
    assert.deepEqual(await found('sync'), ['sync', 'sync:a', 'sync:b'])
    assert.deepEqual(await found('syn_'), ['syn_:x'])
    assert.deepEqual(await found('syn%'), ['syn%'])
    assert.deepEqual(await found('a\\'), ['a\\b'])
    assert.deepEqual(await found('%'), [])
    assert.deepEqual(await found(''), keys.toSorted())
    assert.deepEqual(await storage.settings.list('other'), [{ key: 'other', value: 'other' }])
  })

  test('replaces a value that still is the expected one, and no other', async (storage) => {
    const { settings } = storage
    const replace = (expected: JsonValue | null, value: JsonValue | null) =>
      settings.replace({ key: 'key', expected, value })
    assert.equal(await replace(null, null), 'replaced')
    assert.equal(await replace('old', 'new'), 'changed')
    assert.equal(await settings.get('key'), null)
    assert.equal(await replace(null, { a: 1, b: [0, 'x'] }), 'replaced')
    assert.equal(await replace(null, 'new'), 'changed')
    assert.equal(await replace(null, null), 'changed')
    assert.equal(await replace({ a: 1 }, 'new'), 'changed')
    assert.equal(await replace({ a: 1, b: ['x', 0] }, 'new'), 'changed')
    assert.deepEqual(await settings.get('key'), { a: 1, b: [0, 'x'] })
    assert.equal(await replace({ b: [0, 'x'], a: 1 }, 'new'), 'replaced')
    assert.equal(await replace('old', null), 'changed')
    assert.equal(await settings.get('key'), 'new')
    assert.equal(await replace('new', null), 'replaced')
    assert.deepEqual(await settings.list(''), [])
  })

  test('refuses what is not JSON, and keys that are none', async (storage) => {
    const set = (value: unknown) => () => storage.settings.set('key', value as JsonValue)
    await refused(
      set(undefined),
      set(Number.NaN),
      set(Number.POSITIVE_INFINITY),
      set(new Date(0)),
      set({ deep: undefined }),
      set([() => {}]),
      set('a\0b'),
      set({ 'a\0b': 1 }),
      () => storage.settings.set('', 1),
      () => storage.settings.set('a\0b', 1),
      () => storage.settings.replace({ key: '', expected: null, value: 1 }),
      () => storage.settings.replace({ key: 'key', expected: null, value: Number.NaN }),
      () => storage.settings.replace({ key: 'key', expected: new Date(0) as never, value: 1 }),
    )
    assert.equal(await storage.settings.get('key'), null)
  })

  test('what a caller does to a value never reaches the storage', async (storage) => {
    const value = { list: [1] }
    await storage.settings.set('key', value)
    value.list.push(2)
    const read = (await storage.settings.get('key')) as { list: number[] }
    try {
      read.list.push(3)
    } catch (error) {
      assert.ok(error instanceof TypeError)
    }
    assert.deepEqual(await storage.settings.get('key'), { list: [1] })
  })
}

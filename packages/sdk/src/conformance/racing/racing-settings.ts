import assert from 'node:assert/strict'
import type { Test } from '../harness.ts'
import { atOnce, countBy } from '../many.ts'

export function racingSettings(test: Test): void {
  test('of many who replace the same value one does, whether there was one before or not', async (storage) => {
    const race = (expected: string | null) =>
      atOnce(20, (index) =>
        storage.settings.replace({ key: 'key', expected, value: `${expected}, ${index}` }),
      )
    assert.deepEqual(countBy(await race(null), String), { replaced: 1, changed: 19 })
    const held = await storage.settings.get('key')
    assert.ok(typeof held === 'string')
    assert.deepEqual(countBy(await race(held), String), { replaced: 1, changed: 19 })
  })

  test('no step is lost when many count in one value', async (storage) => {
    const countOne = async () => {
      for (;;) {
        const expected = await storage.settings.get('count')
        const value = Number(expected ?? 0) + 1
        if ((await storage.settings.replace({ key: 'count', expected, value })) === 'replaced') return
      }
    }
    await atOnce(12, countOne)
    assert.equal(await storage.settings.get('count'), 12)
  })
}

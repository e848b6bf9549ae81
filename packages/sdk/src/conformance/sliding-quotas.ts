import assert from 'node:assert/strict'
import { days, minutes, seconds } from '../core/duration.ts'
import type { Storage } from '../storage/storage.ts'
import { refused } from './assertions.ts'
import type { Test } from './harness.ts'
import { after, before, noon } from './instants.ts'

const second = { name: 'second', limit: 2, periodMs: seconds(1), kind: 'sliding' } as const
const day = { name: 'day', limit: 5, periodMs: days(1) }
const key = 'ticketmaster:3f9c'

export function slidingQuotas(test: Test<Pick<Storage, 'quotas'>>): void {
  test('never grants more than the limit in any stretch of the period', async (storage) => {
    const spend = (ms: number) => storage.quotas.spend({ key, windows: [second], at: after(noon, ms) })
    assert.deepEqual(await spend(0), { status: 'granted', remaining: { second: 1 } })
    assert.deepEqual(await spend(900), { status: 'granted', remaining: { second: 0 } })
    const refused = (ms: number) => ({ status: 'exhausted', window: 'second', retryAt: after(noon, ms) })
    assert.deepEqual(await spend(999), refused(1000))
    assert.deepEqual(await spend(1000), { status: 'granted', remaining: { second: 0 } })
    assert.deepEqual(await spend(1001), refused(1900))
    assert.deepEqual(await spend(1899), refused(1900))
    assert.deepEqual(await spend(1900), { status: 'granted', remaining: { second: 0 } })
  })

  test('says when several calls at once will fit', async (storage) => {
    const window = { ...second, limit: 4 }
    const spend = (ms: number, cost: number) =>
      storage.quotas.spend({ key, windows: [window], cost, at: after(noon, ms) })
    for (const ms of [0, 100, 200, 200]) assert.equal((await spend(ms, 1)).status, 'granted')
    const refused = (ms: number) => ({ status: 'exhausted', window: 'second', retryAt: after(noon, ms) })
    assert.deepEqual(await spend(300, 1), refused(1000))
    assert.deepEqual(await spend(300, 2), refused(1100))
    assert.deepEqual(await spend(300, 3), refused(1200))
    assert.deepEqual(await spend(300, 5), refused(1300))
    assert.equal(await storage.quotas.remaining({ key, window, at: after(noon, 1100) }), 2)
    assert.equal((await spend(1200, 4)).status, 'granted')
  })

  test('takes from it and from a fixed window, or from neither', async (storage) => {
    const spend = (ms: number) => storage.quotas.spend({ key, windows: [day, second], at: after(noon, ms) })
    assert.deepEqual(await spend(0), { status: 'granted', remaining: { day: 4, second: 1 } })
    assert.deepEqual(await spend(1), { status: 'granted', remaining: { day: 3, second: 0 } })
    assert.equal((await spend(2)).status, 'exhausted')
    assert.equal(await storage.quotas.remaining({ key, window: day, at: noon }), 3)
    await storage.quotas.spend({ key, windows: [day], cost: 3, at: after(noon, 3) })
    assert.deepEqual(await spend(minutes(1)), {
      status: 'exhausted',
      window: 'day',
      retryAt: after(noon, days(1)),
    })
    assert.equal(await storage.quotas.remaining({ key, window: second, at: after(noon, minutes(1)) }), 2)
  })

  test('counts a call from when it really happened', async (storage) => {
    const spend = (ms: number) => storage.quotas.spend({ key, windows: [second], at: after(noon, ms) })
    const move = (from: number, to: number) =>
      storage.quotas.move({ key, window: second, from: after(noon, from), to: after(noon, to) })
    await spend(0)
    await spend(0)
    await move(0, 300)
    await move(5, 700)
    assert.deepEqual(await spend(999), { status: 'exhausted', window: 'second', retryAt: after(noon, 1000) })
    assert.deepEqual(await spend(1000), { status: 'granted', remaining: { second: 0 } })
    assert.deepEqual(await spend(1299), { status: 'exhausted', window: 'second', retryAt: after(noon, 1300) })
    await move(1000, 1300)
    assert.equal((await spend(1300)).status, 'granted')
    await move(1300, 1400)
    assert.deepEqual(await spend(2299), { status: 'exhausted', window: 'second', retryAt: after(noon, 2300) })
    assert.deepEqual(await spend(2300), { status: 'granted', remaining: { second: 0 } })
    await refused(
      () => move(2, 1),
      () => move(0, Number.NaN),
      () => storage.quotas.move({ key, window: day, from: noon, to: after(noon, 1) }),
      () => storage.quotas.move({ key: '', window: second, from: noon, to: after(noon, 1) }),
    )
  })

  test('callers whose clocks differ never get more', async (storage) => {
    const spend = (at: Date) => storage.quotas.spend({ key, windows: [second], at })
    assert.equal((await spend(after(noon, seconds(90)))).status, 'granted')
    assert.deepEqual(await spend(noon), { status: 'granted', remaining: { second: 0 } })
    assert.equal((await spend(before(noon, 1))).status, 'exhausted')
    assert.equal((await spend(after(noon, seconds(89)))).status, 'granted')
  })
}

import assert from 'node:assert/strict'
import { days, minutes, seconds } from '../../core/duration.ts'
import type { Storage } from '../../storage/storage.ts'
import type { Test } from '../harness.ts'
import { after, noon } from '../instants.ts'
import { atOnce, countBy } from '../many.ts'

const key = 'ticketmaster:3f9c'
const day = { name: 'day', limit: 20, periodMs: days(1) }
const second = { name: 'second', limit: 5, periodMs: seconds(1) }

export function racingQuotas(test: Test<Pick<Storage, 'quotas'>>): void {
  test('many spenders never get more than the window holds', async (storage) => {
    const grants = await atOnce(50, () => storage.quotas.spend({ key, windows: [day], at: noon }))
    assert.deepEqual(
      countBy(grants, ({ status }) => status),
      { granted: 20, exhausted: 30 },
    )
    const left = grants.flatMap((grant) => (grant.status === 'granted' ? [grant.remaining.day!] : []))
    assert.deepEqual(
      left.sort((a, b) => b - a),
      Array.from({ length: 20 }, (_, index) => 19 - index),
    )
    assert.equal(await storage.quotas.remaining({ key, window: day, at: noon }), 0)
  })

  test('what one window refuses is not taken from another', async (storage) => {
    const grants = await atOnce(30, (index) =>
      storage.quotas.spend({ key, windows: index % 2 === 0 ? [day, second] : [second, day], at: noon }),
    )
    assert.deepEqual(
      countBy(grants, ({ status }) => status),
      { granted: 5, exhausted: 25 },
    )
    assert.equal(await storage.quotas.remaining({ key, window: day, at: noon }), 15)
  })

  test('spenders of several calls never exceed the limit', async (storage) => {
    const costs = Array.from({ length: 20 }, (_, index) => (index % 3) + 1)
    const grants = await Promise.all(
      costs.map((cost) => storage.quotas.spend({ key, windows: [day], cost, at: noon })),
    )
    const spent = costs.reduce(
      (sum, cost, index) => sum + (grants[index]?.status === 'granted' ? cost : 0),
      0,
    )
    assert.equal(spent, 20 - (await storage.quotas.remaining({ key, window: day, at: noon })))
    assert.ok(spent <= 20 && spent >= 18)
  })

  test('many spenders never get more than a sliding window holds', async (storage) => {
    const window = { ...second, kind: 'sliding' as const }
    const grants = await atOnce(40, (index) =>
      storage.quotas.spend({ key, windows: [window], at: after(noon, index * 25) }),
    )
    const starts = grants.flatMap(({ status }, index) => (status === 'granted' ? [index * 25] : []))
    assert.equal(starts.length, 5)
    assert.equal(await storage.quotas.remaining({ key, window, at: after(noon, 975) }), 0)
  })

  test('of many cooldowns at once the latest holds', async (storage) => {
    const until = (index: number) => after(noon, minutes(index))
    const order = [3, 9, 1, 7, 5, 8, 2]
    await Promise.all(
      order.map((each) => storage.quotas.cool({ key, until: until(each), reason: String(each) })),
    )
    assert.deepEqual(await storage.quotas.cooldown({ key, at: noon }), { until: until(9), reason: '9' })
  })
}

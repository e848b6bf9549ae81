import assert from 'node:assert/strict'
import { days, hours, minutes, seconds } from '../core/duration.ts'
import type { Storage } from '../storage/storage.ts'
import { refused } from './assertions.ts'
import type { Test } from './harness.ts'
import { after, never, noon } from './instants.ts'

const day = { name: 'day', limit: 5, periodMs: days(1) }
const second = { name: 'second', limit: 2, periodMs: seconds(1) }
const key = 'ticketmaster:3f9c'

export function quotas(test: Test<Pick<Storage, 'quotas'>>): void {
  test('grants as many calls as every window holds', async (storage) => {
    const spend = (at: Date) => storage.quotas.spend({ key, windows: [day, second], at })
    assert.deepEqual(await spend(noon), { status: 'granted', remaining: { day: 4, second: 1 } })
    assert.deepEqual(await spend(after(noon, 300)), { status: 'granted', remaining: { day: 3, second: 0 } })
    assert.deepEqual(await spend(after(noon, 999)), {
      status: 'exhausted',
      window: 'second',
      retryAt: after(noon, 1000),
    })
    assert.deepEqual(await spend(after(noon, 1000)), { status: 'granted', remaining: { day: 2, second: 1 } })
  })

  test('a window begins at its first call, and refills when it ends', async (storage) => {
    const spend = (at: Date) => storage.quotas.spend({ key, windows: [day], cost: 5, at })
    assert.equal((await spend(after(noon, hours(3)))).status, 'granted')
    const refused = { status: 'exhausted', window: 'day', retryAt: after(noon, hours(27)) }
    assert.deepEqual(await spend(after(noon, hours(4))), refused)
    assert.deepEqual(await spend(after(noon, hours(27) - 1)), refused)
    assert.equal((await spend(after(noon, hours(27)))).status, 'granted')
  })

  test('takes from every window or from none', async (storage) => {
    const at = noon
    await storage.quotas.spend({ key, windows: [second], cost: 2, at })
    const both = await storage.quotas.spend({ key, windows: [day, second], at })
    assert.equal(both.status, 'exhausted')
    assert.equal(await storage.quotas.remaining({ key, window: day, at }), 5)
    await storage.quotas.spend({ key, windows: [day], cost: 4, at })
    const dear = await storage.quotas.spend({ key, windows: [day], cost: 2, at })
    assert.deepEqual(dear, { status: 'exhausted', window: 'day', retryAt: after(noon, days(1)) })
    assert.equal(await storage.quotas.remaining({ key, window: day, at }), 1)
  })

  test('of several windows that refuse it names the one that refills last', async (storage) => {
    await storage.quotas.spend({ key, windows: [{ ...day, limit: 2 }, second], cost: 2, at: noon })
    const refusal = { status: 'exhausted', window: 'day', retryAt: after(noon, days(1)) }
    for (const windows of [
      [{ ...day, limit: 2 }, second],
      [second, { ...day, limit: 2 }],
    ]) {
      assert.deepEqual(await storage.quotas.spend({ key, windows, at: noon }), refusal)
    }
  })

  test('a cost over the limit is never granted', async (storage) => {
    const spent = await storage.quotas.spend({ key, windows: [day], cost: 6, at: noon })
    assert.deepEqual(spent, { status: 'exhausted', window: 'day', retryAt: after(noon, days(1)) })
    const closed = await storage.quotas.spend({ key, windows: [{ ...day, limit: 0 }], at: noon })
    assert.equal(closed.status, 'exhausted')
    assert.equal(await storage.quotas.remaining({ key, window: day, at: noon }), 5)
  })

  test('counts one window against whatever limit a caller names', async (storage) => {
    const spend = (limit: number) => storage.quotas.spend({ key, windows: [{ ...day, limit }], at: noon })
    await spend(5)
    await spend(5)
    assert.equal((await spend(2)).status, 'exhausted')
    assert.deepEqual(await spend(3), { status: 'granted', remaining: { day: 0 } })
    assert.equal(await storage.quotas.remaining({ key, window: { ...day, limit: 2 }, at: noon }), 0)
    assert.equal(await storage.quotas.remaining({ key, window: day, at: noon }), 2)
  })

  test('keeps keys and windows apart', async (storage) => {
    await storage.quotas.spend({ key, windows: [day], cost: 5, at: noon })
    const remaining = (other: string, window = day) =>
      storage.quotas.remaining({ key: other, window, at: noon })
    assert.equal(await remaining(key), 0)
    assert.equal(await remaining('ticketmaster:other'), 5)
    assert.equal(await remaining(key, { ...day, name: 'other' }), 5)
    assert.equal(await storage.quotas.remaining({ key, window: day, at: after(noon, days(1)) }), 5)
    assert.deepEqual(await storage.quotas.spend({ key, windows: [], at: noon }), {
      status: 'granted',
      remaining: {},
    })
  })

  test('a cooldown forbids every call until it ends', async (storage) => {
    const until = after(noon, minutes(5))
    assert.equal(await storage.quotas.cooldown({ key, at: noon }), null)
    assert.deepEqual(await storage.quotas.cool({ key, until, reason: 'Retry-After' }), until)
    assert.deepEqual(await storage.quotas.cooldown({ key, at: after(until, -1) }), {
      until,
      reason: 'Retry-After',
    })
    const spend = (at: Date, windows = [day]) => storage.quotas.spend({ key, windows, at })
    const cooling = { status: 'cooling-down', retryAt: until, reason: 'Retry-After' }
    assert.deepEqual(await spend(noon), cooling)
    assert.deepEqual(await spend(noon, []), cooling)
    assert.equal((await storage.quotas.spend({ key: 'other', windows: [day], at: noon })).status, 'granted')
    assert.equal(await storage.quotas.cooldown({ key, at: until }), null)
    assert.deepEqual(await spend(until), { status: 'granted', remaining: { day: 4 } })
  })

  test('of two cooldowns the later one holds, with its reason', async (storage) => {
    const [early, late] = [after(noon, minutes(1)), after(noon, minutes(5))]
    await storage.quotas.cool({ key, until: late, reason: 'late' })
    assert.deepEqual(await storage.quotas.cool({ key, until: early, reason: 'early' }), late)
    assert.deepEqual(await storage.quotas.cooldown({ key, at: noon }), { until: late, reason: 'late' })
    const latest = after(noon, minutes(9))
    assert.deepEqual(await storage.quotas.cool({ key, until: latest, reason: 'latest' }), latest)
    assert.deepEqual(await storage.quotas.cooldown({ key, at: noon }), { until: latest, reason: 'latest' })
  })

  test('a cooldown hides an exhausted window, and gives nothing back', async (storage) => {
    await storage.quotas.spend({ key, windows: [day], cost: 5, at: noon })
    await storage.quotas.cool({ key, until: after(noon, 1), reason: 'spike' })
    assert.equal((await storage.quotas.spend({ key, windows: [day], at: noon })).status, 'cooling-down')
    assert.equal(
      (await storage.quotas.spend({ key, windows: [day], at: after(noon, 1) })).status,
      'exhausted',
    )
  })

  test('refuses requests that cannot be meant', async (storage) => {
    const spend = (fields: object) => () => storage.quotas.spend({ key, windows: [day], at: noon, ...fields })
    await refused(
      spend({ key: '' }),
      spend({ cost: 0 }),
      spend({ cost: -1 }),
      spend({ cost: 1.5 }),
      spend({ at: never }),
      spend({ windows: [{ ...day, limit: -1 }] }),
      spend({ windows: [{ ...day, periodMs: 0 }] }),
      spend({ windows: [{ ...day, name: '' }] }),
      spend({ windows: [day, day] }),
      spend({ windows: [{ ...day, kind: 'hopping' }] }),
      () => storage.quotas.cool({ key, until: never, reason: 'x' }),
      () => storage.quotas.cooldown({ key, at: never }),
      () => storage.quotas.remaining({ key, window: day, at: never }),
    )
    assert.equal(await storage.quotas.remaining({ key, window: day, at: noon }), 5)
  })
}

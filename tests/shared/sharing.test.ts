import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { attractionsOf, describeApps, mostInASecond, requestsOf } from './support/with-apps.ts'

const statuses = (endings: readonly { readonly status: string }[]) => endings.map(({ status }) => status)
/** What is on sale is read page by page from the service itself: pages of different ages do not fit together. */
const asksAnew = (request: string) => request.startsWith('ticketmaster /events ')

describeApps('processes that share a layer', (bench) => {
  it('import for nothing what another one has imported', async () => {
    const sandbox = await bench.services()
    const { name } = sandbox.world.artists[0]!
    const [one, other] = [bench.start(sandbox), bench.start(sandbox)]
    const account = await one.ask('import', name)
    expect(account.status).toBe('completed')
    const asked = requestsOf(sandbox)
    expect(asked.length).toBeGreaterThan(15)
    sandbox.reset()
    expect(await other.ask('import', name)).toEqual(account)
    expect(requestsOf(sandbox).filter((request) => !asksAnew(request))).toEqual([])
  })

  it('ask once for what they import at the same time', async () => {
    const sandbox = await bench.services({ latencyMs: 5 })
    const { name } = sandbox.world.artists[0]!
    const apps = [bench.start(sandbox), bench.start(sandbox)]
    const accounts = await Promise.all(apps.map((app) => app.ask('import', name)))
    expect(accounts[0]!.status).toBe('completed')
    expect(accounts[1]).toEqual(accounts[0])
    const requests = requestsOf(sandbox).filter((request) => !asksAnew(request))
    expect(requests.length).toBeGreaterThan(15)
    expect(requests).toHaveLength(new Set(requests).size)
  })

  it('spend one day between them', async () => {
    const sandbox = await bench.services()
    const limits = { perSecond: null, perDay: 40 }
    const apps = [bench.start(sandbox, { limits }), bench.start(sandbox, { limits })]
    const ids = attractionsOf(sandbox).slice(0, 50)
    // What one of them has read already is no call of the other.
    const parts = [ids.slice(0, 25), ids.slice(25)]
    const endings = await Promise.all(apps.map((app, index) => app.ask('readAttractions', parts[index]!)))
    expect(statuses(endings.flat()).toSorted()).toEqual([
      ...Array(40).fill('ok'),
      ...Array(10).fill('rate-limited'),
    ])
    expect(requestsOf(sandbox)).toHaveLength(40)
    const left = await Promise.all(apps.map((app) => app.ask('diagnostics')))
    for (const services of left) {
      const { budget } = services.find(({ service }) => service === 'ticketmaster')!
      expect(budget).toEqual({ perDay: 40, remainingToday: 0 })
    }
  })

  it('keep one pace between them', async () => {
    const sandbox = await bench.services()
    const limits = { perSecond: 10, perDay: null }
    const apps = [bench.start(sandbox, { limits }), bench.start(sandbox, { limits })]
    const ids = attractionsOf(sandbox).slice(0, 15)
    const endings = await Promise.all(apps.map((app) => app.ask('readAttractions', ids, 'reload')))
    expect(new Set(statuses(endings.flat()))).toEqual(new Set(['ok']))
    expect(requestsOf(sandbox)).toHaveLength(30)
    expect(mostInASecond(sandbox)).toBeLessThanOrEqual(10)
  })

  it('all wait when one was told to, though their clocks are apart', async () => {
    const retryAfterMs = 3000
    const sandbox = await bench.services({
      faults: [{ kind: 'rate-limited-date', service: 'ticketmaster', retryAfterMs }],
    })
    const aheadMs = 90_000
    const impatient = { retries: 0, waitBudgetMs: 0 }
    const one = bench.start(sandbox, impatient)
    const other = bench.start(sandbox, { ...impatient, aheadMs })
    const [id] = attractionsOf(sandbox)
    // Both are there before the cooldown begins, and it is not begun by their start.
    await Promise.all([one.ask('redisHealth'), other.ask('redisHealth')])
    const [told] = await one.ask('readAttractions', [id!])
    expect(told!.status).toBe('rate-limited')
    const [heard] = await other.ask('readAttractions', [id!])
    expect(heard!.status).toBe('rate-limited')
    expect(Math.abs(heard!.retryAt!.getTime() - aheadMs - told!.retryAt!.getTime())).toBeLessThan(100)
    expect(requestsOf(sandbox)).toHaveLength(1)

    const until = told!.retryAt!.getTime()
    const seen = { one: '', other: '' }
    while (seen.one !== 'ok' || seen.other !== 'ok') {
      seen.one = (await one.ask('readAttractions', [id!], 'reload'))[0]!.status
      seen.other = (await other.ask('readAttractions', [id!], 'reload'))[0]!.status
      await sleep(20)
    }
    const [, ...later] = sandbox.calls()
    expect(Math.min(...later.map(({ at }) => at.getTime()))).toBeGreaterThanOrEqual(until - 20)
  })
})

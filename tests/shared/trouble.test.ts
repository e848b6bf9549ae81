import { setTimeout as sleep } from 'node:timers/promises'
import type { ListeningSandbox } from '@setvote/sdk/sandbox'
import { expect, it } from 'vitest'
import {
  type App,
  attractionsOf,
  describeApps,
  eventually,
  mostInASecond,
  mostOfOne,
  requestsOf,
} from './support/with-apps.ts'

const perSecond = 10
const processes = 2

const troubles = [
  'Redis answers again',
  'Redis cannot be asked: going on without it',
  'the cache fails: going on without it',
  'the cache works again',
  'ticketmaster: the quota store answers again',
  'ticketmaster: the quota store fails: this process goes on with its share of the limits',
]

interface Options {
  readonly perDay?: number | null
  readonly commandTimeoutMs?: number
}

describeApps('an app whose Redis', (bench) => {
  function open(sandbox: ListeningSandbox, { perDay = null, commandTimeoutMs = 3000 }: Options = {}): App[] {
    const limits = { perSecond: perDay === null ? perSecond : null, perDay }
    const task = { limits, commandTimeoutMs, waitBudgetMs: 5000 }
    return Array.from({ length: processes }, () => bench.start(sandbox, task))
  }
  const all = <Value>(apps: readonly App[], work: (app: App, index: number) => Promise<Value>) =>
    Promise.all(apps.map(work))
  async function untilAll(apps: readonly App[], status: 'up' | 'down') {
    for (const app of apps) {
      await eventually(async () => (await app.ask('redisHealth')).status === status)
    }
  }
  async function loadsOf(apps: readonly App[]) {
    const loads = await all(apps, (app) => app.ask('loads'))
    return loads.reduce((sum, each) => sum + each)
  }
  /** Reads the same page in all processes, many times at once. Answers how often it was made for that. */
  async function readEverywhere(apps: readonly App[], id: string) {
    const before = await loadsOf(apps)
    await all(apps, (app) => app.ask('readPage', id, 50))
    return (await loadsOf(apps)) - before
  }
  const keepCalling = (apps: readonly App[], sandbox: ListeningSandbox) =>
    all(apps, (app) => app.ask('startCalling', attractionsOf(sandbox)))
  /** No call may have failed but for the budget. Answers how many were made since. */
  async function stopCalling(apps: readonly App[]) {
    const endings = (await all(apps, (app) => app.ask('stopCalling'))).flat()
    expect(endings.filter((status) => status !== 'ok' && status !== 'rate-limited')).toEqual([])
    return endings.filter((status) => status === 'ok').length
  }
  /** Each process has told once that it goes on without, and once that all is well again. */
  async function expectToldOnce(apps: readonly App[], isAway = true) {
    for (const [index, app] of apps.entries()) {
      // Whoever has nothing to keep or to spend does not know.
      await app.ask('readPage', `page of ${index}`, 1)
      await app.ask('readAttractions', ['any'], 'reload')
      const lines = await app.ask('lines')
      expect(lines.filter((line) => troubles.some((trouble) => line.startsWith(trouble))).toSorted()).toEqual(
        troubles.filter((trouble) => isAway || !trouble.startsWith('Redis')),
      )
    }
  }

  it('is down when it starts imports, asks no more than it must, and shares when Redis comes', async () => {
    await bench.redis.kill()
    const sandbox = await bench.services({ latencyMs: 5 })
    const apps = open(sandbox)
    const { name } = sandbox.world.artists[0]!
    const accounts = await all(apps, (app) => app.ask('import', name))
    expect(accounts.map(({ status }) => status)).toEqual(Array(processes).fill('completed'))
    expect(mostOfOne(requestsOf(sandbox))).toBeLessThanOrEqual(processes)
    expect(mostInASecond(sandbox)).toBeLessThanOrEqual(perSecond)
    expect(await readEverywhere(apps, 'art_1')).toBe(processes)
    expect(await readEverywhere(apps, 'art_1')).toBe(0)

    await bench.redis.start()
    await untilAll(apps, 'up')
    expect(await readEverywhere(apps, 'art_2')).toBe(1)
    await expectToldOnce(apps)
  })

  it('is killed and comes back empty keeps its pace, and shares again', async () => {
    const sandbox = await bench.services()
    const apps = open(sandbox)
    await readEverywhere(apps, 'art_1')
    await keepCalling(apps, sandbox)
    await sleep(1500)
    await bench.redis.kill()
    const before = sandbox.calls().length
    await sleep(2500)
    const alone = sandbox.calls().length - before
    await bench.redis.start()
    await untilAll(apps, 'up')
    await sleep(1500)
    await stopCalling(apps)
    expect(alone).toBeGreaterThanOrEqual(perSecond / 2)
    expect(mostInASecond(sandbox)).toBeLessThanOrEqual(perSecond)
    expect(await readEverywhere(apps, 'art_2')).toBe(1)
    await expectToldOnce(apps)
  })

  it.for(['killed', 'full'] as const)('is %s does not spend its day twice', async (trouble) => {
    const { redis } = bench
    const perDay = 40
    const sandbox = await bench.services()
    const apps = open(sandbox, { perDay })
    const ids = attractionsOf(sandbox)
    const call = (each: number) =>
      all(apps, (app) => app.ask('readAttractions', ids.slice(0, each), 'reload'))
    const spent = () => requestsOf(sandbox).length
    await call(8)
    expect(spent()).toBe(16)
    if (trouble === 'killed') {
      await redis.kill()
      await untilAll(apps, 'down')
    } else await redis.admin.config('SET', 'maxmemory', '1')
    await call(30)
    expect(spent()).toBeGreaterThan(30)
    expect(spent()).toBeLessThanOrEqual(perDay)
    if (trouble === 'killed') {
      await redis.start()
      await untilAll(apps, 'up')
    } else await redis.admin.config('SET', 'maxmemory', '0')
    await call(30)
    expect(spent()).toBeLessThanOrEqual(perDay)
    await sleep(3100)
    await call(30)
    expect(spent()).toBeGreaterThan(perDay - 5)
    expect(spent()).toBeLessThanOrEqual(perDay)
    await expectToldOnce(apps, trouble === 'killed')
  })

  it('is flushed again and again keeps its pace, and makes a page once for all each time', async () => {
    const sandbox = await bench.services()
    const apps = open(sandbox)
    await keepCalling(apps, sandbox)
    for (let turn = 0; turn < 4; turn++) {
      await sleep(700)
      expect(await readEverywhere(apps, 'art_1')).toBe(1)
      await bench.redis.admin.flushall()
      await bench.redis.admin.script('FLUSH')
    }
    await sleep(2500)
    const made = await stopCalling(apps)
    expect(made).toBeGreaterThanOrEqual(perSecond)
    expect(mostInASecond(sandbox)).toBeLessThanOrEqual(perSecond)
    for (const app of apps) expect(await app.ask('lines')).toEqual([])
  })

  it('is full imports, asks no more than it must, and shares when there is room', async () => {
    const sandbox = await bench.services({ latencyMs: 5 })
    const apps = open(sandbox)
    await keepCalling(apps, sandbox)
    await sleep(1500)
    await bench.redis.admin.config('SET', 'maxmemory', '1')
    const before = sandbox.calls().length
    await sleep(2500)
    expect(sandbox.calls().length - before).toBeGreaterThanOrEqual(perSecond / 2)
    await stopCalling(apps)
    const calls = requestsOf(sandbox).length
    const { name } = sandbox.world.artists[0]!
    const accounts = await all(apps, (app) => app.ask('import', name))
    expect(accounts.map(({ status }) => status)).toEqual(Array(processes).fill('completed'))
    expect(mostOfOne(requestsOf(sandbox).slice(calls))).toBeLessThanOrEqual(processes)
    expect(await readEverywhere(apps, 'art_1')).toBe(processes)
    expect(await readEverywhere(apps, 'art_1')).toBe(0)

    await bench.redis.admin.config('SET', 'maxmemory', '0')
    expect(await readEverywhere(apps, 'art_2')).toBe(1)
    expect(mostInASecond(sandbox)).toBeLessThanOrEqual(perSecond)
    await expectToldOnce(apps, false)
  })

  it('is full still leaves a service alone that fails', async () => {
    const sandbox = await bench.services({
      faults: [{ kind: 'server-error', service: 'ticketmaster', times: Number.POSITIVE_INFINITY }],
    })
    const [id] = attractionsOf(sandbox)
    await bench.redis.admin.config('SET', 'maxmemory', '1')
    const apps = [1, 2].map(() => bench.start(sandbox, { retries: 0 }))
    for (let turn = 0; turn < 20; turn++) {
      await all(apps, (app) => app.ask('readAttractions', [id!], 'reload'))
    }
    // The one that showed that Redis counts nothing, and those that open a circuit.
    expect(requestsOf(sandbox)).toHaveLength(processes * 6)
  })

  it('answers late, but in time, imports, keeps its pace, and shares all the same', async () => {
    const sandbox = await bench.services({ latencyMs: 5 })
    await bench.slowDown(() => 20)
    const apps = open(sandbox, { commandTimeoutMs: 1000 })
    await keepCalling(apps, sandbox)
    await sleep(2500)
    expect(await stopCalling(apps)).toBeGreaterThanOrEqual(perSecond)
    expect(await readEverywhere(apps, 'art_1')).toBe(1)
    expect(await readEverywhere(apps, 'art_1')).toBe(0)
    const calls = requestsOf(sandbox).length
    const { name } = sandbox.world.artists[0]!
    const accounts = await all(apps, (app) => app.ask('import', name))
    expect(accounts.map(({ status }) => status)).toEqual(Array(processes).fill('completed'))
    expect(mostOfOne(requestsOf(sandbox).slice(calls))).toBeLessThanOrEqual(processes)
    expect(mostInASecond(sandbox)).toBeLessThanOrEqual(perSecond)
    for (const app of apps) {
      const lines = await app.ask('lines')
      expect(lines.filter((line) => troubles.some((trouble) => line.startsWith(trouble)))).toEqual([])
    }
  })

  it('answers now in time, now too late, fails no call, keeps its pace, and shares again', async () => {
    const sandbox = await bench.services()
    let answers = 0
    let isSteady = false
    await bench.slowDown(() => (isSteady || answers++ % 10 < 7 ? 5 : 400))
    const apps = open(sandbox, { commandTimeoutMs: 250 })
    await keepCalling(apps, sandbox)
    for (let turn = 0; turn < 10; turn++) await readEverywhere(apps, `art_${turn}`)
    await sleep(2500)
    isSteady = true
    await untilAll(apps, 'up')
    await sleep(2000)
    expect(await stopCalling(apps)).toBeGreaterThanOrEqual(perSecond)
    expect(mostInASecond(sandbox)).toBeLessThanOrEqual(perSecond)
    expect(await readEverywhere(apps, 'later')).toBe(1)
  })

  it('stops answering waits for it a moment only, keeps its pace, and uses it again', async () => {
    const sandbox = await bench.services()
    const apps = open(sandbox, { commandTimeoutMs: 250 })
    await readEverywhere(apps, 'art_1')
    await keepCalling(apps, sandbox)
    await sleep(1500)
    bench.redis.freeze()
    await untilAll(apps, 'down')
    const before = performance.now()
    for (let turn = 0; turn < 20; turn++) await all(apps, (app) => app.ask('readPage', `art_${turn}`, 5))
    expect(performance.now() - before).toBeLessThan(20 * 150)
    await sleep(1000)
    bench.redis.thaw()
    await untilAll(apps, 'up')
    await sleep(2000)
    await stopCalling(apps)
    expect(mostInASecond(sandbox)).toBeLessThanOrEqual(perSecond)
    expect(await readEverywhere(apps, 'later')).toBe(1)
    await expectToldOnce(apps)
  })
})

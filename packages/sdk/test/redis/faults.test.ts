import { afterEach, describe, expect, it } from 'vitest'
import { serve } from '../upstream/support/fixture.ts'
import { type AppProcess, keepCalling, mostInASecond, startApp } from './support/app-process.ts'
import { hasRedisServer, type RedisServer, startRedisServer } from './support/redis-server.ts'
import { eventually } from './support/with-redis.ts'

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const perSecond = { perSecond: 5, perDay: null }
const page = { ttlMs: 60_000, staleForMs: 60_000, tags: ['t'] }

const available = await hasRedisServer()
const suite = available ? describe : describe.skip

suite(available ? 'an app whose Redis' : 'an app whose Redis … (no redis-server)', () => {
  const open: { close(): Promise<void> }[] = []
  afterEach(async () => {
    await Promise.all(open.splice(0).map((each) => each.close()))
  })
  async function redis(options: readonly string[] = [], started = true): Promise<RedisServer> {
    const server = await startRedisServer(options, started)
    open.push({ close: server.stop })
    return server
  }
  function app(...args: Parameters<typeof startApp>): AppProcess {
    const made = startApp(...args)
    open.push(made)
    return made
  }
  const isUp = async ({ layer }: AppProcess) => (await layer.health()).status === 'up'
  /** Reads a page in each process at once; `loads` counts. */
  const readAll = (apps: readonly AppProcess[], key: string, counted: { loads: number }, each = 25) =>
    Promise.all(
      apps.flatMap(({ cache }) =>
        Array.from({ length: each }, () =>
          cache.getOrLoad(key, {
            ...page,
            load: async () => {
              counted.loads++
              await pause(20)
              return 'page'
            },
          }),
        ),
      ),
    )

  it('is down at the start works, within its limits, and shares all when it comes', async () => {
    const server = await redis([], false)
    const service = await serve()
    const apps = [1, 2, 3, 4].map(() => app(server.url, service, perSecond))
    let stop = false
    const calling = apps.map((each) => keepCalling(each, () => stop))
    const counted = { loads: 0 }
    expect(new Set(await readAll(apps, 'k', counted))).toEqual(new Set(['page']))
    expect(counted.loads).toBe(4)
    await readAll(apps, 'k', counted)
    expect(counted.loads).toBe(4)
    expect((await apps[0]!.layer.health()).status).toBe('down')
    await pause(1500)
    await server.start()
    await eventually(async () => (await Promise.all(apps.map(isUp))).every(Boolean))
    await pause(1500)
    stop = true
    expect((await Promise.all(calling)).flat()).toEqual([])
    expect(mostInASecond(service.requests.map(({ at }) => at))).toBeLessThanOrEqual(5)
    expect(service.requests.length).toBeGreaterThanOrEqual(12)
    await readAll(apps, 'later', counted)
    expect(counted.loads).toBe(5)
    for (const { lines } of apps) {
      expect(lines.filter((line) => line.includes('Redis cannot be asked'))).toHaveLength(1)
      expect(lines.filter((line) => line.includes('Redis answers again'))).toHaveLength(1)
      expect(lines.length).toBeLessThanOrEqual(8)
    }
  }, 30_000)

  it('is killed and comes back empty works, within its limits, and recovers', async () => {
    const server = await redis()
    const service = await serve()
    const apps = [1, 2, 3, 4].map(() => app(server.url, service, perSecond))
    let stop = false
    const calling = apps.map((each) => keepCalling(each, () => stop))
    await pause(1500)
    await server.kill()
    const before = service.requests.length
    await pause(2000)
    expect(service.requests.length).toBeGreaterThan(before)
    await server.start()
    await eventually(async () => (await Promise.all(apps.map(isUp))).every(Boolean))
    await pause(2500)
    stop = true
    expect((await Promise.all(calling)).flat()).toEqual([])
    expect(mostInASecond(service.requests.map(({ at }) => at))).toBeLessThanOrEqual(5)
    for (const { lines } of apps) {
      expect(lines.filter((line) => line.includes('Redis cannot be asked'))).toHaveLength(1)
      expect(lines.filter((line) => line.includes('the quota store fails')).length).toBeLessThanOrEqual(1)
    }
  }, 30_000)

  it('is flushed again and again keeps its limits', async () => {
    const server = await redis()
    const service = await serve()
    const apps = [1, 2, 3, 4].map(() => app(server.url, service, perSecond))
    let stop = false
    const calling = apps.map((each) => keepCalling(each, () => stop))
    for (let turn = 0; turn < 5; turn++) {
      await pause(700)
      await server.admin.flushall()
      await server.admin.script('FLUSH')
    }
    // Each flush closes the window for a second.
    await pause(3000)
    stop = true
    expect((await Promise.all(calling)).flat()).toEqual([])
    expect(mostInASecond(service.requests.map(({ at }) => at))).toBeLessThanOrEqual(5)
    expect(service.requests.length).toBeGreaterThanOrEqual(8)
  }, 30_000)

  it('dies does not spend the day twice', async () => {
    const server = await redis()
    const service = await serve()
    const apps = [1, 2, 3, 4].map(() => app(server.url, service, { perSecond: null, perDay: 80 }))
    const all = async (times: number) => {
      for (let turn = 0; turn < times; turn++) {
        await Promise.all(apps.map((each) => keepCallingOnce(each)))
      }
    }
    const keepCallingOnce = (each: AppProcess) => {
      let called = false
      return keepCalling(each, () => {
        const before = called
        called = true
        return before
      })
    }
    await all(10)
    expect(service.requests).toHaveLength(40)
    await server.kill()
    await eventually(async () => !(await isUp(apps[0]!)))
    await all(30)
    const alone = service.requests.length
    expect(alone).toBeGreaterThan(40)
    expect(alone).toBeLessThanOrEqual(80)
    await server.start()
    await eventually(async () => (await Promise.all(apps.map(isUp))).every(Boolean))
    await all(30)
    expect(service.requests.length).toBeLessThanOrEqual(80)
    await pause(3100)
    await all(30)
    expect(service.requests.length).toBeGreaterThan(70)
    expect(service.requests.length).toBeLessThanOrEqual(80)
  }, 30_000)

  it('does not answer costs a moment, then nothing, and is used again when it does', async () => {
    const server = await redis()
    const one = app(server.url, await serve())
    await one.cache.getOrLoad('k', { ...page, load: async () => 'page' })
    server.freeze()
    const times: number[] = []
    for (let turn = 0; turn < 12; turn++) {
      const startedAt = performance.now()
      expect(await one.cache.getOrLoad('k', { ...page, load: async () => 'another' })).toBe('page')
      times.push(performance.now() - startedAt)
    }
    expect(Math.max(...times.slice(0, 3))).toBeLessThan(400)
    expect(Math.max(...times.slice(4))).toBeLessThan(50)
    server.thaw()
    await eventually(() => isUp(one))
    expect(one.lines.filter((line) => line.includes('Redis'))).toEqual([
      'warn: Redis cannot be asked: going on without it',
      'info: Redis answers again',
    ])
  }, 30_000)

  it('was away when something was invalidated forgets it before it is read again', async () => {
    const server = await redis()
    const [one, other] = [app(server.url, await serve()), app(server.url, await serve())]
    await one.cache.getOrLoad('k', { ...page, load: async () => 'old' })
    server.freeze()
    await one.cache.invalidateTag('t')
    expect(await one.cache.getOrLoad('k', { ...page, load: async () => 'new' })).toBe('new')
    for (let turn = 0; turn < 3; turn++)
      await one.cache.getOrLoad(`other ${turn}`, { ...page, load: async () => 1 })
    server.thaw()
    await eventually(() => isUp(one))
    await one.cache.getOrLoad('any', { ...page, load: async () => 1 })
    expect(await one.cache.getOrLoad('k', { ...page, load: async () => 'newer' })).not.toBe('old')
    expect(await other.cache.getOrLoad('k', { ...page, load: async () => 'newest' })).not.toBe('old')
  }, 30_000)

  it('is full goes on from the caches of its processes, within its limits, and recovers', async () => {
    const server = await redis(['--maxmemory-policy', 'noeviction'])
    const service = await serve()
    const apps = [1, 2, 3, 4].map(() => app(server.url, service, perSecond))
    await server.admin.config('SET', 'maxmemory', '1')
    await expect(server.admin.set('x', '1')).rejects.toThrow('OOM')
    const counted = { loads: 0 }
    await readAll(apps, 'k', counted)
    await readAll(apps, 'k', counted)
    expect(counted.loads).toBeLessThanOrEqual(8)
    let stop = false
    const calling = apps.map((each) => keepCalling(each, () => stop))
    await pause(2000)
    await server.admin.config('SET', 'maxmemory', '0')
    await pause(2000)
    stop = true
    expect((await Promise.all(calling)).flat()).toEqual([])
    expect(mostInASecond(service.requests.map(({ at }) => at))).toBeLessThanOrEqual(5)
    expect(service.requests.length).toBeGreaterThanOrEqual(8)
    const later = { loads: 0 }
    await readAll(apps, 'later', later)
    expect(later.loads).toBe(1)
    expect(Math.max(...apps.map(({ lines }) => lines.length))).toBeLessThanOrEqual(8)
  }, 30_000)

  it('evicts at will loses loads, never the truth', async () => {
    const server = await redis(['--maxmemory', '2mb', '--maxmemory-policy', 'allkeys-random'])
    const [one, other] = [app(server.url, await serve()), app(server.url, await serve())]
    const version = new Map<number, number>()
    const large = 'x'.repeat(30_000)
    for (let turn = 0; turn < 1500; turn++) {
      const id = turn % 60
      if (turn % 7 === 0) {
        version.set(id, (version.get(id) ?? 0) + 1)
        await (turn % 2 ? one : other).cache.invalidateTag(`thing:${id}`)
      }
      const now = version.get(id) ?? 0
      const read = await (turn % 3 ? other : one).cache.getOrLoad(`thing:${id}:${turn % 5}`, {
        ...page,
        tags: [`thing:${id}`],
        load: async () => ({ now, large }),
      })
      expect(read.now).toBe(now)
    }
    expect(Number(/evicted_keys:(\d+)/.exec(await server.admin.info('stats'))?.[1])).toBeGreaterThan(0)
  }, 30_000)
})

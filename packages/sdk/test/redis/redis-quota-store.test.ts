import { describe, expect, it } from 'vitest'
import { quotaContract } from '../../src/conformance/index.ts'
import { days, seconds } from '../../src/core/duration.ts'
import { redisQuotaStore } from '../../src/redis/redis-quota-store.ts'
import { describeWithRedis, rememberingLogger } from './support/with-redis.ts'

const day = { name: 'day', limit: 10, periodMs: days(1) }
const second = { name: 'second', limit: 5, periodMs: seconds(1), kind: 'sliding' } as const
const key = 'ticketmaster:3f9c'

describeWithRedis('budgets in Redis', ({ connect }) => {
  quotaContract({ describe, it }, async () => {
    const redis = connect({ prefix: `t${crypto.randomUUID()}` })
    return { quotas: redisQuotaStore(redis), close: () => redis.close() }
  })
})

describeWithRedis('budgets that several processes share', (bench) => {
  const { connect } = bench

  it('are one budget, whoever spends', async () => {
    const stores = [1, 2, 3, 4].map(() => redisQuotaStore(connect()))
    const at = new Date()
    const grants = await Promise.all(
      Array.from({ length: 40 }, (_, index) => stores[index % 4]!.spend({ key, windows: [day], at })),
    )
    expect(grants.filter(({ status }) => status === 'granted')).toHaveLength(10)
  })

  it('are not doubled by clocks that are 90 seconds apart, in either direction', async () => {
    for (const aheadMs of [seconds(90), -seconds(90)]) {
      await bench.server.admin.flushall()
      const clock = { now: () => new Date(Date.now() + aheadMs), sleep: async () => {} }
      const logger = rememberingLogger()
      const right = redisQuotaStore(connect())
      const wrong = redisQuotaStore(connect({ clock, logger }))
      const spend = (store: typeof right, now: Date) => store.spend({ key, windows: [day, second], at: now })
      const startedAt = performance.now()
      const grants = []
      for (let turn = 0; turn < 4; turn++) {
        grants.push(await spend(right, new Date()), await spend(wrong, clock.now()))
      }
      expect(performance.now() - startedAt).toBeLessThan(900)
      expect(grants.filter(({ status }) => status === 'granted')).toHaveLength(5)
      const refusal = grants.at(-1)!
      const waitMs = 'retryAt' in refusal ? refusal.retryAt.getTime() - clock.now().getTime() : Number.NaN
      expect(waitMs).toBeGreaterThan(0)
      expect(waitMs).toBeLessThanOrEqual(1000 + 15)
      expect(logger.lines).toEqual(['warn: the clock of this machine is far from that of the Redis server'])
    }
  })

  it('are told again by those who remember when Redis has lost them', async () => {
    const [one, other, fresh] = [1, 2, 3].map(() => redisQuotaStore(connect()))
    const at = new Date()
    for (let turn = 0; turn < 4; turn++) await one!.spend({ key, windows: [day], at })
    await other!.spend({ key, windows: [day], cost: 3, at })
    await bench.server.admin.flushall()
    expect((await fresh!.spend({ key, windows: [day], at })).status).toBe('granted')
    expect(await one!.spend({ key, windows: [day], at })).toMatchObject({ remaining: { day: 4 } })
    expect(await other!.spend({ key, windows: [day], at })).toMatchObject({ remaining: { day: 0 } })
    expect(await fresh!.remaining({ key, window: day, at })).toBe(0)
    await bench.server.admin.flushall()
    expect(await other!.remaining({ key, window: day, at })).toBe(0)
  })

  it('close a sliding window for one period when Redis has lost it', async () => {
    const store = redisQuotaStore(connect())
    const at = new Date()
    for (let turn = 0; turn < 3; turn++) await store.spend({ key, windows: [second], at })
    await bench.server.admin.flushall()
    const retryAt = new Date(at.getTime() + 1100)
    expect(await store.spend({ key, windows: [second], at: new Date(at.getTime() + 100) })).toEqual({
      status: 'exhausted',
      window: 'second',
      retryAt,
    })
    expect((await store.spend({ key, windows: [second], at: retryAt })).status).toBe('granted')
  })

  it('close it also for those who have not spent lately', async () => {
    const [idle, busy] = [redisQuotaStore(connect()), redisQuotaStore(connect())]
    const at = new Date()
    const spend = (store: typeof idle, ms: number) =>
      store.spend({ key, windows: [second], at: new Date(at.getTime() + ms) })
    await spend(idle, 0)
    for (let turn = 0; turn < 5; turn++) await spend(busy, 2000)
    await bench.server.admin.flushall()
    expect((await spend(idle, 2100)).status).toBe('exhausted')
    expect((await spend(busy, 2100)).status).toBe('exhausted')
    expect((await spend(idle, 3100)).status).toBe('granted')
  })

  it('keep a cooldown that Redis has lost', async () => {
    const store = redisQuotaStore(connect())
    const at = new Date()
    const until = new Date(at.getTime() + 60_000)
    await store.cool({ key, until, reason: 'cooldown' })
    await bench.server.admin.flushall()
    expect(await store.cooldown({ key, at })).toEqual({ until, reason: 'cooldown' })
    expect(await store.spend({ key, windows: [day], at })).toMatchObject({ status: 'cooling-down' })
    expect(await redisQuotaStore(connect()).cooldown({ key, at })).toEqual({ until, reason: 'cooldown' })
  })

  it('know how many share them', async () => {
    const stores = [1, 2, 3].map(() => redisQuotaStore(connect(), { processes: 2 }))
    expect(stores[0]!.sharers()).toBe(2)
    for (const store of [...stores, stores[0]!]) await store.spend({ key, windows: [day], at: new Date() })
    expect(stores.map((store) => store.sharers())).toEqual([3, 2, 3])
  })

  it('leave nothing behind for ever, and go on after the scripts were flushed', async () => {
    const store = redisQuotaStore(connect())
    await store.spend({ key, windows: [day], at: new Date() })
    await store.cool({ key, until: new Date(Date.now() + 1000), reason: 'cooldown' })
    for (const each of await bench.server.admin.keys('*')) {
      expect(await bench.server.admin.pttl(each)).toBeGreaterThan(days(1))
    }
    await bench.server.admin.script('FLUSH')
    expect((await store.spend({ key: 'other', windows: [day], at: new Date() })).status).toBe('granted')
  })
})

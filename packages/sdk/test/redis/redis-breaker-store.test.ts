import { expect, it } from 'vitest'
import { redisBreakerStore } from '../../src/redis/redis-breaker-store.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { createSharedBreaker } from '../../src/upstream/create-shared-breaker.ts'
import { describeWithRedis, eventually } from './support/with-redis.ts'

const isBad = (result: string) => result === 'bad'
const bad = async () => 'bad'
const good = async () => 'good'

describeWithRedis('a circuit that processes share', (bench) => {
  const setUp = () => {
    const clock = fakeClock('2026-01-01T00:00:00Z')
    const process = () => {
      const store = redisBreakerStore(bench.connect({ clock, trustClock: true }))
      return createSharedBreaker({ name: 'setlistfm', store, failures: 3, openMs: 10_000, clock })
    }
    return { clock, process, breakers: [1, 2, 3, 4].map(process) }
  }

  it('opens after failures in a row, whoever met them, for all', async () => {
    const { clock, breakers, process } = setUp()
    const [one, other, third] = breakers
    await one!.run(bad, isBad)
    await other!.run(bad, isBad)
    await third!.run(good, isBad)
    await other!.run(bad, isBad)
    await third!.run(bad, isBad)
    expect((await one!.run(bad, isBad)).status).toBe('done')
    const retryAt = new Date(clock.now().getTime() + 10_000)
    for (const breaker of [...breakers, process()]) {
      expect(await breaker.run(good, isBad)).toEqual({ status: 'open', retryAt })
      expect(breaker.state()).toEqual({ status: 'open', retryAt })
    }
  })

  it('lets one call of all processes probe, and closes for all when that is well', async () => {
    const { clock, breakers } = setUp()
    for (let turn = 0; turn < 3; turn++) await breakers[turn]!.run(bad, isBad)
    await breakers[3]!.run(good, isBad)
    await clock.advance(10_000)
    expect(breakers[3]!.state()).toEqual({ status: 'half-open' })
    let probes = 0
    let answer = (_: string) => {}
    const probe = () => {
      probes++
      return new Promise<string>((resolve) => {
        answer = resolve
      })
    }
    const runs = Array.from({ length: 20 }, (_, index) => breakers[index % 4]!.run(probe, isBad))
    await eventually(() => probes === 1)
    const waiting = async () => {
      const settled = await Promise.all(runs.map((run) => Promise.race([run, null])))
      return settled.filter((run) => run === null).length
    }
    await eventually(async () => (await waiting()) === 1)
    answer('good')
    const statuses = (await Promise.all(runs)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 'done')).toHaveLength(1)
    expect(probes).toBe(1)
    for (const breaker of breakers) expect((await breaker.run(good, isBad)).status).toBe('done')
  })

  it('stays open twice as long after a probe that failed, also for those who did not probe', async () => {
    const { clock, breakers } = setUp()
    for (let turn = 0; turn < 3; turn++) await breakers[0]!.run(bad, isBad)
    await clock.advance(10_000)
    await breakers[1]!.run(bad, isBad)
    await clock.advance(19_999)
    expect((await breakers[2]!.run(good, isBad)).status).toBe('open')
    await clock.advance(1)
    expect((await breakers[2]!.run(good, isBad)).status).toBe('done')
    expect((await breakers[3]!.run(good, isBad)).status).toBe('done')
  })

  it('learns nothing from a probe that threw, and goes on when one has died', async () => {
    const { clock, breakers } = setUp()
    for (let turn = 0; turn < 3; turn++) await breakers[0]!.run(bad, isBad)
    await clock.advance(10_000)
    await expect(breakers[1]!.run(() => Promise.reject(new Error('left')), isBad)).rejects.toThrow('left')
    void breakers[1]!.run(() => new Promise<string>(() => {}), isBad)
    await eventually(() => breakers[1]!.state().status === 'half-open')
    expect((await breakers[2]!.run(good, isBad)).status).toBe('open')
    await clock.advance(60_000)
    expect((await breakers[2]!.run(good, isBad)).status).toBe('done')
  })

  it('is one of each process while Redis is away', async () => {
    const { breakers } = setUp()
    await breakers[0]!.run(good, isBad)
    await bench.server.kill()
    await eventually(async () => {
      await breakers[0]!.run(bad, isBad)
      return breakers[0]!.state().status === 'open'
    })
    expect((await breakers[0]!.run(good, isBad)).status).toBe('open')
    expect((await breakers[1]!.run(good, isBad)).status).toBe('done')
    await bench.server.start()
    await eventually(async () => (await breakers[0]!.run(good, isBad)).status === 'done')
  })
})

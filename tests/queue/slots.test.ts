import { memoryStorage } from '@setvote/adapter-memory'
import { createRunner, defineCron, type Runner, runScheduled } from '@setvote/cron-runner'
import { type BullmqEngine, type BullmqEngineOptions, bullmqEngine } from '@setvote/cron-runner/bullmq'
import type { Job, JobServices } from '@setvote/sdk/jobs'
import type { Storage } from '@setvote/sdk/storage'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  hasRedisServer,
  type RedisServer,
  startRedisServer,
} from '../../packages/sdk/test/redis/support/redis-server.ts'
import { eventually } from '../support/eventually.ts'

const hasRedis = await hasRedisServer()

describe.skipIf(!hasRedis)(`slots on many machines${hasRedis ? '' : ' (no redis-server)'}`, () => {
  let redis: RedisServer
  const stops: (() => Promise<unknown>)[] = []
  beforeAll(async () => {
    redis = await startRedisServer()
  })
  afterEach(async () => {
    await Promise.all(stops.splice(0).map((stop) => stop()))
    await redis.admin.flushall()
  })
  afterAll(() => redis.stop())

  interface Machine {
    readonly runner: Runner
    readonly engine: BullmqEngine
    readonly config: ReturnType<typeof defineCron>
    leave(): Promise<void>
  }

  /** One of several machines that share a storage and a Redis. */
  function machine(
    owner: string,
    storage: Storage,
    jobs: readonly Job[],
    more: Partial<BullmqEngineOptions> = {},
  ): Machine {
    const setvote = { storage, clients: {} } as unknown as JobServices
    const names = [
      'update-active-artists',
      'trending-artist-sync',
      'complete-catalog-sync',
      'calculate-trending',
    ]
    const others = [
      'master-sync',
      'sync-artist-data',
      'sync-artist-images',
      'import-past-setlists',
      'finish-sync',
      'cleanup',
    ]
    const config = defineCron({
      ...{ setvote, owner, evaluateEveryMs: null, finishWithinMs: 0 },
      jobs: Object.fromEntries([...names, ...others].map((name) => [name, { enabled: false }])),
      ownJobs: jobs.map((job) => ({
        job,
        leaseMs: 2000,
        graceMs: 500,
        missed: 'all' as const,
        overlap: 'queue' as const,
      })),
    })
    const engine = bullmqEngine(config, {
      connection: { url: redis.url },
      concurrency: 1,
      lockMs: 1000,
      ...more,
    })
    const runner = createRunner(config, { beginSlot: engine.beginSlot })
    const leave = async () => {
      await runner.stop()
      await engine.close()
    }
    stops.push(leave)
    return { runner, engine, config, leave }
  }

  const job = (name: string, cron: string, run: Job['run']): Job => ({
    ...{ name, description: name, schedule: { cron }, options: z.object({}), run },
  })

  it('run once each, whoever gives them to the queue and whoever triggers them by other ways', async () => {
    const storage = memoryStorage()
    const ran: number[] = []
    const tick = job('tick', '* * * * * *', async ({ slotAt }) => {
      ran.push(slotAt.getTime())
      return { status: 'done', counts: {} }
    })
    const machines = ['a', 'b', 'c'].map((owner) => machine(owner, storage, [tick]))
    for (const { runner } of machines) runner.start()
    await eventually(() => ran.length >= 3, 20_000)
    const [first] = ran
    const again = await runScheduled(machines[0]!.config, {
      ...{ job: 'tick', slotAt: new Date(first!), trigger: 'http' },
    })
    expect(again.status).toBe('done')
    await Promise.all(machines.map(({ leave }) => leave()))
    const runs = await storage.jobs.recent({ job: 'tick' })
    expect(runs.map(({ slotAt }) => slotAt.getTime()).toSorted()).toEqual(ran.toSorted())
    expect(new Set(ran).size).toBe(ran.length)
  }, 40_000)

  it('go to another machine when theirs stops, which goes on from the checkpoint', async () => {
    const storage = memoryStorage()
    const seen: unknown[] = []
    const long = job('long', '0 0 1 1 *', async ({ checkpoint, saveCheckpoint, signal }) => {
      seen.push(checkpoint)
      if (checkpoint === 'half') return { status: 'done', counts: { done: 1 } }
      await saveCheckpoint('half')
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    })
    const slotAt = new Date()
    const leaving = machine('leaving', storage, [long])
    await leaving.engine.beginSlot(leaving.config, { job: 'long', slotAt, trigger: 'schedule' })
    await eventually(() => seen.length === 1)
    machine('staying', storage, [long])
    await leaving.leave()
    await eventually(async () => (await storage.jobs.recent({ job: 'long' }))[0]?.status === 'succeeded')
    expect(seen).toEqual([null, 'half'])
  }, 30_000)

  it('that fail are dead letters, which can be run again or dropped', async () => {
    const storage = memoryStorage()
    let fails = true
    const brittle = job('brittle', '0 0 1 1 *', async () => {
      if (fails) throw new Error('the string broke')
      return { status: 'done', counts: {} }
    })
    const { engine, config } = machine('a', storage, [brittle])
    await engine.beginSlot(config, { job: 'brittle', slotAt: new Date(), trigger: 'schedule' })
    await eventually(async () => (await engine.deadLetters()).length === 1)
    const [letter] = await engine.deadLetters()
    expect(letter).toMatchObject({ attempts: 1, payload: { job: 'brittle' } })
    expect(letter!.reason).toContain('the string broke')
    fails = false
    expect(await engine.retry(letter!.id)).toBe(true)
    await eventually(async () =>
      (await storage.jobs.recent({ job: 'brittle' })).some(({ status }) => status === 'succeeded'),
    )
    expect(await engine.deadLetters()).toEqual([])
    expect(await engine.drop(letter!.id)).toBe(false)
  }, 30_000)

  it('wait by the priority of their job', async () => {
    const storage = memoryStorage()
    const order: string[] = []
    const jobs = ['sync', 'urgent'].map((name) =>
      job(name, '0 0 1 1 *', async () => {
        order.push(name)
        return { status: 'done', counts: {} }
      }),
    )
    const adding = machine('adding', storage, jobs, { concurrency: 0, priorities: { urgent: 10 } })
    const now = Date.now()
    for (const name of ['sync', 'sync', 'urgent'].entries()) {
      const slotAt = new Date(now - name[0] * 60_000)
      await adding.engine.beginSlot(adding.config, { job: name[1], slotAt, trigger: 'schedule' })
    }
    machine('working', storage, jobs)
    await eventually(() => order.length === 3)
    expect(order).toEqual(['urgent', 'sync', 'sync'])
  }, 30_000)
})

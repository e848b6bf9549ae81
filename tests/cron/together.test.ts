import { setTimeout as sleep } from 'node:timers/promises'
import { postgresStorage } from '@setvote/adapter-postgres'
import { type BullmqQueue, bullmqQueue } from '@setvote/cron-runner/bullmq'
import { type Clock, createSetvote, inProcessQueue, type Setvote, type WorkQueue } from '@setvote/sdk'
import { createSandbox, type ListeningSandbox } from '@setvote/sdk/sandbox'
import type { ArtistReference, JobRun, Storage } from '@setvote/sdk/storage'
import { fakeClock } from '@setvote/sdk/testing'
import { afterAll, beforeAll, beforeEach, expect, it, onTestFinished } from 'vitest'
import { runSql } from '../../packages/adapter-postgres/test/support/run-sql.ts'
import {
  hasRedisServer,
  type RedisServer,
  startRedisServer,
} from '../../packages/sdk/test/redis/support/redis-server.ts'
import { eventually } from '../support/eventually.ts'
import { stepsOf } from '../support/import-account.ts'
import { describeServers } from '../support/servers.ts'
import { unpacedServices } from '../support/unpaced-services.ts'
import { type CliProcess, startCli } from './support/cli-process.ts'
import type { TogetherTask } from './support/together.config.ts'

interface Step {
  readonly slot_at: Date
  readonly step: number
  readonly pid: number
}

const hasRedis = await hasRedisServer()
if (!hasRedis) it.skip('runners over PostgreSQL and Redis: no redis-server was found')
else
  describeServers(
    'two runners over one Redis and one database',
    (database) => {
      let sandbox: ListeningSandbox
      let redis: RedisServer
      let storage: Storage
      beforeAll(async () => {
        sandbox = await createSandbox({ limits: false, latencyMs: 100 }).listen()
        redis = await startRedisServer()
      })
      beforeEach(async () => {
        await redis.admin.flushall()
        storage = await database.open()
        await runSql(
          database.url,
          'drop table if exists steps; create table steps (slot_at timestamptz, step int, pid int)',
        )
        return () => storage.close()
      })
      afterAll(async () => {
        await redis?.stop()
        await sandbox?.close()
      })

      const countedSteps = () => runSql<Step>(database.url, 'select * from steps order by slot_at, step, pid')
      const ledger = async () => (await storage.jobs.recent({ job: 'counts', limit: 1000 })).reverse()

      async function startTwo(task: Partial<TogetherTask>): Promise<readonly [CliProcess, CliProcess]> {
        const whole: TogetherTask = {
          ...{ url: database.url, redisUrl: redis.url, credentials: sandbox.credentials },
          ...{ counting: null, nightly: null, ...task },
        }
        const start = () => {
          const env = { TOGETHER_TASK: JSON.stringify(whole) }
          const runner = startCli(['start'], { config: './together.config.ts', env })
          onTestFinished(() => runner.signal('SIGKILL'))
          return runner
        }
        const two = [start(), start()] as const
        await Promise.all(two.map((runner) => runner.said('stop it with SIGTERM')))
        return two
      }

      const names = (count: number) => sandbox.world.artists.slice(0, count).map(({ name }) => ({ name }))

      /** A web server's setvote: it adds to the queue, and does nothing of it. */
      function openWeb(): Setvote & { readonly queue: BullmqQueue } {
        const queue = bullmqQueue({ connection: { url: redis.url }, concurrency: 0 })
        const web = openSetvote(database.url, sandbox, { queue })
        onTestFinished(async () => {
          await web.close()
          await queue.close()
        })
        return { ...web, queue }
      }

      /** Imports of an hour ago whose process died before it went on with them. */
      async function abandonImports(references: readonly ArtistReference[]): Promise<void> {
        const queue: WorkQueue = { ...inProcessQueue(), add: async () => true }
        const clock = fakeClock(new Date(Date.now() - 3_600_000))
        const past = openSetvote(database.url, sandbox, { queue, clock })
        for (const reference of references) await past.imports.start(reference)
        await past.close()
      }

      /** Waits for so many more slots whose run has ended. */
      async function moreSlots(count: number): Promise<void> {
        const ended = async () => (await ledger()).filter(({ status }) => status === 'succeeded').length
        const until = (await ended()) + count
        await eventually(async () => (await ended()) >= until, 30_000)
      }

      it('run each slot once while Redis is emptied, killed and started again', async () => {
        const counting = { schedule: '* * * * * *', steps: 2, stepMs: 100 }
        const runners = await startTwo({ counting })
        const web = openWeb()
        await moreSlots(3)
        const imports = await Promise.all(names(2).map((reference) => web.imports.start(reference)))
        await redis.admin.flushall()
        await moreSlots(3)
        await redis.kill()
        await sleep(6000)
        await redis.start()
        await moreSlots(4)
        for (const { id } of imports) expect((await web.imports.finished(id)).status).toBe('completed')
        await stop(...runners)

        const runs = await ledger()
        const slots = runs.map(({ slotAt }) => slotAt.getTime())
        expect(slots).toEqual(slots.map((_, index) => slots[0]! + index * 1000))
        expect(new Set(runs.map(({ owner }) => owner)).size).toBe(2)
        const ended = runs.filter(({ status }) => status !== 'deferred')
        expect(ended.map(({ status }) => status)).toEqual(ended.map(() => 'succeeded'))
        expect((await countedSteps()).map(placeOf)).toEqual(ended.flatMap(placesOf(2)))
        for (const runner of runners) {
          const said = runner.complaints().match(/the (queue|storage) (does not answer|answers again)/g)
          expect(said).toEqual(['the queue does not answer', 'the queue answers again'])
        }
      }, 90_000)

      it('of which one is killed in the middle of a job take it over from its checkpoint', async () => {
        const counting = { schedule: '*/10 * * * * *', steps: 10, stepMs: 250 }
        const runners = await startTwo({ counting })
        await eventually(async () => (await countedSteps()).length > 3, 25_000)
        const [run] = await ledger()
        const { pid } = (await countedSteps())[0]!
        const isVictim = (runner: CliProcess) => runner.out().includes(`runner-${pid} runs`)
        runners.find(isVictim)!.signal('SIGKILL')
        await eventually(async () => (await ledger())[0]?.status === 'succeeded', 25_000)

        const taken = (await ledger())[0]!
        expect(taken).toMatchObject({ id: run!.id, fence: 2 })
        expect(taken.owner).not.toBe(`runner-${pid}`)
        const steps = (await countedSteps()).filter(
          ({ slot_at }) => slot_at.getTime() === run!.slotAt.getTime(),
        )
        const before = steps.filter((step) => step.pid === pid).map(({ step }) => step)
        const after = steps.filter((step) => step.pid !== pid).map(({ step }) => step)
        // Killed between a step and its checkpoint, that step is done again: at most one.
        expect([before.length, before.length - 1]).toContain(after[0])
        expect(new Set([...before, ...after])).toEqual(new Set(Array.from({ length: 10 }, (_, step) => step)))
        await stop(runners.find((runner) => !isVictim(runner))!)
      }, 60_000)

      it('end when they are told to while Redis is away, and others go on', async () => {
        const counting = { schedule: '*/5 * * * * *', steps: 10, stepMs: 500 }
        const leaving = await startTwo({ counting })
        await eventually(async () => (await countedSteps()).length > 1, 25_000)
        await redis.kill()
        await sleep(1000)
        const askedAt = performance.now()
        await stop(...leaving)
        expect(performance.now() - askedAt).toBeLessThan(20_000)
        const [left] = await ledger()
        await redis.start()
        const staying = await startTwo({ counting })
        await eventually(async () => (await ledger())[0]?.status === 'succeeded', 40_000)
        await stop(...staying)
        const steps = (await countedSteps()).filter(({ slot_at }) => +slot_at === +left!.slotAt)
        expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: 10 }, (_, step) => step))
      }, 120_000)

      it('do what a fan asks for before what a nightly job has queued', async () => {
        const [asked, ...left] = names(14)
        await abandonImports(left)
        const nightAt = new Date(Date.now() + 4000)
        const runners = await startTwo({ nightly: dueAt(nightAt) })
        const web = openWeb()
        const waiting = async () => (await web.queue.counts())['import-artist']?.waiting ?? 0
        await eventually(async () => (await waiting()) >= 7, 30_000)

        const { id } = await web.imports.start(asked!)
        await eventually(async () => {
          const runs = (await storage.imports.list({ limit: 100 })).items
          return runs.every(({ status }) => status === 'completed')
        }, 60_000)
        const background = (await stepsOf(storage, id)).find(({ phase }) => phase !== 'artist')!
        const abandoned = (await storage.imports.list({ limit: 100 })).items.filter((run) => run.id !== id)
        const begun = await Promise.all(abandoned.map((run) => firstStepAt(storage, run.id, nightAt)))
        // In the order in which they were added, it would be the last.
        expect(begun.filter((at) => at > background.at).length).toBeGreaterThan(2)
        const [night] = await storage.jobs.recent({ job: 'finish-sync' })
        expect(night).toMatchObject({ fence: 1, counts: { resumed: abandoned.length } })
        await stop(...runners)
      }, 90_000)
    },
    'newest',
  )

const placeOf = ({ slot_at, step }: Step) => `${slot_at.toISOString()} ${step}`
const placesOf = (steps: number) => (run: JobRun) =>
  Array.from({ length: steps }, (_, step) => `${run.slotAt.toISOString()} ${step}`)

async function stop(...runners: readonly CliProcess[]): Promise<void> {
  for (const runner of runners) runner.signal('SIGTERM')
  expect(await Promise.all(runners.map(({ ended }) => ended))).toEqual(runners.map(() => 0))
}

async function firstStepAt(storage: Storage, runId: string, after: Date): Promise<Date> {
  return (await stepsOf(storage, runId)).map(({ at }) => at).find((at) => at > after)!
}

/** A pattern that is due once, at that second. */
function dueAt(at: Date): string {
  const time = [at.getUTCSeconds(), at.getUTCMinutes(), at.getUTCHours()]
  return [...time, at.getUTCDate(), at.getUTCMonth() + 1, '*'].join(' ')
}

function openSetvote(
  url: string,
  { credentials }: ListeningSandbox,
  more: { readonly queue: WorkQueue; readonly clock?: Clock },
): Setvote {
  return createSetvote({
    ...{ storage: postgresStorage({ connectionString: url, maxConnections: 4 }), ...more },
    imports: { leaseMs: 1000 },
    ...unpacedServices(credentials),
  })
}

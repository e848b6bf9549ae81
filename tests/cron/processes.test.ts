import { postgresStorage } from '@setvote/adapter-postgres'
import type { JobRun } from '@setvote/sdk/storage'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { runSql } from '../../packages/adapter-postgres/test/support/run-sql.ts'
import { describeServers, itOwnsServer } from '../support/servers.ts'
import { type CliProcess, startCli } from './support/cli-process.ts'

const config = './runner.config.ts'
interface Step {
  readonly slot_at: Date
  readonly step: number
  readonly pid: number
}

const seconds = (count: number) => new Promise((resolve) => setTimeout(resolve, count * 1000))
const prepare = (url: string) =>
  runSql(url, 'drop table if exists steps; create table steps (slot_at timestamptz, step int, pid int)')
const stepsOf = (url: string) => runSql<Step>(url, 'select * from steps order by slot_at, step, pid')
async function ledgerOf(url: string): Promise<JobRun[]> {
  const storage = postgresStorage({ connectionString: url, maxConnections: 1 })
  const runs = await storage.jobs.recent({ limit: 1000 })
  await storage.close()
  return runs.reverse()
}

function startRunner(url: string, env: Record<string, string> = {}): CliProcess {
  const runner = startCli(['start'], { config, env: { DATABASE_URL: url, ...env } })
  onTestFinished(() => runner.signal('SIGKILL'))
  return runner
}
async function stop(...runners: readonly CliProcess[]): Promise<void> {
  for (const runner of runners) runner.signal('SIGTERM')
  expect(await Promise.all(runners.map(({ ended }) => ended))).toEqual(runners.map(() => 0))
}

/** Every slot from the first to the last has ended well, and its work was done once. */
async function expectEachOnce(url: string, everyMs: number): Promise<readonly JobRun[]> {
  const runs = await ledgerOf(url)
  const ended = runs.filter(({ status }) => status !== 'deferred')
  expect(ended.map(({ status }) => status)).toEqual(ended.map(() => 'succeeded'))
  const slots = runs.map(({ slotAt }) => slotAt.getTime())
  expect(slots).toEqual(slots.map((_, index) => slots[0]! + index * everyMs))
  const steps = await stepsOf(url)
  expect(steps.map(({ slot_at }) => slot_at.getTime())).toEqual(ended.map(({ slotAt }) => slotAt.getTime()))
  return runs
}

describeServers(
  'runner processes',
  (database) => {
    it('run each slot once, however many there are', async () => {
      await prepare(database.url)
      await (await database.open()).close()
      const runners = [startRunner(database.url), startRunner(database.url), startRunner(database.url)]
      await Promise.all(runners.map((runner) => runner.said('stop it with SIGTERM')))
      await seconds(6)
      await stop(...runners)
      const runs = await expectEachOnce(database.url, 1000)
      expect(runs.length).toBeGreaterThan(5)
    }, 60_000)

    it('whose clocks are 90 seconds apart run each slot once', async () => {
      await prepare(database.url)
      await (await database.open()).close()
      const env = { SCHEDULE: '*/10 * * * * *', CLOCK_SPEED: '20' }
      const even = startRunner(database.url, env)
      await even.said('succeeded')
      // From now on it is always earlier.
      const fast = startRunner(database.url, { ...env, CLOCK_OFFSET_MS: '90000' })
      await fast.said('succeeded')
      await seconds(11)
      await stop(even, fast)
      const runs = await ledgerOf(database.url)
      expect(runs.length).toBeGreaterThan(20)
      expect(new Set(runs.map(({ fence }) => fence))).toEqual(new Set([1]))
      const steps = await stepsOf(database.url)
      expect(new Set(steps.map(({ pid }) => pid)).size).toBe(2)
      const worked = steps.map(({ slot_at }) => slot_at.getTime())
      expect(worked).toEqual([...new Set(worked)])
      expect(worked).toEqual(
        runs.filter(({ status }) => status === 'succeeded').map(({ slotAt }) => slotAt.getTime()),
      )
    }, 60_000)

    it('of which one is killed in the middle of a job take it over from its checkpoint', async () => {
      await prepare(database.url)
      await (await database.open()).close()
      const env = { SCHEDULE: '*/20 * * * * *', STEPS: '12', STEP_MS: '300', LEASE_MS: '2000' }
      const [one, two] = [startRunner(database.url, env), startRunner(database.url, env)]
      const first = await vi.waitFor(
        async () => {
          const steps = await stepsOf(database.url)
          expect(steps.length).toBeGreaterThan(3)
          return steps[0]!
        },
        { timeout: 25_000, interval: 100 },
      )
      const [run] = await ledgerOf(database.url)
      const victim = one!.out().includes('begins') ? one! : two!
      victim.signal('SIGKILL')
      await victim.ended
      await vi.waitFor(
        async () =>
          expect((await ledgerOf(database.url))[0]).toMatchObject({
            id: run!.id,
            status: 'succeeded',
            fence: 2,
          }),
        { timeout: 20_000, interval: 200 },
      )
      const steps = (await stepsOf(database.url)).filter(
        ({ slot_at }) => slot_at.getTime() === first.slot_at.getTime(),
      )
      const before = steps.filter(({ pid }) => pid === first.pid).map(({ step }) => step)
      const after = steps.filter(({ pid }) => pid !== first.pid).map(({ step }) => step)
      expect(before.length).toBeGreaterThan(3)
      // Killed between a step and its checkpoint, that step is done again: at most one.
      expect([before.length, before.length - 1]).toContain(after[0])
      expect(new Set([...before, ...after])).toEqual(new Set(Array.from({ length: 12 }, (_, step) => step)))
      await stop(victim === one ? two! : one!)
    }, 60_000)

    it('of which one is told to stop hand over what they cannot finish', async () => {
      await prepare(database.url)
      await (await database.open()).close()
      const env = { SCHEDULE: '*/20 * * * * *', STEPS: '40', STEP_MS: '100', FINISH_WITHIN_MS: '200' }
      const one = startRunner(database.url, env)
      await vi.waitFor(async () => expect((await stepsOf(database.url)).length).toBeGreaterThan(2), {
        timeout: 25_000,
        interval: 100,
      })
      await stop(one)
      expect(await ledgerOf(database.url)).toMatchObject([{ status: 'deferred' }])
      expect(one.out()).toContain('deferred')
      const two = startRunner(database.url, env)
      await two.said('succeeded')
      const [slot] = await ledgerOf(database.url)
      const steps = (await stepsOf(database.url)).filter(
        ({ slot_at }) => slot_at.getTime() === slot!.slotAt.getTime(),
      )
      expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: 40 }, (_, step) => step))
      expect(new Set(steps.map(({ pid }) => pid)).size).toBe(2)
      await stop(two)
    }, 60_000)

    it('do not wait for a job that never returns', async () => {
      await prepare(database.url)
      await (await database.open()).close()
      const runner = startRunner(database.url, { HANGS: 'always', MAX_RUN_MS: '500' })
      await seconds(4)
      await stop(runner)
      const runs = (await ledgerOf(database.url)).filter(({ status }) => status === 'failed')
      expect(runs.length).toBeGreaterThan(1)
      expect(runs[0]).toMatchObject({ error: 'It ran longer than 0.5 s, and did not stop when told to' })
    }, 60_000)
  },
  'newest',
)

describe('a database that goes away', () => {
  itOwnsServer(
    'is waited for, said once, and its slots are caught up',
    async (server) => {
      const storage = postgresStorage({ connectionString: server.url })
      await storage.migrate()
      await storage.close()
      await prepare(server.url)
      const runner = startRunner(server.url)
      await runner.said('succeeded')
      await server.kill()
      await seconds(4)
      await server.start()
      await vi.waitFor(async () => expect((await ledgerOf(server.url)).length).toBeGreaterThan(8), {
        timeout: 30_000,
        interval: 500,
      })
      await stop(runner)
      const said = runner.complaints().split('\n')
      expect(said.filter((line) => line.includes('does not answer; due jobs wait'))).toHaveLength(1)
      expect(said.filter((line) => line.includes('answers again'))).toHaveLength(1)
      const runs = await ledgerOf(server.url)
      const slots = runs.map(({ slotAt }) => slotAt.getTime())
      expect(slots).toEqual(slots.map((_, index) => slots[0]! + index * 1000))
    },
    90_000,
  )
})

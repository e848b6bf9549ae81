import { randomUUID } from 'node:crypto'
import { postgresStorage } from '@setvote/adapter-postgres'
import { createRunner } from '@setvote/cron-runner'
import { createSetvote } from '@setvote/sdk'
import { allJobs } from '@setvote/sdk/jobs'
import { createSandbox, type ListeningSandbox } from '@setvote/sdk/sandbox'
import type { JobRun, Storage } from '@setvote/sdk/storage'
import { fakeClock } from '@setvote/sdk/testing'
import pg from 'pg'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { runSql, urlOf } from '../../packages/adapter-postgres/test/support/run-sql.ts'
import { eventually } from '../support/eventually.ts'
import { describeServers } from '../support/servers.ts'
import { snapshotOf } from '../support/snapshot.ts'
import { unpacedServices } from '../support/unpaced-services.ts'
import { type CliProcess, startCli } from './support/cli-process.ts'
import type { Death } from './support/dying-storage.ts'
import { type JobsTask, jobsConfig } from './support/setvote.config.ts'

const [past, today] = ['2026-11-11', '2026-11-21']
/** Processes believe that it is noon of that day. */
const offsetMs = Date.parse(`${today}T12:00:00Z`) - Date.now()

describeServers(
  'a job whose process is killed',
  (database) => {
    let sandbox: ListeningSandbox
    beforeAll(async () => {
      sandbox = await createSandbox({ limits: false, today: past }).listen()
      await makeHistory(database.url, sandbox)
      sandbox.advanceTo(today)
    }, 60_000)
    afterAll(() => sandbox?.close())

    /** A database with that history. */
    async function copy(): Promise<{ readonly url: string; stored(): Promise<Stored> }> {
      const name = `setvote_${randomUUID().replaceAll('-', '')}`
      const [admin, original] = [urlOf(database.url, 'postgres'), new URL(database.url).pathname.slice(1)]
      await runSql(admin, `create database "${name}" template "${original}"`)
      onTestFinished(async () => void (await runSql(admin, `drop database "${name}" with (force)`)))
      const url = urlOf(database.url, name)
      return { url, stored: () => withStorage(url, storedIn) }
    }

    const taskOf = (job: string, url: string, death: Death | null = null): JobsTask => ({
      ...{ job, url, death, offsetMs },
      credentials: sandbox.credentials,
    })
    const cli = (args: string[], task: JobsTask): CliProcess => {
      const env = { JOBS_TASK: JSON.stringify(task) }
      const started = startCli(args, { config: './setvote.config.ts', env })
      onTestFinished(() => started.signal('SIGKILL'))
      return started
    }

    /** What a run stores that nobody disturbs. */
    async function undisturbed(job: string): Promise<Stored> {
      const { url, stored } = await copy()
      const config = jobsConfig(taskOf(job, url))
      expect(await createRunner(config).runNow(job)).toMatchObject({ run: { status: 'succeeded' } })
      await config.setvote.close?.()
      return stored()
    }

    /** Another process takes over the run that a dead one has left, and comes to its end. */
    async function takeOver(job: string, url: string): Promise<void> {
      const left = await runOf(url, job)
      expect(left).toMatchObject({ status: 'running', fence: 1 })
      const next = cli(['start'], taskOf(job, url))
      await next.said('succeeded')
      const { id, slotAt } = left!
      expect(await runOf(url, job)).toMatchObject({ id, slotAt, status: 'succeeded', fence: 2 })
      next.signal('SIGTERM')
      expect(await next.ended).toBe(0)
    }

    it.for(deaths)(
      '$job, $where, is taken over and ends as if nothing had happened',
      { timeout: 60_000 },
      async ({ job, verb, count, when }) => {
        const whole = await undisturbed(job)
        const { url, stored } = await copy()
        const before = await stored()
        const killed = cli(['run', job], taskOf(job, url, { verb, count, when }))
        expect(await killed.ended, killed.out() + killed.complaints()).toBe(null)
        const halfway = await stored()
        expect(halfway).not.toEqual(before)
        expect(halfway).not.toEqual(whole)
        await takeOver(job, url)
        expectSame(await stored(), whole)
      },
    )

    it('calculate-trending, at its boards, is taken over and ends as if nothing had happened', async () => {
      const job = 'calculate-trending'
      const whole = await undisturbed(job)
      const { url, stored } = await copy()
      const before = await stored()
      expect(before).not.toEqual(whole)
      const blocker = new pg.Client({ connectionString: url })
      onTestFinished(() => blocker.end())
      await blocker.connect()
      await blocker.query('begin')
      await blocker.query('lock table setvote.trending_history in exclusive mode')
      const killed = cli(['run', job], taskOf(job, url))
      const waits = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
      await eventually(async () => (await runSql(url, waits)).length === 1, 20_000)
      killed.signal('SIGKILL')
      await killed.ended
      expect(await stored()).toEqual(before)
      // What the dead process has asked for may still be done.
      await blocker.end()
      await takeOver(job, url)
      expectSame(await stored(), whole)
    }, 60_000)

    it('is any that there is', () => {
      const killed = new Set([...deaths.map(({ job }) => job), 'calculate-trending'])
      expect(killed).toEqual(new Set(allJobs.map(({ name }) => name)))
    })
  },
  'newest',
)

function expectSame(result: Stored, { boards, ...whole }: Stored): void {
  for (const [kind, things] of Object.entries(whole)) expect(result[kind], kind).toEqual(things)
  // Scores fade, a little within the seconds between two runs.
  const about = Object.entries(boards as Boards).map(([id, score]) => [id, expect.closeTo(score, 0)])
  expect(result.boards).toEqual(Object.fromEntries(about))
}

interface JobDeath extends Death {
  readonly job: string
  readonly where: string
}

const atCheckpoint = (job: string, count: number, where: string): JobDeath => ({
  ...{ job, where, count, verb: 'jobs.checkpoint', when: 'before' },
})
const deaths: readonly JobDeath[] = [
  atCheckpoint('update-active-artists', 4, 'among its artists'),
  atCheckpoint('trending-artist-sync', 4, 'among its artists'),
  atCheckpoint('complete-catalog-sync', 4, 'among its artists'),
  { job: 'complete-catalog-sync', where: 'while it tidies', verb: 'venues.remove', count: 1, when: 'after' },
  atCheckpoint('master-sync', 6, 'among its jobs'),
  atCheckpoint('sync-artist-data', 2, 'among its artists'),
  atCheckpoint('sync-artist-images', 2, 'among its artists'),
  atCheckpoint('import-past-setlists', 2, 'among its setlists'),
  { job: 'finish-sync', where: 'among its gaps', verb: 'settings.set', count: 1, when: 'before' },
  { job: 'finish-sync', where: 'among its predictions', verb: 'setlists.save', count: 4, when: 'after' },
  { job: 'cleanup', where: 'among its marks', verb: 'settings.set', count: 2, when: 'after' },
]

/** Artists who were imported ten days ago, one of them with gaps, fans, boards, and what nobody needs any more. */
async function makeHistory(url: string, sandbox: ListeningSandbox): Promise<void> {
  const clock = fakeClock(`${past}T12:00:00Z`)
  const services = unpacedServices(sandbox.credentials)
  const down = async () => new Response('{}', { status: 503 })
  const open = (more: object) =>
    createSetvote({
      ...{ storage: postgresStorage({ connectionString: url, clock }), clock },
      ...services,
      setlistfm: { ...services.setlistfm, ...more },
    })
  const well = open({})
  const { storage } = well
  const unwell = open({ fetch: down, retries: 0 })
  for (const [index, setvote] of [well, well, well, unwell].entries()) {
    const { id } = await setvote.imports.start({ spotifyId: sandbox.world.artists[index]!.spotifyId! })
    const { artistId } = await setvote.imports.finished(id)
    await well.fans.follow({ fanId: `fan_${index}`, artistId: artistId! })
  }
  await well.trending.refresh()
  const source = { service: 'operator', at: clock.now(), url: null } as const
  for (const id of ['one', 'two']) {
    await storage.venues.save({ name: `Hall ${id}`, externalIds: [{ service: 'ticketmaster', id }], source })
  }
  for (const part of ['artist', 'shows', 'songs']) {
    await storage.settings.set(`sync.done.${part}.art_gone`, clock.now().toISOString())
  }
  await well.close()
  await unwell.close()
}

type Stored = Readonly<Record<string, unknown>>
/** Scores by what has them. */
type Boards = Readonly<Record<string, number>>

/** What jobs care for, in a form that is the same for two storages that hold the same. */
async function storedIn(storage: Storage): Promise<Stored> {
  const boards = (['artists', 'shows'] as const).map((kind) => storage.trending.top({ kind, limit: 1000 }))
  const settings = await storage.settings.list('')
  return {
    ...(await snapshotOf(storage)),
    boards: Object.fromEntries((await Promise.all(boards)).flat().map(({ id, score }) => [id, score])),
    // When something was done differs from run to run.
    marks: settings
      .filter(({ key }) => !key.startsWith('cron.'))
      .map(({ key, value }) => [key, Number.isNaN(Date.parse(String(value))) ? value : 'an instant']),
    imports: (await storage.imports.list({})).items.map(({ id, status }) => [id, status]),
    stats: { ...(await storage.ops.stats()), jobRuns: 'of no account' },
    integrity: await storage.ops.integrity(),
  }
}

async function withStorage<Answer>(url: string, ask: (storage: Storage) => Promise<Answer>): Promise<Answer> {
  const storage = postgresStorage({ connectionString: url, maxConnections: 2 })
  try {
    return await ask(storage)
  } finally {
    await storage.close()
  }
}

const runOf = async (url: string, job: string): Promise<JobRun | undefined> =>
  (await withStorage(url, ({ jobs }) => jobs.recent({ job })))[0]

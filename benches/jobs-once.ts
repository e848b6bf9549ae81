import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { postgresStorage } from '@setvote/adapter-postgres'
import type { OnceRunner } from './children/once-runner.ts'
import { type Child, startChild } from './support/child.ts'
import { explain } from './support/explain.ts'
import { fastClock, onceJobs } from './support/once-cron.ts'
import { type BenchDatabase, createDatabase } from './support/postgres.ts'
import { alone, type Row } from './support/row.ts'

const runners = 5
const slotsOfJob = 100
/** Real time between two kills. */
const killEveryMs = 1500
const cliEveryMs = 2000
/** How many slots the clock passes while the command line starts. */
const cliAhead = 3
const giveUpAfterMs = 110_000

interface Worked {
  readonly job: string
  readonly slot_at: Date
  readonly pid: number
}

/**
 * Five runner processes, a process that triggers slots as HTTP calls do, and calls of the command line, all at the same
 * 1,000 slots, on a clock that runs a hundred times as fast; every one and a half seconds some runner is killed and
 * replaced. The value is how many slots were lost or done twice. What a killed process had done without having been
 * able to say so is done again, and counted apart.
 */
export async function* jobsOnce(): AsyncGenerator<Row> {
  const database = await createDatabase('jobs.once')
  if (!database) return
  try {
    yield* race(database)
  } finally {
    await database.drop()
  }
}

async function* race({ url, pool }: BenchDatabase): AsyncGenerator<Row> {
  const storage = postgresStorage({ connectionString: url, maxConnections: 2 })
  await storage.migrate()
  await pool.query('create table worked (job text, slot_at timestamptz, pid int)')
  const start = (role: 'runner' | 'trigger') => startChild<OnceRunner>('once-runner.ts', { url, role })
  const alive: Child<OnceRunner>[] = await Promise.all(Array.from({ length: runners }, () => start('runner')))
  const trigger = await start('trigger')

  const firstMs = Math.ceil(fastClock.now().getTime() / 60_000) * 60_000
  const lastMs = firstMs + (slotsOfJob - 1) * 60_000
  const killed = new Set<number>()
  const startedAt = performance.now()
  const isOver = () => performance.now() - startedAt > giveUpAfterMs
  const ledger = async () => {
    const { rows } = await pool.query<{ job: string; slot_at: Date; status: string; trigger: string }>(
      'select job, slot_at, status, trigger from setvote.job_slots where slot_at between $1 and $2',
      [new Date(firstMs), new Date(lastMs)],
    )
    return rows
  }
  const succeeded = async () => (await ledger()).filter(({ status }) => status === 'succeeded').length
  let busy = true

  async function kill(): Promise<void> {
    let turn = 0
    while (busy) {
      await pause(killEveryMs)
      if (!busy || fastClock.now().getTime() > lastMs) return
      const index = (turn++ * 7) % runners
      const victim = alive[index]!
      killed.add(victim.ready.pid)
      process.kill(victim.ready.pid, 'SIGKILL')
      alive[index] = await start('runner')
    }
  }
  let cliCalls = 0
  async function callCli(): Promise<void> {
    while (busy && fastClock.now().getTime() < lastMs) {
      // Near the due time, once the process has started.
      const slotAt = new Date(Math.floor(fastClock.now().getTime() / 60_000 + cliAhead) * 60_000)
      await runCli(url, onceJobs[(cliCalls * 3) % onceJobs.length]!, slotAt)
      cliCalls++
      await pause(cliEveryMs)
    }
  }
  const disturbing = [kill(), callCli()]
  while (!isOver() && (await succeeded()) < onceJobs.length * slotsOfJob) await pause(500)
  busy = false
  await Promise.all(disturbing)
  const { calls } = await trigger.ask('stop')
  await Promise.all(alive.map((runner) => runner.ask('stop')))
  await Promise.all([trigger, ...alive].map((child) => child.stop()))

  const rows = await ledger()
  const done = new Set(
    rows
      .filter(({ status }) => status === 'succeeded')
      .map(({ job, slot_at }) => `${job} ${slot_at.getTime()}`),
  )
  const { rows: worked } = await pool.query<Worked>('select * from worked where slot_at between $1 and $2', [
    new Date(firstMs),
    new Date(lastMs),
  ])
  const { doubled, redone, missing } = judge(worked, killed, firstMs)
  const lost = onceJobs.length * slotsOfJob - done.size
  const byTrigger = Map.groupBy(rows, ({ trigger: by }) => by)
  explain(
    `jobs.once: ${done.size} slots in ${((performance.now() - startedAt) / 1000).toFixed(0)} s; ${killed.size} runners killed, ` +
      `${calls} triggers, ${cliCalls} calls of the command line; done by ` +
      [...byTrigger].map(([by, runs]) => `${by} ${runs.length}`).join(', '),
  )
  explain(
    `jobs.once: lost ${lost}, without work ${missing}, doubled ${doubled}, redone after a kill ${redone}`,
  )
  await storage.close()
  yield alone('jobs.once', lost + missing + doubled, 'runs doubled or lost of 1,000 slots')
}

function judge(worked: readonly Worked[], killed: ReadonlySet<number>, firstMs: number) {
  const bySlot = Map.groupBy(worked, ({ job, slot_at }) => `${job} ${slot_at.getTime()}`)
  let [doubled, redone, missing] = [0, 0, 0]
  for (const job of onceJobs) {
    for (let place = 0; place < slotsOfJob; place++) {
      const times = bySlot.get(`${job} ${firstMs + place * 60_000}`) ?? []
      if (times.length === 0) missing++
      // One of them closed the slot; the others died before they could.
      const living = times.filter(({ pid }) => !killed.has(pid)).length
      doubled += Math.max(0, living - 1)
      redone += Math.max(0, times.length - Math.max(1, living))
    }
  }
  return { doubled, redone, missing }
}

const cli = fileURLToPath(import.meta.resolve('@setvote/cron-runner')).replace(/index\.(ts|js)$/, 'cli.$1')
const config = fileURLToPath(new URL('./children/once.config.ts', import.meta.url))

async function runCli(url: string, job: string, slotAt: Date): Promise<void> {
  const args = [...process.execArgv, cli, 'run', job, '--slot', slotAt.toISOString(), '--config', config]
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, args, { env: { PATH, HOME, ONCE_URL: url }, stdio: 'ignore' })
  await once(child, 'exit')
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

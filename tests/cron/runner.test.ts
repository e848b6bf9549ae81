import { memoryStorage } from '@setvote/adapter-memory'
import { type CronOptions, createRunner, type OwnJob, type Runner } from '@setvote/cron-runner'
import { type Clock, RateLimitError, systemClock } from '@setvote/sdk'
import type { JobContext, JobResult } from '@setvote/sdk/jobs'
import type { JobRun, Storage } from '@setvote/sdk/storage'
import { type FakeClock, fakeClock } from '@setvote/sdk/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { done, type Options, ownCron, ownJob } from './support/own-cron.ts'

const minute = 60_000
const start = '2026-11-21T12:00:30Z'
let clock: FakeClock
let storage: Storage
let runners: Runner[] = []

beforeEach(() => {
  clock = fakeClock(start)
  storage = memoryStorage({ clock })
})
afterEach(async () => {
  const stopped = Promise.all(runners.map((runner) => runner.stop({ finishWithinMs: 0 })))
  await clock.advance(minute)
  await stopped
  runners = []
  clock.assertIdle()
})

function runnerOf(jobs: readonly OwnJob[], options: Omit<CronOptions, 'setvote' | 'ownJobs'> = {}): Runner {
  const runner = createRunner(ownCron(storage, jobs, { clock, owner: 'one', ...options }))
  runners.push(runner)
  return runner
}
/** Starts, and has looked at the ledger before time moves on. */
async function begun(runner: Runner): Promise<Runner> {
  runner.start()
  await systemClock.sleep(20)
  return runner
}
/** The same instant as another machine has it. */
const ahead = (ms: number): Clock => ({
  now: () => new Date(clock.now().getTime() + ms),
  sleep: (sleepMs, signal) => clock.sleep(sleepMs, signal),
})
const ledger = async (): Promise<JobRun[]> => (await storage.jobs.recent({ limit: 1000 })).reverse()
const timeOf = (at: Date) => at.toISOString().slice(11, 19)
const slots = async () => (await ledger()).map(({ slotAt }) => timeOf(slotAt))
/** A job that works for a while on the fake clock, and stops when it is told to. */
const working =
  (ms: number, log: string[] = []) =>
  async ({ slotAt, clock, signal }: JobContext<Options>): Promise<JobResult> => {
    log.push(timeOf(slotAt))
    if (ms > 0) await clock.sleep(ms, signal)
    return done
  }

describe('a runner', () => {
  it('runs each slot at its instant, and a slot of a moment ago', async () => {
    const at: string[] = []
    await begun(
      runnerOf([
        ownJob(async ({ clock }) => {
          at.push(clock.now().toISOString())
          return done
        }),
      ]),
    )
    await clock.advance(30 * minute)
    expect(at).toEqual([
      '2026-11-21T12:00:30.000Z',
      '2026-11-21T12:10:00.000Z',
      '2026-11-21T12:20:00.000Z',
      '2026-11-21T12:30:00.000Z',
    ])
    expect(await slots()).toEqual(['12:00:00', '12:10:00', '12:20:00', '12:30:00'])
  })

  it('begins a slot later by its jitter, and names it by its due time', async () => {
    const at: Date[] = []
    const job = ownJob(
      async ({ clock }) => {
        at.push(clock.now())
        return done
      },
      { jitterMs: 5 * minute },
    )
    await begun(runnerOf([job]))
    await clock.advance(60 * minute)
    const known = await slots()
    expect(known.slice(-5)).toEqual(['12:10:00', '12:20:00', '12:30:00', '12:40:00', '12:50:00'])
    const late = at.map((each) => each.getTime() % (10 * minute))
    expect(late.every((ms) => ms < 5 * minute)).toBe(true)
    expect(new Set(late).size).toBeGreaterThan(3)
  })

  it('beside others, whose clocks are 90 seconds apart, runs each slot once', async () => {
    const runs: string[] = []
    const job = ownJob(working(20_000, runs))
    for (const [owner, ms] of [
      ['one', 0],
      ['fast', 90_000],
      ['slow', -90_000],
    ] as const) {
      await begun(runnerOf([job], { owner, clock: ahead(ms) }))
    }
    await clock.advance(2 * 60 * minute)
    expect(runs).toEqual([...new Set(runs)])
    expect(runs.slice(0, 3)).toEqual(['12:00:00', '12:10:00', '12:20:00'])
    expect(runs).toHaveLength(13)
    expect((await ledger()).every(({ fence, status }) => fence === 1 && status === 'succeeded')).toBe(true)
  })

  it('that the clock of its machine takes back or forward runs no slot twice and goes on', async () => {
    let offset = 0
    const moved: Clock = { now: () => ahead(offset).now(), sleep: clock.sleep }
    const runs: string[] = []
    await begun(runnerOf([ownJob(working(0, runs))], { clock: moved }))
    await clock.advance(15 * minute)
    offset = -20 * minute
    await clock.advance(30 * minute)
    offset = 3 * 60 * minute
    await clock.advance(2 * minute)
    expect(runs).toEqual(['12:00:00', '12:10:00', '12:20:00', '15:40:00'])
  })

  it('does not run what an operator has paused, and goes on with the last slot afterwards', async () => {
    const runs: string[] = []
    await storage.jobs.pause({ job: 'own', paused: true, at: clock.now() })
    await begun(runnerOf([ownJob(working(0, runs))]))
    await clock.advance(35 * minute)
    expect(runs).toEqual([])
    await storage.jobs.pause({ job: 'own', paused: false, at: clock.now() })
    await clock.advance(10 * minute)
    expect(runs).toEqual(['12:30:00', '12:40:00'])
  })

  it('reports a missed run of a runner that has died', async () => {
    const notices: string[] = []
    const channel = {
      name: 'test',
      send: async ({ kind, title }: { kind: string; title: string }) =>
        void notices.push(`${kind}: ${title}`),
    }
    const watched = runnerOf([ownJob()], { evaluateEveryMs: minute, alerts: [channel] })
    await begun(watched)
    await clock.advance(15 * minute)
    expect(notices).toEqual([])
    await Promise.all([watched.stop(), clock.advance(minute)])
    await clock.advance(15 * minute)
    await watched.monitoring.evaluate()
    expect(notices).toEqual(['opened: own has missed its run'])
    expect((await watched.monitoring.health()).jobs[0]).toMatchObject({ status: 'missed' })
  })
})

describe('slots that nobody could run in time', () => {
  /** Runs until 12:10, then nobody runs for an hour, then somebody again. */
  async function afterAnHour(settings: Partial<OwnJob>, awayMs = 60 * minute): Promise<string[]> {
    clock = fakeClock(start)
    storage = memoryStorage({ clock })
    const runs: string[] = []
    const first = await begun(runnerOf([ownJob(working(0), settings)]))
    await clock.advance(10 * minute)
    await first.stop()
    await clock.advance(awayMs + 2 * minute)
    const second = await begun(runnerOf([ownJob(working(0, runs), settings)]))
    await clock.advance(minute)
    await second.stop()
    return runs
  }

  it('are left out, or the last is run, or each in its order, as the job says', async () => {
    expect(await afterAnHour({ missed: 'skip' })).toEqual([])
    expect(await afterAnHour({ missed: 'last' })).toEqual(['13:10:00'])
    expect(await afterAnHour({ missed: 'all' })).toEqual([
      ...['12:20:00', '12:30:00', '12:40:00', '12:50:00', '13:00:00', '13:10:00'],
    ])
  })

  it('are not run when they are older than the bound', async () => {
    const settings = { missed: 'all', catchUpMs: 25 * minute } as const
    expect(await afterAnHour(settings)).toEqual(['12:50:00', '13:00:00', '13:10:00'])
    expect(await afterAnHour({ missed: 'last', catchUpMs: minute }, 65 * minute)).toEqual([])
  })

  it('before a job was first seen, or had this schedule, are nobody’s', async () => {
    const runs: string[] = []
    await clock.advance(5 * minute)
    const first = runnerOf([ownJob(working(0, runs), { missed: 'all', schedule: '0 0 * * *' })])
    await begun(first)
    await clock.advance(minute)
    await Promise.all([first.stop(), clock.advance(1)])
    await clock.advance(60 * minute)
    await begun(runnerOf([ownJob(working(0, runs), { missed: 'all' })]))
    await clock.advance(minute)
    expect(runs).toEqual([])
  })
})

describe('a slot that comes due during a run', () => {
  async function overlapping(settings: Partial<OwnJob>, forMs = 60 * minute): Promise<string[]> {
    const runs: string[] = []
    await begun(runnerOf([ownJob(working(25 * minute, runs), settings)]))
    await clock.advance(forMs)
    return runs
  }

  it('is left out, and the ledger says so', async () => {
    expect(await overlapping({ overlap: 'skip' })).toEqual(['12:00:00', '12:30:00', '13:00:00'])
    expect((await ledger()).map(({ status }) => status)).toEqual([
      ...['succeeded', 'cancelled', 'cancelled'],
      ...['succeeded', 'cancelled', 'cancelled', 'running'],
    ])
    expect((await ledger())[1]).toMatchObject({ counts: { leftOut: 1 } })
  })

  it('waits, and the last of those that wait is run', async () => {
    expect(await overlapping({ overlap: 'queue' })).toEqual(['12:00:00', '12:20:00', '12:50:00'])
    storage = memoryStorage({ clock })
    const all = await overlapping({ overlap: 'queue', missed: 'all' }, 76 * minute)
    expect(new Set(all.map((each) => Date.parse(`2026-11-21T${each}Z`) % minute))).toEqual(new Set([0]))
    expect(all.map((each) => Date.parse(`2026-11-21T${each}Z`))).toEqual(
      all.map((_, index) => Date.parse(`2026-11-21T${all[0]}Z`) + index * 10 * minute),
    )
  })

  it('ends the run, when the job says so', async () => {
    expect(await overlapping({ overlap: 'cancel' }, 35 * minute)).toEqual([
      ...['12:00:00', '12:10:00', '12:20:00', '12:30:00'],
    ])
    expect((await ledger()).map(({ status }) => status)).toEqual([
      ...['cancelled', 'cancelled', 'cancelled', 'running'],
    ])
  })

  it('counts the runs of other machines', async () => {
    const runs: string[] = []
    const jobs = [ownJob(working(25 * minute, runs), { overlap: 'queue' })]
    await begun(runnerOf(jobs, { owner: 'one' }))
    await begun(runnerOf(jobs, { owner: 'two' }))
    await clock.advance(60 * minute)
    expect(runs).toEqual(['12:00:00', '12:20:00', '12:50:00'])
  })
})

describe('a run that is not over', () => {
  it('for lack of budget goes on when that is back', async () => {
    const retryAt = new Date(Date.parse(start) + 4 * minute)
    const facts = { service: 'setlistfm', endpoint: 'GET /x', scope: 'day', retryAt } as const
    const runs: string[] = []
    const job = ownJob(async ({ clock, slotAt }) => {
      runs.push(`${timeOf(slotAt)} at ${timeOf(clock.now())}`)
      if (clock.now() < retryAt) throw new RateLimitError('the day is used up', facts)
      return done
    })
    await begun(runnerOf([job]))
    await clock.advance(9 * minute)
    expect(runs).toEqual(['12:00:00 at 12:00:30', '12:00:00 at 12:04:30'])
    expect(await ledger()).toMatchObject([{ status: 'succeeded', fence: 2 }])
  })

  it('because its runner died is taken over after the lease, from its checkpoint', async () => {
    const key = { job: 'own', slotAt: new Date('2026-11-21T12:00:00Z'), owner: 'dead', leaseMs: 3 * minute }
    const claim = await storage.jobs.claimSlot({ ...key, trigger: 'schedule', at: clock.now() })
    if (claim.status !== 'claimed') throw new Error('not claimed')
    const { id: runId, fence } = claim.run
    await storage.jobs.checkpoint({ runId, fence, at: clock.now(), value: { next: 7 } })
    const found: unknown[] = []
    const job = ownJob(async ({ checkpoint, clock }) => {
      found.push(checkpoint, timeOf(clock.now()))
      return done
    })
    await begun(runnerOf([job], { owner: 'two' }))
    await clock.advance(9 * minute)
    expect(found).toEqual([{ next: 7 }, '12:03:30'])
    expect(await ledger()).toMatchObject([{ status: 'succeeded', owner: 'two', fence: 2 }])
  })

  it('because its runner stops is handed over and goes on elsewhere from its checkpoint', async () => {
    const runs: string[] = []
    const job = (owner: string) =>
      ownJob(async ({ checkpoint, saveCheckpoint, clock, signal }) => {
        runs.push(`${owner} from ${checkpoint}`)
        await saveCheckpoint(3)
        await clock.sleep(owner === 'one' ? 8 * minute : 1, signal)
        return done
      })
    const one = runnerOf([job('one')], { owner: 'one' })
    await begun(one)
    await clock.advance(1)
    await begun(runnerOf([job('two')], { owner: 'two' }))
    await clock.advance(minute)
    const stopped = one.stop({ finishWithinMs: 5000 })
    await clock.advance(minute)
    await stopped
    expect(runs).toEqual(['one from null', 'two from 3'])
    expect(await ledger()).toMatchObject([{ status: 'succeeded', owner: 'two', fence: 2 }])
  })

  it('may finish while its runner stops', async () => {
    const one = runnerOf([ownJob(working(4000))])
    await begun(one)
    await clock.advance(1)
    const stopped = one.stop()
    await clock.advance(5000)
    await stopped
    expect(await ledger()).toMatchObject([{ status: 'succeeded', fence: 1 }])
  })

  it('because the job never returns fails, and the next slot is run', async () => {
    const never = () => new Promise<JobResult>(() => {})
    await begun(runnerOf([ownJob(never, { maxRunMs: 2 * minute })]))
    await clock.advance(13 * minute)
    expect(await ledger()).toMatchObject([
      { status: 'failed', error: 'It ran longer than 120 s, and did not stop when told to' },
      { status: 'failed' },
    ])
  })
})

describe('a storage that is away', () => {
  it('is waited for, said once, and what was missed is caught up', async () => {
    let away = false
    const said: string[] = []
    const log = (level: string) => (message: string) => void said.push(`${level}: ${message}`)
    const logger = { debug: () => {}, info: log('info'), warn: log('warn'), error: log('error') }
    const failing = new Proxy(storage.jobs, {
      get: (jobs, verb) =>
        away ? () => Promise.reject(new Error('connect postgres://app:secret@db')) : Reflect.get(jobs, verb),
    })
    const held = storage
    storage = { ...held, jobs: failing }
    const runs: string[] = []
    await begun(runnerOf([ownJob(working(0, runs))], { logger }))
    await clock.advance(9 * minute)
    away = true
    await clock.advance(2 * minute)
    away = false
    await clock.advance(minute)
    expect(runs).toEqual(['12:00:00', '12:10:00'])
    expect(said).toEqual([
      'error: the storage does not answer; due jobs wait',
      'info: the storage answers again; jobs go on',
    ])
    storage = held
  })
})

describe('on the days when clocks change', () => {
  async function slotsOver(from: string, settings: Partial<OwnJob>, forMs: number): Promise<string[]> {
    clock = fakeClock(from)
    storage = memoryStorage({ clock })
    const runs: string[] = []
    const log = async ({ slotAt }: JobContext<Options>) => {
      runs.push(slotAt.toISOString().slice(5, 16))
      return done
    }
    const runner = await begun(runnerOf([ownJob(log, settings)]))
    await clock.advance(forMs)
    await runner.stop()
    return runs
  }

  it('a job at a named time runs once a day', async () => {
    const berlin = { schedule: '30 2 * * *', timeZone: 'Europe/Berlin' }
    // The nights in question: the whole hour that is missing or comes twice.
    expect(await slotsOver('2026-03-29T00:15:00Z', berlin, 150 * minute)).toEqual(['03-29T01:00'])
    expect(await slotsOver('2026-03-30T00:15:00Z', berlin, 30 * minute)).toEqual(['03-30T00:30'])
    expect(await slotsOver('2026-10-25T00:15:00Z', berlin, 150 * minute)).toEqual(['10-25T00:30'])
    expect(await slotsOver('2026-10-26T01:15:00Z', berlin, 30 * minute)).toEqual(['10-26T01:30'])
  })

  it('a job that goes on and on keeps its pace', async () => {
    const newYork = { schedule: '*/30 * * * *', timeZone: 'America/New_York' }
    expect(await slotsOver('2026-11-01T05:15:00Z', newYork, 100 * minute)).toEqual([
      ...['11-01T05:30', '11-01T06:00', '11-01T06:30'],
    ])
    expect(await slotsOver('2026-03-08T06:15:00Z', newYork, 100 * minute)).toEqual([
      ...['03-08T06:30', '03-08T07:00', '03-08T07:30'],
    ])
  })
})

describe('a tick', () => {
  it('runs what is due, once, and answers what became of it', async () => {
    const runs: string[] = []
    const jobs = [ownJob(working(0, runs)), ownJob(working(0, runs), { name: 'other' })]
    const [one, two] = [runnerOf(jobs), runnerOf(jobs, { owner: 'two' })]
    const ticked = await Promise.all([
      one.tick({ trigger: 'http' }),
      two.tick({ trigger: 'database' }),
      one.tick(),
    ])
    expect(runs).toHaveLength(2)
    expect(
      ticked
        .flat()
        .map(({ job }) => job)
        .sort(),
    ).toEqual(['other', 'own'])
    expect(await one.tick()).toEqual([])
    await expect(one.tick({ jobs: ['owm'] })).rejects.toThrow("There is no job 'owm': did you mean 'own'?")
  })
})

describe('a job by hand', () => {
  it('runs now, with options laid over those of the config, unless a run goes on', async () => {
    const seen: unknown[] = []
    const job = ownJob(
      async ({ options }) => {
        seen.push(options)
        return done
      },
      {
        options: { limit: 7 },
        enabled: false,
      },
    )
    const runner = runnerOf([job])
    expect(await runner.runNow('own')).toMatchObject({
      status: 'ran',
      run: { trigger: 'cli', slotAt: clock.now() },
    })
    await clock.advance(1)
    await runner.runNow('own', { options: { limit: 9 } })
    expect(seen).toEqual([{ limit: 7 }, { limit: 9 }])
    await expect(runner.runNow('own', { options: { limit: 0 } })).rejects.toThrow(
      'Options of own: limit: write 1 or more',
    )
    await expect(runner.runNow('own', { options: { limt: 3 } })).rejects.toThrow('limt')
    await expect(runner.runNow('oen')).rejects.toThrow("did you mean 'own'?")
    const at = clock.now()
    const slotAt = new Date(at.getTime() - 5)
    await storage.jobs.claimSlot({ job: 'own', slotAt, owner: 'x', trigger: 'http', at, leaseMs: minute })
    await clock.advance(1)
    expect(await runner.runNow('own')).toMatchObject({ status: 'held' })
  })
})

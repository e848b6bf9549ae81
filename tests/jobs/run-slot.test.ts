import { memoryStorage } from '@setvote/adapter-memory'
import { hasCode, RateLimitError } from '@setvote/sdk'
import { type JobContext, type JobResult, runSlot, type SlotEvent } from '@setvote/sdk/jobs'
import type { Storage } from '@setvote/sdk/storage'
import { type FakeClock, fakeClock } from '@setvote/sdk/testing'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { done, jobThat, noon, type Options, slotOf } from './support/scripted-job.ts'

const minute = 60_000
let clock: FakeClock
let storage: Storage

beforeEach(() => {
  clock = fakeClock(noon)
  storage = memoryStorage({ clock })
})

/** The run has begun: its lease and its longest time are watched. */
const begun = (sleepers = 2) => vi.waitFor(() => expect(clock.sleeping).toBeGreaterThanOrEqual(sleepers))
const ledger = async () => (await storage.jobs.recent({}))[0]!
const untilAborted = ({ signal }: JobContext<Options>) =>
  new Promise<JobResult>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
const never = () => new Promise<JobResult>(() => {})

describe('a slot', () => {
  it('is run once, and its run says what came of it', async () => {
    let runs = 0
    const job = jobThat(async ({ options, slotAt, progress }) => {
      runs++
      expect(options).toEqual({ limit: 5 })
      expect(slotAt).toEqual(noon)
      progress({ done: 1, total: 2, message: 'Half' })
      await clock.advance(1500)
      return done
    })
    const outcome = await runSlot(slotOf(job, { storage, clock }))
    expect(outcome.status === 'ran' && outcome.run).toMatchObject({
      status: 'succeeded',
      counts: { things: 1 },
      startedAt: noon,
      finishedAt: new Date(noon.getTime() + 1500),
      progress: { done: 1, total: 2, message: 'Half' },
    })
    expect(outcome).toEqual({ status: 'ran', run: await ledger() })
    expect((await ledger()).peakMemoryBytes).toBeGreaterThan(1_000_000)
    const again = await runSlot(slotOf(job, { storage, clock, trigger: 'http' }))
    expect(again.status).toBe('done')
    expect(runs).toBe(1)
    clock.assertIdle()
  })

  it('that another holds, or that is paused, is not run', async () => {
    const first = runSlot(slotOf(jobThat(untilAborted), { storage, clock }))
    await begun()
    const second = await runSlot(slotOf(jobThat(never), { storage, clock, owner: 'two' }))
    expect(second).toMatchObject({ status: 'held', run: { owner: 'one' } })
    await storage.jobs.pause({ job: 'scripted', paused: true, at: noon })
    const later = new Date(noon.getTime() + 1)
    expect(await runSlot(slotOf(jobThat(never), { storage, clock, slotAt: later }))).toEqual({
      status: 'paused',
    })
    await storage.jobs.cancel({ runId: (await ledger()).id, at: clock.now() })
    await clock.advance(minute)
    expect(await first).toMatchObject({ status: 'ran', run: { status: 'cancelled' } })
    clock.assertIdle()
  })

  it('is not used up by options that cannot be meant', async () => {
    const wrong = runSlot(slotOf(jobThat(never), { storage, clock, options: { limit: 0 } }))
    await expect(wrong).rejects.toThrow('Options of scripted: limit: write 1 or more')
    const unknown = runSlot(slotOf(jobThat(never), { storage, clock, options: { limt: 3 } }))
    await expect(unknown).rejects.toSatisfy((error) => hasCode(error, 'invalid-input'))
    await expect(runSlot(slotOf(jobThat(never), { storage, clock, leaseMs: -1 }))).rejects.toThrow('leaseMs')
    expect(await storage.jobs.recent({})).toEqual([])
  })
})

describe('a job that fails', () => {
  it('is an outcome, and its message holds no secret', async () => {
    const job = jobThat(async ({ progress }) => {
      progress({ done: 3, total: 9, message: 'A third', counts: { artists: 3 } })
      throw new Error('connect postgres://app:hunter2@db.example/app failed: api_key=abcdef123 \0')
    })
    const outcome = await runSlot(slotOf(job, { storage, clock }))
    expect(outcome).toMatchObject({ status: 'ran', run: { status: 'failed', counts: { artists: 3 } } })
    const run = await ledger()
    expect(run.status === 'failed' && run.error).toBe('connect [url] failed: api_key=[redacted] ')
  })

  it.each([null, undefined, 'text', { code: 7 }])('may throw %j', async (thrown) => {
    const outcome = await runSlot(
      slotOf(
        jobThat(() => Promise.reject(thrown)),
        { storage, clock },
      ),
    )
    expect(outcome).toMatchObject({ status: 'ran', run: { status: 'failed' } })
  })

  it('by throwing before it gives a promise fails all the same', async () => {
    const job = jobThat(() => {
      throw new Error('at once')
    })
    expect(await runSlot(slotOf(job, { storage, clock }))).toMatchObject({ run: { error: 'at once' } })
  })

  it('may answer what cannot be stored', async () => {
    const job = jobThat(async () => ({ status: 'done', counts: { things: Number.NaN } }))
    const outcome = await runSlot(slotOf(job, { storage, clock }))
    expect(outcome).toMatchObject({ run: { status: 'failed' } })
    expect(await ledger()).toMatchObject({ status: 'failed' })
  })

  it('for lack of budget is deferred until there is more', async () => {
    const retryAt = new Date(noon.getTime() + 5 * minute)
    const facts = { service: 'setlistfm', endpoint: 'GET /x', scope: 'day', retryAt } as const
    const job = jobThat(() => Promise.reject(new RateLimitError('the day is used up', facts)))
    expect(await runSlot(slotOf(job, { storage, clock }))).toMatchObject({
      run: { status: 'deferred', retryAt },
    })
    expect((await runSlot(slotOf(job, { storage, clock }))).status).toBe('done')
    await clock.advance(5 * minute)
    expect(
      (
        await runSlot(
          slotOf(
            jobThat(async () => done),
            { storage, clock },
          ),
        )
      ).status,
    ).toBe('ran')
  })
})

describe('a run that must stop', () => {
  it('is cancelled by its signal', async () => {
    const stop = new AbortController()
    const running = runSlot(slotOf(jobThat(untilAborted), { storage, clock, signal: stop.signal }))
    await begun()
    stop.abort()
    expect(await running).toMatchObject({ run: { status: 'cancelled' } })
    expect((await runSlot(slotOf(jobThat(never), { storage, clock }))).status).toBe('done')
  })

  it('is handed over when its process stops: the next goes on from the checkpoint at once', async () => {
    const stopping = new AbortController()
    const first = jobThat(async (context) => {
      await context.saveCheckpoint({ at: 7 })
      return untilAborted(context)
    })
    const running = runSlot(slotOf(first, { storage, clock, stopping: stopping.signal }))
    await begun()
    stopping.abort()
    expect(await running).toMatchObject({ run: { status: 'deferred', retryAt: clock.now() } })
    const seen: unknown[] = []
    const second = jobThat(async ({ checkpoint }) => {
      seen.push(checkpoint)
      return done
    })
    expect(await runSlot(slotOf(second, { storage, clock, owner: 'two' }))).toMatchObject({ status: 'ran' })
    expect(seen).toEqual([{ at: 7 }])
  })

  it('fails when it has taken too long, also when it does not stop', async () => {
    const limits = { maxRunMs: 10 * minute, graceMs: 5000 }
    const obedient = runSlot(slotOf(jobThat(untilAborted), { storage, clock, ...limits }))
    await begun()
    await clock.advance(10 * minute)
    expect(await obedient).toMatchObject({ run: { status: 'failed', error: 'It ran longer than 600 s' } })

    const slotAt = new Date(noon.getTime() + 1)
    const deaf = runSlot(slotOf(jobThat(never), { storage, clock, slotAt, ...limits }))
    await begun()
    await clock.advance(10 * minute + 5000)
    expect(await deaf).toMatchObject({
      run: { status: 'failed', error: 'It ran longer than 600 s, and did not stop when told to' },
    })
    clock.assertIdle()
  })

  it('that was abandoned can write nothing any more', async () => {
    let late: JobContext<Options> | null = null
    const job = jobThat((context) => {
      late = context
      return never()
    })
    const running = runSlot(slotOf(job, { storage, clock, maxRunMs: minute, graceMs: 0 }))
    await begun()
    await clock.advance(2 * minute)
    await running
    const closed = await ledger()
    late!.progress({ done: 9, total: 9, message: 'Late' })
    await expect(late!.saveCheckpoint('late')).rejects.toSatisfy((error) => hasCode(error, 'conflict'))
    expect(await ledger()).toEqual(closed)
  })
})

describe('the lease', () => {
  it('is kept by heartbeats for as long as the job runs', async () => {
    const running = runSlot(
      slotOf(
        jobThat(async () => {
          await clock.sleep(50 * minute)
          return done
        }),
        { storage, clock },
      ),
    )
    await begun(3)
    for (let passed = 0; passed < 49; passed++) {
      await clock.advance(minute)
      expect((await runSlot(slotOf(jobThat(never), { storage, clock, owner: 'two' }))).status).toBe('held')
    }
    await clock.advance(minute)
    expect(await running).toMatchObject({ status: 'ran', run: { status: 'succeeded', fence: 1 } })
  })

  it('that is lost stops the job, which can write neither its checkpoint nor its end', async () => {
    let lateSave: Promise<void> | null = null
    const stale = jobThat(async (context) => {
      await context.saveCheckpoint('mine')
      await untilAborted(context).catch(() => {})
      lateSave = context.saveCheckpoint('stale')
      lateSave.catch(() => {})
      return done
    })
    const events: SlotEvent['type'][] = []
    const slept = runSlot(
      slotOf(stale, {
        storage,
        clock,
        leaseMs: minute,
        heartbeatMs: 20_000,
        onEvent: ({ type }) => events.push(type),
      }),
    )
    await begun()
    // Its machine slept: somebody else finds the lease expired.
    const at = new Date(noon.getTime() + 2 * minute)
    const taken = await storage.jobs.claimSlot({
      ...{ job: 'scripted', slotAt: noon, owner: 'two', trigger: 'schedule', at, leaseMs: minute },
    } as const)
    expect(taken).toMatchObject({ status: 'claimed', checkpoint: 'mine', run: { fence: 2 } })
    await clock.advance(minute)
    expect((await slept).status).toBe('lease-lost')
    await expect(lateSave).rejects.toSatisfy((error) => hasCode(error, 'conflict'))
    expect(await ledger()).toMatchObject({ status: 'running', owner: 'two' })
    expect(events).toEqual(['claimed', 'lease-lost'])
  })

  it('counts as lost when no sign of life gets through until it expires', async () => {
    const heartbeat = () => Promise.reject(new Error('the database is away'))
    const away = { ...storage, jobs: { ...storage.jobs, heartbeat } }
    let stoppedAt: Date | null = null
    const job = jobThat(async (context) => {
      await untilAborted(context).catch(() => {})
      stoppedAt = clock.now()
      throw context.signal.reason
    })
    const running = runSlot(slotOf(job, { storage: away, clock, leaseMs: minute, heartbeatMs: 20_000 }))
    await begun()
    await clock.advance(2 * minute)
    // Nobody has taken it: whoever is next may, at once.
    expect(await running).toMatchObject({ run: { status: 'deferred' } })
    expect(stoppedAt).toEqual(new Date(noon.getTime() + minute))
  })

  it('survives a store that hangs for less than the lease', async () => {
    let hang = true
    const heartbeat: Storage['jobs']['heartbeat'] = async (request) => {
      if (!hang) return storage.jobs.heartbeat(request)
      hang = false
      await clock.sleep(30_000)
      throw new Error('timed out')
    }
    const away = { ...storage, jobs: { ...storage.jobs, heartbeat } }
    const job = jobThat(async () => {
      await clock.sleep(3 * minute)
      return done
    })
    const running = runSlot(slotOf(job, { storage: away, clock, leaseMs: minute, heartbeatMs: 10_000 }))
    await begun(3)
    await clock.advance(3 * minute)
    expect(await running).toMatchObject({ run: { status: 'succeeded' } })
  })

  it('is closed as soon as the database is back', async () => {
    let failures = 3
    const close: Storage['jobs']['close'] = async (request) => {
      if (failures-- > 0) throw new Error('the database is away')
      return storage.jobs.close(request)
    }
    const away = { ...storage, jobs: { ...storage.jobs, close } }
    const running = runSlot(
      slotOf(
        jobThat(async () => done),
        { storage: away, clock },
      ),
    )
    await begun(1)
    await clock.advance(2 * minute)
    expect(await running).toMatchObject({ run: { status: 'succeeded', finishedAt: noon } })
    expect((await ledger()).status).toBe('succeeded')
  })
})

describe('a listener', () => {
  it('hears of the run, and cannot break it', async () => {
    const events: string[] = []
    const job = jobThat(async ({ progress }) => {
      progress({ done: 1, total: null, message: 'One' })
      progress({ done: Number.NaN, total: null, message: 'Not a number' })
      return done
    })
    const onEvent = (event: SlotEvent) => {
      events.push(event.type)
      throw new Error('a broken listener')
    }
    expect(await runSlot(slotOf(job, { storage, clock, onEvent }))).toMatchObject({ status: 'ran' })
    expect(events).toEqual(['claimed', 'progress', 'closed'])
  })
})

import { type AlertNotice, InvalidInputError, StorageError } from '@setvote/sdk'
import type { Storage } from '@setvote/sdk/storage'
import { describe, expect, it } from 'vitest'
import { memoryStorage } from '../../../adapter-memory/src/index.ts'
import { createRunner } from '../../src/runner/create-runner.ts'
import { cronHandler } from '../../src/triggers/cron-handler.ts'
import { eventually, makeBench, read, request, secret } from './support/fixture.ts'

const json = { method: 'POST', headers: { 'content-type': 'application/json' } }
const noon = new Date('2026-11-21T12:00:00Z')

describe('a trigger over HTTP', () => {
  it.each(['GET', 'POST'])('runs the slot that is due: %s', async (method) => {
    const { handle, storage } = makeBench()
    const answer = await read(await handle(request('/cron/greet', { method })))
    expect(answer).toEqual({
      status: 200,
      body: {
        status: 'ran',
        job: 'greet',
        slotAt: '2026-11-21T12:00:00.000Z',
        run: {
          id: expect.stringMatching(/^job/),
          status: 'succeeded',
          trigger: 'http',
          startedAt: '2026-11-21T12:10:00.000Z',
          finishedAt: '2026-11-21T12:10:00.000Z',
          retryAt: null,
          counts: { greeted: 3 },
        },
      },
    })
    const [run] = await storage.jobs.recent({ job: 'greet' })
    expect(run).toMatchObject({ slotAt: noon, trigger: 'http', status: 'succeeded' })
  })

  it('meets others in the same slot: however often it is called, one run', async () => {
    const { handle, ran, config, clock } = makeBench()
    const runner = createRunner(config)
    const calls = Array.from({ length: 20 }, () => handle(request('/api/cron/greet/')))
    await Promise.all([...calls, runner.tick({ jobs: ['greet'] })])
    expect(ran).toHaveLength(1)
    const retry = await read(
      await handle(request('/cron/greet', { headers: { 'x-execution-id': 'exec_1' } })),
    )
    expect(retry).toMatchObject({ status: 200, body: { status: 'done', run: { status: 'succeeded' } } })
    await clock.advance(3_600_000)
    await handle(request())
    expect(ran.map(({ slotAt }) => slotAt)).toEqual(['2026-11-21T12:00:00.000Z', '2026-11-21T13:00:00.000Z'])
  })

  it('that comes a moment early waits for the slot it is meant for', async () => {
    const { handle, ran, clock } = makeBench({ at: '2026-11-21T12:59:58Z' })
    const call = handle(request())
    await eventually(() => clock.sleeping > 1)
    await clock.advance(1_999)
    expect(ran).toEqual([])
    await clock.advance(1)
    expect(await read(await call)).toMatchObject({
      status: 200,
      body: { slotAt: '2026-11-21T13:00:00.000Z' },
    })
  })

  it('leaves alone what is too old to be run', async () => {
    const weekly = { schedule: '0 3 * * 0' }
    const { handle, ran } = makeBench({ settings: weekly })
    const late = await read(await handle(request()))
    expect(late).toEqual({
      status: 200,
      body: { status: 'not-due', job: 'greet', nextAt: '2026-11-22T03:00:00.000Z' },
    })
    expect(ran).toEqual([])
    const skipping = makeBench({ settings: { missed: 'skip' } })
    expect(await read(await skipping.handle(request()))).toMatchObject({ body: { status: 'not-due' } })
    const patient = makeBench({ settings: { missed: 'skip', missedAfterMs: 3_600_000 } })
    expect(await read(await patient.handle(request()))).toMatchObject({ body: { status: 'ran' } })
  })

  it('takes options from the address and from a JSON body', async () => {
    const { handle, ran, clock } = makeBench({ settings: { options: { loud: true } } })
    await handle(request('/cron/greet?limit=7'))
    await clock.advance(3_600_000)
    await handle(request('/cron/greet?limit=7', { ...json, body: '{"options":{"limit":8,"loud":false}}' }))
    await clock.advance(3_600_000)
    await handle(request('/cron/greet', { ...json, body: '{"name":"from a platform","scheduledAt":1}' }))
    await clock.advance(3_600_000)
    await handle(request('/cron/greet', { method: 'POST', body: 'not json' }))
    expect(ran.map(({ options }) => options)).toEqual([
      { limit: 7, loud: true },
      { limit: 8, loud: false },
      { limit: 10, loud: true },
      { limit: 10, loud: true },
    ])
  })

  it.each([
    ['/cron/greet?limit=0', undefined, /limit/],
    ['/cron/greet?limit=ten', undefined, /limit: write a whole number/],
    ['/cron/greet?limit=1&limit=2', undefined, /limit/],
    ['/cron/greet?volume=3', undefined, /volume/],
    ['/cron/greet?__proto__=3', undefined, /__proto__/],
    ['/cron/greet', '{"options":{"limit":101}}', /limit/],
    ['/cron/greet', '{"options":[1]}', /must be an object/],
    ['/cron/greet', '{"limit":5}', /"options": \{ "limit"/],
    ['/cron/greet', '{"options":', undefined],
  ])('refuses options that cannot be meant: %s %s', async (path, body, detail) => {
    const { handle, storage } = makeBench()
    const answer = await read(await handle(request(path, body === undefined ? {} : { ...json, body })))
    expect(answer.status).toBe(400)
    if (detail) expect(answer.body.detail).toMatch(detail)
    expect(await storage.jobs.recent({})).toEqual([])
  })

  it('refuses a body without end', async () => {
    const { handle } = makeBench()
    const body = JSON.stringify({ options: { text: 'x'.repeat(100_001) } })
    expect((await handle(request('/cron/greet', { ...json, body }))).status).toBe(413)
  })

  it('says that a job is paused, or has no schedule', async () => {
    const { handle, storage, ran } = makeBench()
    await storage.jobs.pause({ job: 'greet', paused: true, at: noon })
    expect(await read(await handle(request()))).toEqual({
      status: 200,
      body: { status: 'paused', job: 'greet', slotAt: noon.toISOString() },
    })
    expect(ran).toEqual([])
    expect((await makeBench({ settings: { enabled: false } }).handle(request())).status).toBe(409)
  })

  it('says that somebody else is at it', async () => {
    const { handle, storage, clock } = makeBench()
    const claim = { job: 'greet', owner: 'other', trigger: 'schedule', leaseMs: 60_000 } as const
    await storage.jobs.claimSlot({ ...claim, slotAt: noon, at: clock.now() })
    const answer = await read(await handle(request()))
    expect(answer).toMatchObject({ status: 202, body: { status: 'held', run: { status: 'running' } } })
    await clock.advance(60_001)
    expect(await read(await handle(request()))).toMatchObject({ status: 200, body: { status: 'ran' } })
  })

  describe('while a run for another due time goes on', () => {
    const overlapping = async (overlap: 'skip' | 'queue' | 'cancel') => {
      const bench = makeBench({ at: '2026-11-21T13:10:00Z', settings: { overlap } })
      await bench.storage.jobs.claimSlot({
        ...{ job: 'greet', owner: 'other', trigger: 'schedule', slotAt: noon, leaseMs: 600_000 },
        at: new Date('2026-11-21T12:59:00Z'),
      })
      const [live] = await bench.storage.jobs.recent({ job: 'greet' })
      await bench.storage.jobs.heartbeat({
        ...{ runId: live!.id, fence: live!.fence, at: bench.clock.now(), leaseMs: 600_000 },
      })
      const response = await bench.handle(request())
      return { ...bench, response, runs: await bench.storage.jobs.recent({ job: 'greet' }) }
    }

    it('leaves the slot out, and writes that down: skip', async () => {
      const { response, runs, ran } = await overlapping('skip')
      expect(await read(response)).toMatchObject({ status: 200, body: { status: 'left-out' } })
      expect(runs.map(({ status }) => status)).toEqual(['cancelled', 'running'])
      expect(ran).toEqual([])
    })

    it('asks to be called again: queue', async () => {
      const { response, runs, ran } = await overlapping('queue')
      expect([response.status, response.headers.get('retry-after')]).toEqual([409, '60'])
      expect([runs.length, ran.length]).toEqual([1, 0])
    })

    it('asks that run to end, and to be called again: cancel', async () => {
      const { response, runs, clock } = await overlapping('cancel')
      expect(response.status).toBe(409)
      expect(runs[0]).toMatchObject({ status: 'running', cancelRequestedAt: clock.now() })
    })
  })

  it('hands a run over before the time of the platform is up, and the next call goes on with it', async () => {
    const seen: unknown[] = []
    const { handle, clock, storage, ran } = makeBench({
      handler: { maxDurationMs: 60_000 },
      async run({ checkpoint, saveCheckpoint, signal }) {
        seen.push(checkpoint)
        if (checkpoint === 'half') return { status: 'done', counts: { greeted: 2 } }
        await saveCheckpoint('half')
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
        throw new Error('never')
      },
    })
    const call = handle(request())
    await eventually(() => ran.length === 1)
    await clock.advance(46_000)
    expect(await storage.jobs.recent({ job: 'greet' })).toMatchObject([{ status: 'running' }])
    await clock.advance(1_000)
    expect(await read(await call)).toMatchObject({
      status: 202,
      body: { status: 'handed-over', run: { status: 'deferred' } },
    })
    expect(await read(await handle(request()))).toMatchObject({ status: 200, body: { status: 'ran' } })
    expect(seen).toEqual([null, 'half'])
    expect(await storage.jobs.recent({ job: 'greet' })).toHaveLength(1)
  })

  it('answers in time when a job does not obey, too', async () => {
    const { handle, clock, ran } = makeBench({ run: () => new Promise(() => {}) })
    const call = handle(request())
    await eventually(() => ran.length === 1)
    const startedAt = clock.now().getTime()
    let tookMs = Number.POSITIVE_INFINITY
    void call.then(() => {
      tookMs = clock.now().getTime() - startedAt
    })
    for (let second = 0; second < 60; second++) await clock.advance(1_000)
    expect(tookMs).toBeLessThan(60_000)
    expect((await call).status).toBe(202)
  })

  it('answers as soon as the run has begun where work may go on after the answer', async () => {
    const finish = Promise.withResolvers<void>()
    const work: Promise<unknown>[] = []
    const { handle, storage } = makeBench({
      async run() {
        await finish.promise
        return { status: 'done', counts: {} }
      },
    })
    const context = {
      works: work,
      waitUntil(promise: Promise<unknown>) {
        this.works.push(promise)
      },
    }
    const answer = await read(await handle(request(), context))
    expect(answer).toMatchObject({ status: 202, body: { status: 'started', run: { status: 'running' } } })
    finish.resolve()
    await Promise.all(work)
    expect(await storage.jobs.recent({ job: 'greet' })).toMatchObject([{ status: 'succeeded' }])
    expect(await read(await handle(request(), context))).toMatchObject({
      status: 200,
      body: { status: 'done' },
    })
  })

  it('takes no notice of what frameworks pass beside the request', async () => {
    const { handle } = makeBench()
    expect((await handle(request(), { params: Promise.resolve({ job: 'greet' }) })).status).toBe(200)
  })

  it('tells no reason when a job fails, or the storage does', async () => {
    const reason = 'postgres://app:hunter2@db.internal/app said no'
    const failing = makeBench({ run: () => Promise.reject(new Error(reason)) })
    const failed = await failing.handle(request())
    expect(failed.status).toBe(500)
    expect(await failed.text()).not.toMatch(/hunter2|db\.internal|said no/)
    expect(await read(await failing.handle(request()))).toMatchObject({
      status: 200,
      body: { status: 'done', run: { status: 'failed' } },
    })

    const away = memoryStorage()
    const broken: Storage = {
      ...away,
      jobs: { ...away.jobs, claimSlot: () => Promise.reject(new StorageError(reason)) },
    }
    const response = await makeBench({ storage: broken }).handle(request())
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '30'])
    expect(await response.text()).not.toMatch(/hunter2|db\.internal|said no/)

    const odd: Storage = {
      ...away,
      jobs: { ...away.jobs, claimSlot: () => Promise.reject(new InvalidInputError(reason)) },
    }
    const internal = await makeBench({ storage: odd }).handle(request())
    expect([internal.status, await internal.text()]).toEqual([
      500,
      '{"title":"Something went wrong","status":500}',
    ])
  })

  it('decides about alerts, which nothing else does on a platform', async () => {
    const notices: AlertNotice[] = []
    const { handle, clock } = makeBench({
      run: () => Promise.reject(new Error('no')),
      cron: { alerts: [{ name: 'test', send: async (notice) => void notices.push(notice) }] },
    })
    for (let hour = 0; hour < 3; hour++) {
      await handle(request())
      await clock.advance(3_600_000)
    }
    expect(notices.map(({ rule, subject }) => `${rule}:${subject}`)).toContain('failures-in-a-row:greet')
  })

  it('makes its config of options as well', async () => {
    const { config } = makeBench()
    const { setvote, clock } = config
    const handle = cronHandler({ setvote, clock, jobs: { cleanup: { enabled: false } }, secrets: secret })
    expect((await handle(request('/cron/cleanup'))).status).toBe(409)
    expect((await handle(request('/cron/calculate-trending'))).status).toBe(200)
    expect(() => cronHandler({ setvote, secrets: secret, maxDurationMs: 0 })).toThrow(/maxDurationMs/)
  })
})

describe('HEAD', () => {
  const head = { method: 'HEAD' }

  it('says how a job is, and changes nothing', async () => {
    const { handle, storage, ran, clock } = makeBench()
    const before = JSON.stringify([await storage.jobs.recent({}), await storage.settings.list('')])
    const response = await handle(request('/cron/greet', head))
    expect([response.status, response.headers.get('setvote-job-status'), await response.text()]).toEqual([
      200,
      'waiting',
      '',
    ])
    expect(ran).toEqual([])
    expect(JSON.stringify([await storage.jobs.recent({}), await storage.settings.list('')])).toBe(before)
    await handle(request())
    expect((await handle(request('/cron/greet', head))).headers.get('setvote-job-status')).toBe('ok')
    await clock.advance(2 * 3_600_000)
    const missed = await handle(request('/cron/greet', head))
    expect([missed.status, missed.headers.get('setvote-job-status')]).toEqual([503, 'missed'])
  })

  it('says that a job fails, that it is paused, that there is none', async () => {
    const { handle, storage } = makeBench({ run: () => Promise.reject(new Error('no')) })
    await handle(request())
    const failing = await handle(request('/cron/greet', head))
    expect([failing.status, failing.headers.get('setvote-job-status')]).toEqual([503, 'failing'])
    await storage.jobs.pause({ job: 'greet', paused: true, at: noon })
    const paused = await handle(request('/cron/greet', head))
    expect([paused.status, paused.headers.get('setvote-job-status')]).toEqual([200, 'paused'])
    expect((await handle(request('/cron/gret', head))).status).toBe(404)
  })

  it('says that the storage is away', async () => {
    const away = memoryStorage()
    const broken: Storage = {
      ...away,
      settings: { ...away.settings, get: () => Promise.reject(new StorageError('gone')) },
    }
    const response = await makeBench({ storage: broken }).handle(request('/cron/greet', head))
    expect([response.status, response.headers.get('setvote-job-status')]).toEqual([503, 'unknown'])
  })
})

import { metrics, SpanStatusCode, trace } from '@opentelemetry/api'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { hours, minutes } from '../../../src/core/duration.ts'
import { hasCode, StorageError } from '../../../src/core/errors.ts'
import { createMonitoring } from '../../../src/monitoring/create-monitoring.ts'
import { outsideMonitor } from '../../../src/monitoring/runs/outside-monitor.ts'
import type { RunEvent } from '../../../src/monitoring/runs/run-listener.ts'
import { withMonitoring } from '../../../src/monitoring/runs/with-monitoring.ts'
import { fakeClock } from '../../../src/testing/fake-clock.ts'
import { startServer, type TestServer, text } from '../../upstream/support/server.ts'
import { recordingChannel, recordingLogger } from '../support/recording-channel.ts'
import { failed, noon, running, succeeded } from '../support/runs.ts'
import { smallStorage } from '../support/small-storage.ts'

describe('work of the app’s own', () => {
  const open = () => {
    const clock = fakeClock(noon)
    const storage = smallStorage()
    const logger = recordingLogger()
    return { clock, storage, logger, options: { storage, clock, logger } }
  }

  it('is a run with its duration and counts, and answers what it answers', async () => {
    const { clock, storage, options } = open()
    const answer = await withMonitoring(
      'newsletter',
      async ({ count }) => {
        count('mails')
        count('mails')
        count('bytes', 512)
        await clock.advance(1500)
        return 'done'
      },
      options,
    )
    expect(answer).toBe('done')
    expect(storage.runs).toMatchObject([
      {
        job: 'newsletter',
        status: 'succeeded',
        trigger: 'api',
        startedAt: noon,
        finishedAt: new Date(noon.getTime() + 1500),
        counts: { mails: 2, bytes: 512 },
      },
    ])
  })

  it('that throws is a failed run, without credentials, and throws the same', async () => {
    const { storage, options } = open()
    const error = new Error('login at https://bot:pw@mail.example.org with password=abc failed')
    const work = withMonitoring('newsletter', () => Promise.reject(error), options)
    await expect(work).rejects.toBe(error)
    expect(storage.runs[0]).toMatchObject({ status: 'failed' })
    expect(JSON.stringify(storage.runs)).not.toMatch(/pw@|=abc/)
  })

  it('is done all the same when the storage is away, before or meanwhile', async () => {
    const { storage, logger, options } = open()
    storage.failure = new StorageError('gone')
    expect(await withMonitoring('newsletter', () => 1, options)).toBe(1)
    storage.failure = null
    const work = withMonitoring(
      'newsletter',
      async ({ heartbeat }) => {
        storage.failure = new StorageError('gone')
        await heartbeat()
        return 2
      },
      options,
    )
    expect(await work).toBe(2)
    expect(logger.lines.filter((line) => line.startsWith('warn'))).toHaveLength(3)
  })

  it('twice in one millisecond is two runs; under a paused name it is refused', async () => {
    const { storage, options } = open()
    await Promise.all([1, 2, 3].map((each) => withMonitoring('newsletter', () => each, options)))
    expect(storage.runs.map(({ status }) => status)).toEqual(['succeeded', 'succeeded', 'succeeded'])
    storage.paused = ['newsletter']
    const refused = withMonitoring('newsletter', () => expect.unreachable(), options)
    await expect(refused).rejects.toSatisfy((error) => hasCode(error, 'conflict'))
  })

  it('counts as dead when it is silent for longer than it was given, unless it says that it goes on', async () => {
    const { clock, storage } = open()
    const channel = recordingChannel()
    const monitoring = createMonitoring({ storage, clock, channels: [channel] })
    let finish = () => {}
    const finished = new Promise<void>((resolve) => {
      finish = resolve
    })
    let begun = () => {}
    const hasBegun = new Promise<void>((resolve) => {
      begun = resolve
    })
    const work = monitoring.withMonitoring(
      'newsletter',
      async ({ heartbeat }) => {
        await heartbeat(hours(1))
        begun()
        await finished
      },
      { maxRunMs: minutes(1) },
    )
    await hasBegun
    await clock.advance(minutes(50))
    await monitoring.evaluate()
    expect(channel.notices.map(({ rule }) => rule)).toEqual(['long-run'])
    await clock.advance(minutes(20))
    await monitoring.evaluate()
    expect(channel.notices.map(({ rule }) => rule)).toEqual(['long-run', 'silent-run'])
    finish()
    await work
    await monitoring.evaluate()
    expect(channel.told()[2]).toBe('recovered: newsletter stopped giving signs of life')
  })

  it('is not broken by who listens', async () => {
    const { options } = open()
    const heard: string[] = []
    const listeners = [
      () => {
        throw new Error('no')
      },
      ({ type, run }: RunEvent) => heard.push(`${type} ${run.status}`),
    ]
    expect(await withMonitoring('newsletter', () => 1, { ...options, listeners })).toBe(1)
    expect(heard).toEqual(['claimed running', 'closed succeeded'])
  })
})

describe('an outside monitor', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer((_request, response) => text(response, 'OK'))
  })
  afterAll(() => server.close())
  beforeEach(() => {
    server.requests.length = 0
    server.answer = (_request, response) => text(response, 'OK')
  })
  const paths = () => server.requests.map(({ method, url }) => `${method} ${url.replace(/\?.*/, '')}`)
  const rids = () => server.requests.map(({ url }) => new URL(url, server.url).searchParams.get('rid'))

  it('is pinged at the beginning and the end of a run, with one UUID', async () => {
    const ping = outsideMonitor({ url: `${server.url}/hidden-uuid/` })
    ping({ type: 'claimed', run: running() })
    ping({ type: 'progress', run: running() })
    ping({ type: 'closed', run: succeeded() })
    await ping.idle?.()
    expect(paths()).toEqual(['POST /hidden-uuid/start', 'POST /hidden-uuid'])
    const [first, second] = rids()
    expect(first).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
    expect(second).toBe(first)
  })

  it('hears of failures with their error, of another run as another, of what is put off as nothing bad', async () => {
    const ping = outsideMonitor({ url: (job) => (job === 'quiet' ? null : `${server.url}/${job}`) })
    ping({ type: 'closed', run: failed('Broken at https://user:pw@db/x') })
    ping({ type: 'closed', run: failed('again', { fence: 2 }) })
    ping({ type: 'closed', run: succeeded(1, { job: 'quiet' }) })
    const { status: _, ...deferred } = succeeded()
    ping({
      type: 'closed',
      run: { ...deferred, status: 'deferred', finishedAt: noon, counts: {}, retryAt: noon } as never,
    })
    await ping.idle?.()
    expect(paths().sort()).toEqual(['POST /sync/fail', 'POST /sync/fail', 'POST /sync/log'])
    expect(new Set(rids()).size).toBe(2)
    expect(server.requests.map(({ body }) => body)).toContain('Broken at [url]')
  })

  it('is tried again, then left: the job hears nothing of it, the log no address', async () => {
    const logger = recordingLogger()
    server.answer = (_request, response, count) => text(response, 'no', count < 3 ? 500 : 200)
    const ping = outsideMonitor({ url: `${server.url}/hidden-uuid`, logger })
    await withMonitoring('newsletter', () => 1, { storage: smallStorage(), listeners: [ping] })
    expect(paths()).toEqual([...Array(3).fill('POST /hidden-uuid/start'), 'POST /hidden-uuid'])
    expect(logger.lines).toEqual([])
    server.answer = () => {}
    const slow = outsideMonitor({ url: `${server.url}/hidden-uuid`, logger, timeoutMs: 20, attempts: 2 })
    expect(await withMonitoring('newsletter', () => 2, { storage: smallStorage(), listeners: [slow] })).toBe(
      2,
    )
    expect(logger.lines).toHaveLength(2)
    expect(logger.lines.join()).not.toContain('hidden')
  })

  it('needs an address', () => {
    for (const make of [
      () => outsideMonitor({ url: 'hidden' }),
      () => outsideMonitor({} as { url: string }),
      () => outsideMonitor({ url: 'https://example.org', attempts: 0 }),
      () => outsideMonitor({ url: 'https://example.org', timeoutMs: 0 }),
    ]) {
      expect(make).toThrow(expect.toSatisfy((error) => hasCode(error, 'invalid-options')))
    }
  })
})

describe('telemetry', () => {
  const spans: { name: string; attributes: unknown; status: unknown; ended: boolean }[] = []
  const recorded: { name: string; value: number; attributes: unknown }[] = []
  beforeEach(() => {
    spans.length = 0
    recorded.length = 0
    const startActiveSpan = (
      name: string,
      { attributes }: { attributes: unknown },
      work: (span: object) => unknown,
    ) => {
      const entry = { name, attributes, status: null as unknown, ended: false }
      spans.push(entry)
      return work({
        recordException: () => {},
        setStatus: (status: unknown) => (entry.status = status),
        end: () => (entry.ended = true),
      })
    }
    const instrument = (verb: 'add' | 'record') => (name: string) => ({
      [verb]: (value: number, attributes: unknown) => recorded.push({ name, value, attributes }),
    })
    trace.setGlobalTracerProvider({ getTracer: () => ({ startActiveSpan }) } as never)
    metrics.setGlobalMeterProvider({
      getMeter: () => ({ createCounter: instrument('add'), createHistogram: instrument('record') }),
    } as never)
  })
  afterEach(() => {
    trace.disable()
    metrics.disable()
  })

  it('is a span and a count for each run, by names that do not grow with runs', async () => {
    const clock = fakeClock(noon)
    const options = { storage: smallStorage(), clock }
    await withMonitoring('newsletter', () => clock.advance(2500), options)
    await withMonitoring('newsletter', () => Promise.reject(new Error('no')), options).catch(() => {})
    expect(spans.map(({ name, ended, status }) => [name, ended, status])).toEqual([
      ['job newsletter', true, null],
      ['job newsletter', true, { code: SpanStatusCode.ERROR }],
    ])
    const attributes = {
      'setvote.job': 'newsletter',
      'setvote.status': 'succeeded',
      'setvote.trigger': 'api',
    }
    expect(recorded[0]).toEqual({ name: 'setvote.job.runs', value: 1, attributes })
    expect(recorded[1]).toEqual({ name: 'setvote.job.duration', value: 2.5, attributes })
    expect(recorded[2]?.attributes).toEqual({ ...attributes, 'setvote.status': 'failed' })
  })
})

import { context, type Span, type SpanContext, type Tracer, trace } from '@opentelemetry/api'
import { afterEach, describe, expect, it } from 'vitest'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { createCall } from '../../src/upstream/create-call.ts'
import { failureOf, makeUpstream, serve, thing } from './support/fixture.ts'
import { json, text } from './support/server.ts'

describe('a call', () => {
  it('starts when it is awaited, and once', async () => {
    const server = await serve()
    const call = makeUpstream(server).call(thing())
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(server.requests).toHaveLength(0)
    const [value, { data, response }] = [await call, await call.withResponse()]
    expect(value).toBe(data)
    expect(response).toMatchObject({ status: 200, attempts: 1, fromCache: false })
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(response.durationMs).toBeGreaterThan(0)
    expect(server.requests).toHaveLength(1)
  })

  it('leaves no unhandled rejection behind when it is dropped, or asked for in one way only', async () => {
    const unhandled: unknown[] = []
    const listen = (reason: unknown) => unhandled.push(reason)
    process.on('unhandledRejection', listen)
    const fail = () => createCall<string>(() => Promise.reject(new Error('no')))
    fail()
    await failureOf(fail().withResponse())
    await failureOf(fail())
    await fail().catch(() => 'caught')
    await failureOf(fail().finally(() => {}))
    await new Promise((resolve) => setTimeout(resolve, 20))
    process.off('unhandledRejection', listen)
    expect(unhandled).toEqual([])
  })

  it('refuses a path that leaves the service, and times that make no sense', async () => {
    const server = await serve()
    const upstream = makeUpstream(server)
    for (const path of ['/../admin', '/a/%2e%2E/b', '/a?b=c', '/a#b', 'a', '/a\\..\\b', '/a/..']) {
      expect(await failureOf(upstream.call(thing(1, { path })))).toMatchObject({ code: 'invalid-input' })
    }
    for (const wrong of [{ timeoutMs: 0 }, { timeoutMs: Number.NaN }, { deadlineMs: -1 }]) {
      expect(await failureOf(upstream.call(thing(1, wrong)))).toMatchObject({ code: 'invalid-input' })
    }
    await upstream.call(thing(1, { path: '/a..b/…/%2Fescaped' }))
    expect(server.requests).toHaveLength(1)
  })
})

describe('hooks', () => {
  it('see every request, retry and failure', async () => {
    const server = await serve((_request, response, count) =>
      count < 3 ? text(response, 'no', 500) : json(response, {}, 404),
    )
    const seen: string[] = []
    const upstream = makeUpstream(server, {
      clock: fakeClock('2026-01-01', { auto: true }),
      hooks: {
        beforeRequest: ({ attempt }) => seen.push(`before ${attempt}`),
        afterResponse: ({ attempt, status }) => seen.push(`after ${attempt} ${status}`),
        onRetry: ({ attempt, delayMs }) => seen.push(`retry ${attempt} ${delayMs}`),
        onError: ({ attempt, error, endpoint }) =>
          seen.push(`error ${attempt} ${(error as { code: string }).code} ${endpoint}`),
      },
    })
    await failureOf(upstream.call(thing()))
    expect(seen).toEqual([
      'before 1',
      'after 1 500',
      'retry 1 150',
      'before 2',
      'after 2 500',
      'retry 2 300',
      'before 3',
      'after 3 404',
      'error 3 upstream-not-found GET /things/{id}',
    ])
  })

  it('that throw are logged and break nothing', async () => {
    const server = await serve()
    const warnings: string[] = []
    const logger = { debug() {}, info() {}, error() {}, warn: (message: string) => warnings.push(message) }
    const boom = () => {
      throw new Error('boom')
    }
    const upstream = makeUpstream(server, { logger, hooks: { beforeRequest: boom, afterResponse: boom } })
    expect(await upstream.call(thing())).toEqual({ name: 'Velvet Harbor' })
    expect(warnings).toEqual(['a hook threw', 'a hook threw'])
  })
})

describe('telemetry', () => {
  afterEach(() => trace.disable())

  it('makes one span for each request, named after the endpoint, and tells no address', async () => {
    const spans: { name: string; attributes: Record<string, unknown>; ended: boolean }[] = []
    const tracer: Tracer = {
      startSpan() {
        throw new Error('not used')
      },
      startActiveSpan(name: string, ...rest: unknown[]) {
        const options = rest[0] as { attributes: Record<string, unknown> }
        const record = { name, attributes: { ...options.attributes }, ended: false }
        spans.push(record)
        const span = {
          setAttributes: (more: object) => Object.assign(record.attributes, more),
          recordException() {},
          setStatus() {},
          end: () => {
            record.ended = true
          },
          spanContext: () => ({}) as SpanContext,
        } as unknown as Span
        return context.with(context.active(), () => (rest.at(-1) as (span: Span) => unknown)(span))
      },
    } as Tracer
    trace.setGlobalTracerProvider({ getTracer: () => tracer })
    const server = await serve((_request, response, count) =>
      count === 1 ? text(response, 'no', 500) : json(response, { name: 'x' }),
    )
    const clock = fakeClock('2026-01-01', { auto: true })
    await makeUpstream(server, { clock }).call(thing('secret-id', { query: { q: 'hidden' } }))
    expect(spans.map(({ name, ended }) => [name, ended])).toEqual([
      ['GET /things/{id}', true],
      ['GET /things/{id}', true],
    ])
    expect(spans.map(({ attributes }) => attributes)).toEqual([
      {
        'setvote.service': 'setlistfm',
        'http.request.method': 'GET',
        'url.template': '/things/{id}',
        'http.request.resend_count': 0,
        'http.response.status_code': 500,
        'error.type': 'failed',
      },
      {
        'setvote.service': 'setlistfm',
        'http.request.method': 'GET',
        'url.template': '/things/{id}',
        'http.request.resend_count': 1,
        'http.response.status_code': 200,
      },
    ])
  })
})

describe('health', () => {
  it('is up without a request, and knows what is left of the day', async () => {
    const server = await serve()
    const upstream = makeUpstream(server, { limits: { perDay: 10 } }, { tier: () => 'development' })
    expect(await upstream.health()).toEqual({
      service: 'setlistfm',
      status: 'up',
      latencyMs: null,
      breaker: 'closed',
      retryAt: null,
      budget: { perDay: 10, remainingToday: 10 },
      tier: 'development',
      error: null,
    })
    await upstream.call(thing())
    expect(await upstream.health()).toMatchObject({
      latencyMs: expect.any(Number),
      budget: { remainingToday: 9 },
    })
  })

  it('reports the failure of its probe instead of throwing it', async () => {
    const server = await serve((_request, response) => json(response, { message: 'no' }, 401))
    const upstream = makeUpstream(server)
    const health = await upstream.health(() => upstream.call(thing()))
    expect(health).toMatchObject({
      status: 'down',
      error: expect.stringContaining('refused the credentials'),
    })
  })
})

describe('options', () => {
  it('that cannot be meant are refused at construction, with what to write', () => {
    for (const [wrong, hint] of [
      [{ timeoutMs: 0 }, 'timeoutMs: 10_000'],
      [{ waitBudgetMs: -1 }, 'waitBudgetMs: 30_000'],
      [{ retries: 1.5 }, 'retries: 3'],
      [{ limits: { perSecond: 0 } }, 'perSecond: 5'],
      [{ limits: { perDay: Number.NaN } }, 'perDay: 5000'],
      [{ limits: { concurrent: 0 } }, 'concurrent: 10'],
      [{ baseUrl: 'api.example.org' }, 'baseUrl:'],
      [{ lane: 'slow' as never }, 'lane:'],
    ] as const) {
      expect(() => makeUpstream({ url: 'http://127.0.0.1' }, wrong)).toThrow(hint)
    }
  })

  it('passed as undefined are not passed', async () => {
    const server = await serve((_request, response) => json(response, {}, 404))
    const options = { retries: undefined, timeoutMs: undefined, lane: undefined } as never
    expect(await failureOf(makeUpstream(server, options).call(thing()))).toMatchObject({
      code: 'upstream-not-found',
    })
  })

  it('may bring a fetch of their own', async () => {
    const fetch: typeof globalThis.fetch = async () => Response.json({ name: 'from elsewhere' })
    expect(await makeUpstream({ url: 'http://nowhere.invalid' }, { fetch }).call(thing())).toEqual({
      name: 'from elsewhere',
    })
  })
})

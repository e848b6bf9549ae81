import { describe, expect, it } from 'vitest'
import { hours } from '../../src/core/duration.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { classifyByStatus } from '../../src/upstream/classify.ts'
import type { UpstreamDefinition } from '../../src/upstream/definition.ts'
import { localQuotaStore } from '../../src/upstream/local-quota-store.ts'
import { eventually, failureOf, makeUpstream, serve, thing } from './support/fixture.ts'
import { json, text } from './support/server.ts'

const begin = '2026-01-01T00:00:00.000Z'
const later = (ms: number) => new Date(Date.parse(begin) + ms)
const auto = () => fakeClock(begin, { auto: true })

/** Refuses the first `times` requests. */
const busy = (times: number, headers: Record<string, string> = {}) =>
  serve((_request, response, count) =>
    count <= times ? text(response, 'Too many requests', 429, headers) : json(response, { name: 'calm' }),
  )

describe('Retry-After', () => {
  it('in seconds is waited for, then the call goes on', async () => {
    const clock = auto()
    const server = await busy(1, { 'retry-after': '7' })
    const { response } = await makeUpstream(server, { clock }).call(thing()).withResponse()
    expect(response.attempts).toBe(2)
    expect(clock.now()).toEqual(later(7000))
  })

  it('as an HTTP date is waited for as well', async () => {
    const clock = auto()
    const server = await busy(1, { 'retry-after': 'Thu, 01 Jan 2026 00:00:12 GMT' })
    await makeUpstream(server, { clock }).call(thing())
    expect(clock.now()).toEqual(later(12_000))
  })

  it('beyond the waiting budget fails at once and says when, and later calls fail fast without a request', async () => {
    const clock = fakeClock(begin)
    const server = await busy(99, { 'retry-after': '86400' })
    const upstream = makeUpstream(server, { clock })
    const limited = { code: 'rate-limited', scope: 'cooldown', retryAt: later(hours(24)) }
    expect(await failureOf(upstream.call(thing(1)))).toMatchObject({ ...limited, attempts: 1, status: 429 })
    expect(await failureOf(upstream.call(thing(2)))).toMatchObject({ ...limited, attempts: 0, status: null })
    await clock.advance(hours(23))
    expect(await failureOf(upstream.call(thing(3)))).toMatchObject(limited)
    expect(server.requests).toHaveLength(1)
    expect(await upstream.health()).toMatchObject({ status: 'cooling-down', retryAt: later(hours(24)) })
    server.answer = (_request, response) => json(response, { name: 'calm' })
    await clock.advance(hours(1))
    expect(await upstream.call(thing(4))).toEqual({ name: 'calm' })
  })

  it('counts against the waiting budget in all: three short pauses are too long together', async () => {
    const server = await busy(99, { 'retry-after': '4' })
    const error = await failureOf(makeUpstream(server, { clock: auto(), waitBudgetMs: 10_000 }).call(thing()))
    expect(error).toMatchObject({ code: 'rate-limited', scope: 'cooldown', attempts: 3 })
  })

  it('pauses the whole service: other calls, those in the queue, and other processes over the same store', async () => {
    const clock = fakeClock(begin)
    const quota = localQuotaStore()
    const server = await busy(1, { 'retry-after': '20' })
    const one = makeUpstream(server, { clock, quota })
    const other = makeUpstream(server, { clock, quota, limits: { perSecond: 1 } })
    const first = one.call(thing(1)).withResponse()
    await eventually(() => clock.sleeping === 1)
    const second = one.call(thing(2)).withResponse()
    const third = other.call(thing(3)).withResponse()
    const impatient = makeUpstream(server, { clock, quota, waitBudgetMs: 5000 })
    expect(await failureOf(impatient.call(thing(4)))).toMatchObject({
      scope: 'cooldown',
      retryAt: later(20_000),
    })
    await eventually(() => clock.sleeping === 3)
    expect(server.requests).toHaveLength(1)
    await clock.runAll()
    await Promise.all([first, second, third])
    expect(clock.now()).toEqual(later(20_000))
    expect(server.requests).toHaveLength(4)
  })

  it('stops those who already stand in the queue for a slot', async () => {
    const clock = auto()
    const server = await busy(1, { 'retry-after': '10' })
    const starts: number[] = []
    const upstream = makeUpstream(server, {
      clock,
      limits: { perSecond: 1 },
      hooks: { beforeRequest: () => starts.push(clock.now().getTime() - Date.parse(begin)) },
    })
    const calls = [1, 2, 3].map((id) => upstream.call(thing(id)))
    await Promise.all(calls)
    expect(starts.slice(0, 4).filter((at) => at > 1100 && at < 9000)).toEqual([])
    expect(server.requests).toHaveLength(4)
  })

  it('that makes no sense is as good as none', async () => {
    for (const value of ['soon', '-5', '', '1e9999']) {
      const clock = auto()
      const server = await busy(1, { 'retry-after': value })
      await makeUpstream(server, { clock }).call(thing())
      expect(clock.now().getTime() - Date.parse(begin)).toBeLessThan(1000)
    }
  })

  it('of a 503 pauses as well, and is no failure', async () => {
    const clock = auto()
    const server = await serve((_request, response, count) =>
      count === 1 ? text(response, 'busy', 503, { 'retry-after': '3' }) : json(response, { name: 'calm' }),
    )
    await makeUpstream(server, { clock }).call(thing())
    expect(clock.now()).toEqual(later(3000))
  })
})

describe('a spike', () => {
  it('without a Retry-After pauses about half a second, then twice as long', async () => {
    const clock = auto()
    const server = await busy(2)
    await makeUpstream(server, { clock }).call(thing())
    expect(clock.now()).toEqual(later(500 + 1000))
  })

  it('that does not pass ends after the retries, as a spike', async () => {
    const server = await busy(99)
    const error = await failureOf(makeUpstream(server, { clock: auto() }).call(thing()))
    expect(error).toMatchObject({ code: 'rate-limited', scope: 'second', attempts: 4, status: 429 })
    expect(error.retryAt).toBeInstanceOf(Date)
  })

  it('does not open the circuit', async () => {
    const upstream = makeUpstream(await busy(99), { clock: auto() })
    for (let turn = 0; turn < 3; turn++) await failureOf(upstream.call(thing(turn)))
    expect((await upstream.health()).breaker).toBe('closed')
  })
})

const dayClassifier: UpstreamDefinition['classify'] = (facts) =>
  facts.status === 429 ? { kind: 'day-exhausted', retryAt: null } : classifyByStatus(facts)

describe('the budget of the day', () => {
  it('is refused with the end of the day when it is used up, and nothing is sent', async () => {
    const clock = fakeClock(begin)
    const server = await serve()
    const upstream = makeUpstream(server, { clock, limits: { perDay: 2 } }, { interactiveReserve: 0 })
    await upstream.call(thing(1))
    await clock.advance(hours(1))
    await upstream.call(thing(2))
    const refused = { code: 'rate-limited', scope: 'day', retryAt: later(hours(24)), attempts: 0 }
    expect(await failureOf(upstream.call(thing(3)))).toMatchObject(refused)
    expect(server.requests).toHaveLength(2)
    await clock.advance(hours(23))
    await upstream.call(thing(3))
  })

  it('used up by the service’s own account is never retried, and later calls fail without a request', async () => {
    const clock = fakeClock(begin)
    const server = await busy(99)
    const upstream = makeUpstream(server, { clock }, { classify: dayClassifier })
    expect(await failureOf(upstream.call(thing(1)))).toMatchObject({
      scope: 'day',
      attempts: 1,
      retryAt: later(hours(1)),
    })
    expect(await failureOf(upstream.call(thing(2)))).toMatchObject({ scope: 'day', attempts: 0 })
    expect(server.requests).toHaveLength(1)
    clock.assertIdle()
  })

  it('says until when where the service does', async () => {
    const until = later(hours(5))
    const upstream = makeUpstream(
      await busy(99),
      { clock: fakeClock(begin) },
      {
        classify: () => ({ kind: 'day-exhausted', retryAt: until }),
      },
    )
    expect(await failureOf(upstream.call(thing(1)))).toMatchObject({ scope: 'day', retryAt: until })
  })

  it('keeps its last part for interactive calls', async () => {
    const server = await serve()
    const upstream = makeUpstream(server, { clock: fakeClock(begin), limits: { perDay: 20 } })
    for (let turn = 0; turn < 18; turn++) await upstream.call(thing(turn, { lane: 'background' }))
    expect(await failureOf(upstream.call(thing('b', { lane: 'background' })))).toMatchObject({ scope: 'day' })
    await upstream.call(thing('i1'))
    await upstream.call(thing('i2'))
    expect(await failureOf(upstream.call(thing('i3')))).toMatchObject({ scope: 'day' })
    expect(server.requests).toHaveLength(20)
  })

  it('is shared by all who use the same store, to the last call', async () => {
    const server = await serve()
    const quota = localQuotaStore()
    const clients = [1, 2, 3].map(() => makeUpstream(server, { quota, limits: { perDay: 10 } }))
    const calls = clients.flatMap((client, index) =>
      Array.from({ length: 8 }, (_, turn) =>
        client.call(thing(`${index}-${turn}`)).then(
          () => 'ok',
          (error) => error.scope,
        ),
      ),
    )
    const outcomes = await Promise.all(calls)
    expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(10)
    expect(outcomes.filter((outcome) => outcome === 'day')).toHaveLength(14)
    expect(server.requests).toHaveLength(10)
  })

  it('is nobody else’s: clients made without a store share nothing', async () => {
    const server = await serve()
    const one = makeUpstream(server, { limits: { perDay: 1 } })
    const other = makeUpstream(server, { limits: { perDay: 1 } })
    await one.call(thing(1))
    await other.call(thing(1))
    expect((await other.budget()).remainingToday).toBe(0)
  })

  it('follows what the service says in its headers', async () => {
    const clock = fakeClock(begin)
    const resetAt = later(hours(2))
    let available = 2
    const server = await serve((_request, response) =>
      json(response, { name: 'x' }, 200, {
        'rate-limit-available': String(--available),
        'rate-limit-reset': String(resetAt.getTime()),
      }),
    )
    const upstream = makeUpstream(
      server,
      { clock, limits: { perDay: 5000 } },
      {
        readQuotaHeaders: (headers) => ({
          remaining: Number(headers.get('rate-limit-available')),
          resetAt: new Date(Number(headers.get('rate-limit-reset'))),
        }),
      },
    )
    await upstream.call(thing(1))
    expect((await upstream.budget()).remainingToday).toBe(1)
    await upstream.call(thing(2))
    expect(await failureOf(upstream.call(thing(3)))).toMatchObject({
      scope: 'day',
      retryAt: resetAt,
      attempts: 0,
    })
    await clock.advance(hours(2))
    available = 100
    await upstream.call(thing(4))
    expect(server.requests).toHaveLength(3)
  })
})

describe('the pace over a shared store', () => {
  it('holds on average for several processes together', async () => {
    const clock = auto()
    const quota = localQuotaStore()
    const server = await serve()
    const starts: number[] = []
    const hooks = { beforeRequest: () => starts.push(clock.now().getTime() - Date.parse(begin)) }
    const clients = [1, 2].map(() => makeUpstream(server, { clock, quota, hooks, limits: { perSecond: 3 } }))
    await Promise.all(
      clients.flatMap((client, index) =>
        [1, 2, 3, 4, 5, 6].map((id) => client.call(thing(`${index}/${id}`))),
      ),
    )
    for (const window of [0, 1, 2, 3]) {
      expect(
        starts.filter((at) => at >= window * 1000 && at < (window + 1) * 1000).length,
      ).toBeLessThanOrEqual(3)
    }
  })
})

describe('a quota store that fails', () => {
  it('costs half of the limits, a warning and no call', async () => {
    const server = await serve()
    const warnings: string[] = []
    const logger = { debug() {}, info() {}, error() {}, warn: (message: string) => warnings.push(message) }
    const down = async () => {
      throw new Error('connection refused')
    }
    const quota = { spend: down, remaining: down, cool: down, move: down, cooldown: down }
    const upstream = makeUpstream(server, { quota, logger, limits: { perDay: 10 } })
    for (let turn = 0; turn < 5; turn++) await upstream.call(thing(turn))
    expect(await failureOf(upstream.call(thing('more')))).toMatchObject({ scope: 'day' })
    expect(warnings).toEqual(['the quota store fails: this process goes on with its share of the limits'])
  })

  it('remembers what was spent before it failed', async () => {
    const server = await serve()
    const shared = localQuotaStore()
    let isDown = false
    const upstream = makeUpstream(server, {
      limits: { perDay: 10 },
      quota: {
        ...shared,
        spend: async (request) => {
          if (isDown) throw new Error('connection refused')
          return shared.spend(request)
        },
      },
    })
    for (let turn = 0; turn < 4; turn++) await upstream.call(thing(turn))
    isDown = true
    await upstream.call(thing('fifth'))
    expect(await failureOf(upstream.call(thing('sixth')))).toMatchObject({ scope: 'day' })
  })
})

describe('an endpoint that this app may not use', () => {
  it('is asked once', async () => {
    const server = await serve((_request, response) =>
      json(response, { error: { message: 'Forbidden' } }, 403),
    )
    const upstream = makeUpstream(
      server,
      {},
      {
        classify: (facts) => (facts.status === 403 ? { kind: 'unavailable' } : classifyByStatus(facts)),
      },
    )
    expect(await failureOf(upstream.call(thing(1)))).toMatchObject({
      code: 'endpoint-unavailable',
      status: 403,
      attempts: 1,
    })
    expect(await failureOf(upstream.call(thing(2)))).toMatchObject({
      code: 'endpoint-unavailable',
      attempts: 0,
    })
    expect(server.requests).toHaveLength(1)
  })
})

describe('a Retry-After of nothing', () => {
  it('does not make the retries run into each other', async () => {
    const clock = auto()
    const server = await busy(1, { 'retry-after': '0' })
    await makeUpstream(server, { clock }).call(thing())
    expect(clock.now()).toEqual(later(500))
  })
})

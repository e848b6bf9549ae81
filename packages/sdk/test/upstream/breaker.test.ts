import { describe, expect, it } from 'vitest'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { createBreaker } from '../../src/upstream/create-breaker.ts'
import { failureOf, makeUpstream, serve, thing } from './support/fixture.ts'
import { json, text } from './support/server.ts'

const failing = async () => 'bad' as const
const healthy = async () => 'good' as const
const isBad = (result: string) => result === 'bad'

function make() {
  const clock = fakeClock('2026-01-01T00:00:00Z')
  return { clock, breaker: createBreaker({ failures: 3, openMs: 10_000, clock }) }
}

async function open(breaker: ReturnType<typeof createBreaker>) {
  for (let turn = 0; turn < 3; turn++) await breaker.run(failing, isBad)
}

describe('the breaker', () => {
  it('opens after failures in a row, and says until when', async () => {
    const { breaker, clock } = make()
    await breaker.run(failing, isBad)
    await breaker.run(failing, isBad)
    await breaker.run(healthy, isBad)
    await breaker.run(failing, isBad)
    await breaker.run(failing, isBad)
    expect(breaker.state()).toEqual({ status: 'closed' })
    await breaker.run(failing, isBad)
    const retryAt = new Date(clock.now().getTime() + 10_000)
    expect(breaker.state()).toEqual({ status: 'open', retryAt })
    expect(await breaker.run(healthy, isBad)).toEqual({ status: 'open', retryAt })
  })

  it('lets one call probe when it is time, and holds the others back without making them wait', async () => {
    const { breaker, clock } = make()
    await open(breaker)
    await clock.advance(10_000)
    expect(breaker.state()).toEqual({ status: 'half-open' })
    let answer = (_: 'good') => {}
    const probe = breaker.run(
      () =>
        new Promise<'good'>((resolve) => {
          answer = resolve
        }),
      isBad,
    )
    const others = await Promise.all([1, 2, 3].map(() => breaker.run(healthy, isBad)))
    expect(others.map(({ status }) => status)).toEqual(['open', 'open', 'open'])
    answer('good')
    expect(await probe).toEqual({ status: 'done', result: 'good' })
    expect(breaker.state()).toEqual({ status: 'closed' })
  })

  it('stays open twice as long after a probe that failed', async () => {
    const { breaker, clock } = make()
    await open(breaker)
    await clock.advance(10_000)
    await breaker.run(failing, isBad)
    await clock.advance(19_999)
    expect((await breaker.run(healthy, isBad)).status).toBe('open')
    await clock.advance(1)
    expect((await breaker.run(healthy, isBad)).status).toBe('done')
    expect(breaker.state()).toEqual({ status: 'closed' })
    await open(breaker)
    await clock.advance(10_000)
    expect((await breaker.run(healthy, isBad)).status).toBe('done')
  })

  it('learns nothing from work that threw: the next call probes', async () => {
    const { breaker, clock } = make()
    const thrown = () => Promise.reject(new Error('left'))
    for (let turn = 0; turn < 9; turn++) await expect(breaker.run(thrown, isBad)).rejects.toThrow('left')
    expect(breaker.state()).toEqual({ status: 'closed' })
    await open(breaker)
    await clock.advance(10_000)
    await expect(breaker.run(thrown, isBad)).rejects.toThrow('left')
    expect(breaker.state()).toEqual({ status: 'half-open' })
    expect((await breaker.run(healthy, isBad)).status).toBe('done')
    expect(breaker.state()).toEqual({ status: 'closed' })
  })
})

describe('an upstream that keeps failing', () => {
  it('is left alone, probed by one call, and used again when that succeeds', async () => {
    const clock = fakeClock('2026-01-01T00:00:00Z')
    const server = await serve((_request, response) => text(response, 'no', 500))
    const upstream = makeUpstream(server, { clock, retries: 0 })
    for (let turn = 0; turn < 5; turn++) await failureOf(upstream.call(thing(turn)))
    const retryAt = new Date(clock.now().getTime() + 10_000)
    expect(await failureOf(upstream.call(thing('x')))).toMatchObject({ code: 'circuit-open', retryAt })
    expect(await upstream.health()).toMatchObject({ status: 'down', breaker: 'open', retryAt })
    server.answer = (_request, response) => setTimeout(() => json(response, { name: 'back' }), 30)
    await clock.advance(10_000)
    expect(await upstream.health()).toMatchObject({ status: 'degraded', breaker: 'half-open' })
    const calls = [1, 2, 3, 4].map((id) =>
      upstream.call(thing(id)).then(
        () => 'ok',
        (error) => error.code,
      ),
    )
    expect(await Promise.all(calls)).toEqual(['ok', 'circuit-open', 'circuit-open', 'circuit-open'])
    expect(server.requests).toHaveLength(6)
    expect(await upstream.health()).toMatchObject({ status: 'up', breaker: 'closed' })
  })

  it('stops a call’s own retries, and the error names the failure behind it', async () => {
    const server = await serve((_request, response) => text(response, 'no', 500))
    const upstream = makeUpstream(server, { clock: fakeClock('2026-01-01', { auto: true }), retries: 8 })
    const error = await failureOf(upstream.call(thing()))
    expect(error).toMatchObject({
      code: 'circuit-open',
      attempts: 5,
      cause: { code: 'upstream-failed', status: 500 },
    })
  })

  it('is not one that was given too little time by its callers', async () => {
    const server = await serve(() => {})
    const upstream = makeUpstream(server)
    const calls = Array.from({ length: 8 }, (_, id) =>
      failureOf(upstream.call(thing(id, { deadlineMs: 40 }))),
    )
    for (const error of await Promise.all(calls)) expect(error).toMatchObject({ code: 'upstream-timeout' })
    expect((await upstream.health()).breaker).toBe('closed')
  })

  it('is not one that refuses, or answers nonsense', async () => {
    const server = await serve((_request, response, count) =>
      count % 2 ? text(response, 'not json') : json(response, {}, 400),
    )
    const upstream = makeUpstream(server)
    for (let turn = 0; turn < 12; turn++) await failureOf(upstream.call(thing(turn)))
    expect(server.requests).toHaveLength(12)
  })
})

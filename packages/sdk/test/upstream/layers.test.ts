import { describe, expect, it } from 'vitest'
import { lruCacheStore } from '../../src/cache/lru-cache-store.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { eventually, failureOf, makeUpstream, serve, thing } from './support/fixture.ts'
import { json, text } from './support/server.ts'

const auto = () => fakeClock('2026-01-01T00:00:00Z', { auto: true })

describe('the order of the layers', () => {
  it('cache before everything: a hit asks no budget, takes no slot, sends nothing and is no call to the service', async () => {
    const server = await serve()
    const upstream = makeUpstream(server, {
      cache: lruCacheStore(),
      limits: { perSecond: 1, perDay: 1 },
      waitBudgetMs: 0,
    })
    await upstream.call(thing(1, { cacheForMs: 60_000 }))
    const { data, response } = await upstream.call(thing(1, { cacheForMs: 60_000 })).withResponse()
    expect(data).toEqual({ name: 'Velvet Harbor' })
    expect(response).toMatchObject({ fromCache: true, attempts: 0, status: 200 })
    expect(server.requests).toHaveLength(1)
    expect(upstream.metrics()).toMatchObject({ calls: 2, requests: 1, cacheHits: 1, cacheMisses: 1 })
    // The budget of the day was one call: it is spent, and the cache still answers.
    expect((await upstream.budget()).remainingToday).toBe(0)
  })

  it('limiter inside retry: every attempt takes its own slot and its own piece of the day', async () => {
    const server = await serve((_request, response) => text(response, 'no', 500))
    const clock = auto()
    const upstream = makeUpstream(server, { clock, limits: { perSecond: 1, perDay: 100 }, retries: 3 })
    const before = clock.now().getTime()
    const error = await failureOf(upstream.call(thing()))
    expect(error).toMatchObject({ code: 'upstream-failed', attempts: 4, status: 500 })
    expect(clock.now().getTime() - before).toBeGreaterThanOrEqual(3000)
    expect((await upstream.budget()).remainingToday).toBe(96)
  })

  it('limiter outside the request: time in the queue does not count against the timeout of the request', async () => {
    const server = await serve((_request, response) => setTimeout(() => json(response, { name: 'x' }), 20))
    const upstream = makeUpstream(server, { limits: { perSecond: 2 }, timeoutMs: 300, retries: 0 })
    const all = await Promise.all([1, 2, 3].map((id) => upstream.call(thing(id))))
    expect(all).toHaveLength(3)
  })

  it('breaker before budget and limiter: an open circuit spends nothing', async () => {
    const server = await serve((_request, response) => text(response, 'no', 500))
    const upstream = makeUpstream(server, { limits: { perDay: 100 }, retries: 0, clock: auto() })
    for (let turn = 0; turn < 5; turn++) await failureOf(upstream.call(thing(turn)))
    expect(await failureOf(upstream.call(thing('x')))).toMatchObject({ code: 'circuit-open', attempts: 0 })
    expect((await upstream.budget()).remainingToday).toBe(95)
    expect(server.requests).toHaveLength(5)
  })

  it('credential before the slot: fetching a token does not bunch the starts up', async () => {
    const server = await serve()
    const starts: number[] = []
    const upstream = makeUpstream(
      server,
      { limits: { perSecond: 2 }, hooks: { beforeRequest: () => starts.push(Date.now()) } },
      {
        // The first two get their token late, when the pace would have let the next two start.
        authorize: async () => {
          await new Promise((resolve) => setTimeout(resolve, 400))
          return undefined
        },
      },
    )
    await Promise.all([1, 2, 3, 4].map((id) => upstream.call(thing(id))))
    for (const at of starts) {
      expect(starts.filter((other) => other >= at && other < at + 1000).length).toBeLessThanOrEqual(2)
    }
  })
})

describe('retries', () => {
  it('repeat failures of the service and lost connections, with a pause that grows', async () => {
    const server = await serve((_request, response, count) => {
      if (count === 1) return text(response, 'oops', 502)
      if (count === 2) return response.destroy()
      json(response, { name: 'third time lucky' })
    })
    const delays: number[] = []
    const upstream = makeUpstream(server, {
      clock: auto(),
      hooks: { onRetry: ({ delayMs }) => delays.push(delayMs) },
    })
    const { data, response } = await upstream.call(thing()).withResponse()
    expect(data.name).toBe('third time lucky')
    expect(response.attempts).toBe(3)
    expect(delays).toEqual([150, 300])
    expect(upstream.metrics()).toMatchObject({ calls: 1, requests: 3, retries: 2, errors: {} })
  })

  it('repeat a request that was not answered in time', async () => {
    const server = await serve((_request, response, count) => {
      if (count > 1) json(response, { name: 'awake' })
    })
    const upstream = makeUpstream(server, { clock: auto(), timeoutMs: 60 })
    expect(await upstream.call(thing())).toEqual({ name: 'awake' })
  })

  it('give up on a body that never ends when the timeout is over', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.write('{"name":')
    })
    const upstream = makeUpstream(server, { clock: auto(), timeoutMs: 60, retries: 1 })
    expect(await failureOf(upstream.call(thing()))).toMatchObject({ code: 'upstream-timeout', attempts: 2 })
  })

  it('have one timeout for headers and body together', async () => {
    const server = await serve((_request, response) =>
      setTimeout(() => {
        response.writeHead(200)
        response.write('{')
      }, 300),
    )
    const begun = performance.now()
    const call = makeUpstream(server, { timeoutMs: 400, retries: 0 }).call(thing())
    expect(await failureOf(call)).toMatchObject({ code: 'upstream-timeout' })
    expect(performance.now() - begun).toBeLessThan(620)
  })

  it('are not for requests that the service refused', async () => {
    for (const [status, code] of [
      [400, 'upstream-rejected'],
      [403, 'upstream-rejected'],
      [404, 'upstream-not-found'],
      [401, 'unauthenticated'],
      [422, 'upstream-rejected'],
    ] as const) {
      const server = await serve((_request, response) => json(response, { message: 'no' }, status))
      const error = await failureOf(makeUpstream(server).call(thing()))
      expect(error).toMatchObject({
        code,
        status,
        attempts: 1,
        service: 'setlistfm',
        endpoint: 'GET /things/{id}',
      })
      expect(server.requests).toHaveLength(1)
    }
  })

  it('are not for answers that cannot be read', async () => {
    const server = await serve((_request, response) => text(response, '<html>hello</html>'))
    expect(await failureOf(makeUpstream(server).call(thing()))).toMatchObject({ code: 'unexpected-response' })
    expect(server.requests).toHaveLength(1)
  })

  it('are not for requests that write, unless the service says that they may be repeated', async () => {
    const server = await serve((_request, response) => text(response, 'no', 500))
    const post = thing(1, { method: 'POST', form: { grant_type: 'x y' } })
    await failureOf(makeUpstream(server, { clock: auto() }).call(post))
    expect(server.requests).toHaveLength(1)
    expect(server.requests[0]).toMatchObject({ method: 'POST', body: 'grant_type=x+y' })
    const repeatable = makeUpstream(server, { clock: auto(), retries: 2 }, { repeatable: () => true })
    await failureOf(repeatable.call(post))
    expect(server.requests).toHaveLength(4)
  })

  it('can be switched off', async () => {
    const server = await serve((_request, response) => text(response, 'no', 500))
    expect(await failureOf(makeUpstream(server, { retries: 0 }).call(thing()))).toMatchObject({ attempts: 1 })
  })

  it('say what was wrong when nothing answers at all', async () => {
    const server = await serve()
    await server.close()
    const error = await failureOf(makeUpstream(server, { clock: auto() }).call(thing()))
    expect(error).toMatchObject({ code: 'upstream-failed', status: null, attempts: 4 })
    expect(error.cause).toBeInstanceOf(Error)
  })
})

describe('a credential that is refused', () => {
  it('is taken back and the request sent once more, also without retries', async () => {
    const server = await serve((request, response) =>
      request.headers.authorization === 'Bearer new'
        ? json(response, { name: 'in' })
        : json(response, {}, 401),
    )
    let token = 'old'
    const authorize = ({ headers }: { headers: Headers }) => {
      headers.set('authorization', `Bearer ${token}`)
      return {
        invalidate: () => {
          token = 'new'
        },
      }
    }
    const upstream = makeUpstream(server, { retries: 0 }, { authorize })
    const { response } = await upstream.call(thing()).withResponse()
    expect(response.attempts).toBe(2)
  })

  it('is an authentication error when the second try is refused as well', async () => {
    const server = await serve((_request, response) =>
      json(response, { error: { message: 'bad token' } }, 401),
    )
    const upstream = makeUpstream(server, {}, { authorize: () => ({ invalidate: () => {} }) })
    expect(await failureOf(upstream.call(thing()))).toMatchObject({ code: 'unauthenticated', attempts: 2 })
  })

  it('is an authentication error when it cannot be had, and nothing is sent', async () => {
    const server = await serve()
    const authorize = () => {
      throw new Error('the vault at https://vault/?token=abcdef is closed')
    }
    const error = await failureOf(makeUpstream(server, {}, { authorize }).call(thing()))
    expect(error).toMatchObject({ code: 'unauthenticated', attempts: 0 })
    expect(String((error.cause as Error).message)).not.toContain('abcdef')
    expect(server.requests).toHaveLength(0)
  })
})

describe('deadlines and signals', () => {
  it('bound the wait for a slot: the call fails at once', async () => {
    const server = await serve()
    const clock = fakeClock()
    const upstream = makeUpstream(server, { clock, limits: { perSecond: 1 } })
    await upstream.call(thing(1))
    const error = await failureOf(upstream.call(thing(2, { deadlineMs: 500 })))
    expect(error).toMatchObject({ code: 'upstream-timeout', attempts: 0 })
    expect((error.retryAt as unknown as Date).getTime() - clock.now().getTime()).toBe(1020)
    clock.assertIdle()
  })

  it('bound the pause before a retry', async () => {
    const server = await serve((_request, response) => text(response, 'no', 500))
    const clock = fakeClock()
    const error = await failureOf(makeUpstream(server, { clock }).call(thing(1, { deadlineMs: 100 })))
    expect(error).toMatchObject({ code: 'upstream-timeout', attempts: 1 })
    expect(error.cause).toMatchObject({ code: 'upstream-failed' })
    clock.assertIdle()
  })

  it('bound a request that hangs', async () => {
    const server = await serve(() => {})
    const begun = performance.now()
    const error = await failureOf(makeUpstream(server).call(thing(1, { deadlineMs: 80 })))
    expect(error).toMatchObject({ code: 'upstream-timeout', attempts: 1 })
    expect(performance.now() - begun).toBeLessThan(1000)
  })

  it('bound a quota store that hangs', async () => {
    const server = await serve()
    const never = () => new Promise<never>(() => {})
    const upstream = makeUpstream(server, {
      quota: { spend: never, remaining: never, cool: never, move: never, cooldown: never },
    })
    const error = await failureOf(upstream.call(thing(1, { deadlineMs: 50 })))
    expect(error).toMatchObject({ code: 'upstream-timeout', attempts: 0 })
  })

  it('abort a request under way, a wait for a slot and a pause', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/things/fail') text(response, 'no', 500)
      else if (request.url !== '/things/hang') json(response, { name: 'x' })
    })
    const clock = fakeClock()
    for (const id of ['hang', 'fail', 'queue']) {
      const upstream = makeUpstream(server, { clock, limits: { perSecond: 1 } })
      if (id === 'queue') await upstream.call(thing('first'))
      const controller = new AbortController()
      const sent = server.requests.length
      const call = failureOf(upstream.call(thing(id, { signal: controller.signal })))
      await eventually(() => (id === 'hang' ? server.requests.length > sent : clock.sleeping === 1))
      controller.abort(new Error('closed the page'))
      expect(await call).toMatchObject({ code: 'aborted', cause: { message: 'closed the page' } })
      await eventually(() => clock.sleeping === 0)
    }
  })

  it('abort the fetching of a credential, which is then no failure of the credential', async () => {
    const server = await serve()
    const codes: unknown[] = []
    const hooks = { onError: ({ error }: { error: unknown }) => codes.push((error as { code: string }).code) }
    const upstream = makeUpstream(
      server,
      { hooks },
      {
        authorize: (_request, { signal }) =>
          new Promise((_resolve, reject) =>
            signal.addEventListener('abort', () => reject(new Error('stopped'))),
          ),
      },
    )
    const call = failureOf(upstream.call(thing(1, { signal: AbortSignal.timeout(20) })))
    expect(await call).toMatchObject({ code: 'aborted' })
    await eventually(() => codes.length > 0)
    expect(codes).toEqual(['aborted'])
    expect(server.requests).toHaveLength(0)
  })

  it('send nothing when the signal was aborted before', async () => {
    const server = await serve()
    const call = makeUpstream(server).call(thing(1, { signal: AbortSignal.abort() }))
    expect(await failureOf(call)).toMatchObject({ code: 'aborted' })
    expect(server.requests).toHaveLength(0)
  })
})

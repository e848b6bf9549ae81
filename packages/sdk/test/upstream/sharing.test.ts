import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { CacheStore } from '../../src/cache/cache-store.ts'
import { lruCacheStore } from '../../src/cache/lru-cache-store.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { eventually, failureOf, makeUpstream, serve, thing } from './support/fixture.ts'
import { json, text } from './support/server.ts'

const slowly = (ms: number) =>
  serve((request, response) => setTimeout(() => json(response, { name: request.url, tags: [{ of: 1 }] }), ms))

describe('callers who ask the same at the same time', () => {
  it('share one request, also without a cache', async () => {
    const server = await slowly(20)
    const upstream = makeUpstream(server)
    const all = await Promise.all([1, 1, 1, 2].map((id) => upstream.call(thing(id))))
    expect(server.requests).toHaveLength(2)
    expect(all.map(({ name }) => name)).toEqual(['/things/1', '/things/1', '/things/1', '/things/2'])
    await upstream.call(thing(1))
    expect(server.requests).toHaveLength(3)
  })

  it('ask the same when the query is written in another order, and not when it differs', async () => {
    const server = await slowly(20)
    const upstream = makeUpstream(server)
    await Promise.all([
      upstream.call(thing(1, { query: { b: 2, a: ['x', 'y'], none: undefined } })),
      upstream.call(thing(1, { query: { a: 'x,y', b: '2' } })),
      upstream.call(thing(1, { query: { a: 'x', b: '2' } })),
    ])
    expect(server.requests.map(({ url }) => url).sort()).toEqual([
      '/things/1?a=x%2Cy&b=2',
      '/things/1?a=x&b=2',
    ])
  })

  it('get a value of their own each: nobody can change another’s', async () => {
    const upstream = makeUpstream(await slowly(20))
    const [one, other] = await Promise.all([upstream.call(thing(1)), upstream.call(thing(1))])
    expect(one).toEqual(other)
    expect(one).not.toBe(other)
    expect(one.tags).not.toBe(other.tags)
    expect((one.tags as object[])[0]).not.toBe((other.tags as object[])[0])
  })

  it('do not take each other down: one who leaves leaves alone', async () => {
    const server = await slowly(60)
    const upstream = makeUpstream(server)
    const controller = new AbortController()
    const leader = failureOf(upstream.call(thing(1, { signal: controller.signal })))
    const follower = upstream.call(thing(1)).then((value) => value)
    const hurried = failureOf(upstream.call(thing(1, { deadlineMs: 30 })))
    await eventually(() => server.requests.length === 1)
    controller.abort()
    expect(await leader).toMatchObject({ code: 'aborted' })
    expect(await hurried).toMatchObject({ code: 'upstream-timeout' })
    expect(await follower).toMatchObject({ name: '/things/1' })
    expect(server.requests).toHaveLength(1)
  })

  it('abort the request when the last of them has left, and the next one starts anew', async () => {
    let closed = 0
    const server = await serve((_request, response) => void response.on('close', () => closed++))
    const upstream = makeUpstream(server)
    const controllers = [new AbortController(), new AbortController()]
    const calls = controllers.map(({ signal }) => failureOf(upstream.call(thing(1, { signal }))))
    await eventually(() => server.requests.length === 1)
    controllers[0]!.abort()
    await calls[0]
    expect(closed).toBe(0)
    controllers[1]!.abort()
    await calls[1]
    await eventually(() => closed === 1)
    server.answer = (_request, response) => json(response, { name: 'anew' })
    expect(await upstream.call(thing(1))).toEqual({ name: 'anew' })
  })

  it('do not join a call that is less patient or less urgent than theirs', async () => {
    const server = await slowly(20)
    const upstream = makeUpstream(server)
    await Promise.all([
      upstream.call(thing(1, { lane: 'background' })),
      upstream.call(thing(1, { lane: 'interactive' })),
      upstream.call(thing(2, { deadlineMs: 5000 })),
      upstream.call(thing(2)),
    ])
    expect(server.requests).toHaveLength(4)
  })

  it('share a failure, too', async () => {
    const server = await serve((_request, response) => setTimeout(() => json(response, {}, 404), 20))
    const upstream = makeUpstream(server)
    const errors = await Promise.all([1, 1].map((id) => failureOf(upstream.call(thing(id)))))
    expect(errors.map(({ code }) => code)).toEqual(['upstream-not-found', 'upstream-not-found'])
    expect(server.requests).toHaveLength(1)
    expect(upstream.metrics()).toMatchObject({ calls: 2, requests: 1, errors: { 'upstream-not-found': 2 } })
  })

  it('are alone when they write, or bring their own credential', async () => {
    const server = await slowly(10)
    const upstream = makeUpstream(server, { cache: lruCacheStore() })
    const own = { headers: { Authorization: 'Bearer fan' }, cacheForMs: 1000 }
    await Promise.all([1, 1].map((id) => upstream.call(thing(id, { method: 'POST' }))))
    await Promise.all([1, 1].map((id) => upstream.call(thing(id, own))))
    await upstream.call(thing(1, own))
    expect(server.requests).toHaveLength(5)
  })
})

describe('cached answers', () => {
  it('hold for their time, and are counted', async () => {
    const clock = fakeClock()
    const server = await serve((_request, response, count) => json(response, { name: `answer ${count}` }))
    const upstream = makeUpstream(server, { clock, cache: lruCacheStore({ clock }) })
    const ask = async () => (await upstream.call(thing(1, { cacheForMs: 1000 }))).name
    expect([await ask(), await ask()]).toEqual(['answer 1', 'answer 1'])
    await clock.advance(1001)
    expect(await ask()).toBe('answer 2')
    expect(upstream.metrics()).toMatchObject({ cacheHits: 1, cacheMisses: 2, requests: 2 })
  })

  it('are asked for anew on demand, and the new answer is kept', async () => {
    const server = await serve((_request, response, count) => json(response, { name: `answer ${count}` }))
    const upstream = makeUpstream(server, { cache: lruCacheStore() })
    const ask = async (cache: 'default' | 'reload') =>
      (await upstream.call(thing(1, { cacheForMs: 1000, cache }))).name
    expect([await ask('default'), await ask('reload'), await ask('default')]).toEqual([
      'answer 1',
      'answer 2',
      'answer 2',
    ])
  })

  it('are for every client over the same store, whatever its key', async () => {
    const server = await serve()
    const cache = lruCacheStore()
    const authorize =
      (apikey: string) =>
      ({ query }: { query: URLSearchParams }) =>
        void query.set('apikey', apikey)
    const keys: string[] = []
    const spied: CacheStore = {
      ...cache,
      get(key) {
        keys.push(key)
        return cache.get(key)
      },
    }
    await makeUpstream(server, { cache: spied }, { authorize: authorize('secret-one') }).call(
      thing(1, { cacheForMs: 1000 }),
    )
    await makeUpstream(server, { cache: spied }, { authorize: authorize('secret-two') }).call(
      thing(1, { cacheForMs: 1000 }),
    )
    expect(server.requests.map(({ url }) => url)).toEqual(['/things/1?apikey=secret-one'])
    expect(keys.join()).not.toContain('secret')
  })

  it('differ by language', async () => {
    const server = await serve((request, response) =>
      json(response, { name: request.headers['accept-language'] }),
    )
    const upstream = makeUpstream(server, { cache: lruCacheStore() })
    const ask = (language: string) =>
      upstream.call(thing(1, { cacheForMs: 1000, headers: { 'accept-language': language } }))
    expect([(await ask('de')).name, (await ask('fr')).name, (await ask('de')).name]).toEqual([
      'de',
      'fr',
      'de',
    ])
  })

  it('outlive their time while the service fails, and not when it says no', async () => {
    const clock = fakeClock('2026-01-01', { auto: true })
    const server = await serve((_request, response) => json(response, { name: 'old' }))
    const upstream = makeUpstream(server, { clock, cache: lruCacheStore({ clock }) })
    const ask = () => upstream.call(thing(1, { cacheForMs: 60_000 })).withResponse()
    await ask()
    await clock.advance(61_000)
    server.answer = (_request, response) => text(response, 'down', 500)
    const { data, response } = await ask()
    expect([data.name, response.fromCache]).toEqual(['old', true])
    server.answer = (_request, response) => json(response, {}, 404)
    expect(await failureOf(ask())).toMatchObject({ code: 'upstream-not-found' })
    server.answer = (_request, response) => text(response, 'down', 500)
    await clock.advance(61_000)
    expect(await failureOf(ask())).toMatchObject({ code: 'upstream-failed' })
  })

  it('are never what could not be read', async () => {
    const server = await serve((_request, response, count) =>
      count === 1 ? text(response, '{"name":') : json(response, { name: 'whole' }),
    )
    const upstream = makeUpstream(server, { cache: lruCacheStore() })
    expect(await failureOf(upstream.call(thing(1, { cacheForMs: 1000 })))).toMatchObject({
      code: 'unexpected-response',
    })
    expect(await upstream.call(thing(1, { cacheForMs: 1000 }))).toEqual({ name: 'whole' })
  })

  it('that fit the schema no more are asked for anew', async () => {
    const server = await serve((_request, response) => json(response, { name: 'new', year: 2026 }))
    const cache = lruCacheStore()
    const upstream = makeUpstream(server, { cache })
    await upstream.call(thing(1, { cacheForMs: 1000 }))
    const WithYear = z.looseObject({ year: z.number() })
    const Stricter = WithYear.extend({ month: z.number() })
    const later = { path: '/things/1', template: '/things/{id}', cacheForMs: 1000 }
    expect(await upstream.call({ ...later, schema: WithYear })).toMatchObject({ year: 2026 })
    server.answer = (_request, response) => json(response, { year: 2026, month: 11 })
    expect(await upstream.call({ ...later, schema: Stricter })).toMatchObject({ month: 11 })
    expect(server.requests).toHaveLength(2)
  })

  it('are not missed when the store fails', async () => {
    const server = await serve()
    const down = async () => {
      throw new Error('down')
    }
    const cache = { get: down, set: down, remove: down, removeTag: down, removePrefix: down }
    const upstream = makeUpstream(server, { cache })
    expect(await upstream.call(thing(1, { cacheForMs: 1000 }))).toEqual({ name: 'Velvet Harbor' })
  })

  it('keep an answer that the client gives for a status', async () => {
    const server = await serve((_request, response) => json(response, { code: 404 }, 404))
    const upstream = makeUpstream(server, { cache: lruCacheStore() })
    const empty = {
      valueFor: (status: number) => (status === 404 ? { name: 'nothing' } : undefined),
      cacheForMs: 1000,
    }
    expect(await upstream.call(thing(1, empty))).toEqual({ name: 'nothing' })
    const { data, response } = await upstream.call(thing(1, empty)).withResponse()
    expect(data).toEqual({ name: 'nothing' })
    expect(response).toMatchObject({ status: 404, fromCache: true })
    expect(server.requests).toHaveLength(1)
  })
})

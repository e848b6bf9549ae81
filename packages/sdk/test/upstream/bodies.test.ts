import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { lruCacheStore } from '../../src/cache/lru-cache-store.ts'
import { isSetvoteError } from '../../src/core/errors.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { classifyByStatus } from '../../src/upstream/classify.ts'
import { openEnum } from '../../src/upstream/open-enum.ts'
import { failureOf, makeUpstream, serve, thing } from './support/fixture.ts'
import { json, text } from './support/server.ts'

describe('answers that are not what was asked for', () => {
  const unreadable: readonly (readonly [string, string, string])[] = [
    ['an empty body', '', 'an empty body'],
    ['a web page', '<!doctype html><title>Sorry</title>', 'not JSON (text/plain, 35 characters)'],
    ['a sentence', 'Too many requests', 'not JSON'],
    ['JSON that was cut off', '{"name":"Velvet Har', 'not JSON'],
    ['JSON of another shape', '{"name":17}', 'another shape'],
    ['another kind of JSON', '[]', 'another shape'],
    ['null', 'null', 'another shape'],
  ]
  for (const [what, body, message] of unreadable) {
    it(`is an unexpected response: ${what}`, async () => {
      const server = await serve((_request, response) => text(response, body, 200, { 'x-request-id': 'r-1' }))
      const error = await failureOf(makeUpstream(server).call(thing()))
      expect(error).toMatchObject({ code: 'unexpected-response', status: 200, attempts: 1, requestId: 'r-1' })
      expect(error.message).toContain(message)
    })
  }

  it('says where the shape differs, and never what stood there', async () => {
    const schema = z.looseObject({ items: z.array(z.looseObject({ id: z.string(), at: z.iso.date() })) })
    const server = await serve((_request, response) =>
      json(response, {
        items: [
          { id: 'a', at: '2026-01-01' },
          { id: 4711, at: 'hush-hush' },
        ],
      }),
    )
    const error = await failureOf(makeUpstream(server).call({ path: '/x', template: '/x', schema }))
    expect(error.issues).toEqual(['items.1.id: expected string', 'items.1.at: invalid_format'])
    expect(inspect(error, { depth: 9 })).not.toMatch(/4711|hush-hush/)
  })

  it('keeps its class by status when the body is no JSON, and quotes the sentence', async () => {
    const sentence = 'Active premium subscription required for the owner of the app.'
    for (const [status, code] of [
      [403, 'upstream-rejected'],
      [401, 'unauthenticated'],
      [404, 'upstream-not-found'],
    ] as const) {
      const server = await serve((_request, response) => text(response, sentence, status))
      const error = await failureOf(makeUpstream(server).call(thing()))
      expect(error).toMatchObject({ code, status })
      expect(error.message).toContain(sentence)
    }
  })

  it('does not quote a web page, nor more than a line of anything', async () => {
    const server = await serve((_request, response) => text(response, '<html><h1>nginx</h1></html>', 400))
    expect((await failureOf(makeUpstream(server).call(thing()))).message).not.toContain('nginx')
    server.answer = (_request, response) =>
      json(response, { error: { message: `a\nb${'x'.repeat(5000)}` } }, 400)
    const { message } = await failureOf(makeUpstream(server).call(thing()))
    expect(message.length).toBeLessThan(400)
    expect(message).not.toContain('\n')
  })

  it('gives texts that can be stored: without NUL and half characters', async () => {
    const server = await serve((_request, response) =>
      response
        .setHeader('content-type', 'application/json')
        .end('{"name":"A\\u0000B\\ud800C \\ud83c\\udfb8"}'),
    )
    expect(await makeUpstream(server).call(thing())).toEqual({ name: 'AB\ufffdC 🎸' })
  })

  it('does not follow a redirection, which would carry the key elsewhere', async () => {
    let elsewhere = 0
    const other = await serve((_request, response) => {
      elsewhere++
      response.end('{}')
    })
    const server = await serve((_request, response) => {
      response.writeHead(302, { location: other.url }).end()
    })
    const failure = await failureOf(makeUpstream(server).call(thing()))
    expect(failure).toMatchObject({ code: 'upstream-rejected', status: 302 })
    expect(failure.message).toContain('baseUrl')
    expect(elsewhere).toBe(0)
  })

  it('does not read a failure that is longer than anything worth reading', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(400, { 'content-length': '99999999' })
      response.write('x'.repeat(1000))
    })
    expect(await failureOf(makeUpstream(server, { timeoutMs: 2000 }).call(thing()))).toMatchObject({
      code: 'upstream-rejected',
    })
  })

  it('is an error of ours even when a schema or a classifier throws', async () => {
    const server = await serve((_request, response) => json(response, { name: 'x' }))
    const schema = z.unknown().transform(() => {
      throw new Error('stumbled')
    })
    const error = await failureOf(makeUpstream(server).call({ path: '/x', template: '/x', schema }))
    expect(error).toMatchObject({ code: 'unexpected-response' })
    const classify = () => {
      throw new Error('stumbled')
    }
    expect(await makeUpstream(server, {}, { classify }).call(thing())).toEqual({ name: 'x' })
  })

  it('gives a value or a typed error, whatever comes', async () => {
    let status = 200
    let body = ''
    const server = await serve((_request, response) => text(response, body, status))
    const Wide = z.looseObject({
      name: z.string(),
      kind: openEnum(['a', 'b']).optional(),
      items: z.array(z.unknown()).optional(),
    })
    const upstream = makeUpstream(
      server,
      { clock: fakeClock('2026-01-01', { auto: true }), retries: 0 },
      {
        classify: (facts) =>
          (facts.body as { odd?: unknown } | undefined)?.odd ? { kind: 'rejected' } : classifyByStatus(facts),
      },
    )
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.json(),
      fc
        .record({ name: fc.anything() }, { withDeletedKeys: true } as never)
        .map((value) => JSON.stringify(value) ?? ''),
      fc.constantFrom(
        '{"__proto__":{"name":"x"},"name":"x"}',
        `${'['.repeat(20_000)}`,
        `{"name":"x","items":${'['.repeat(5000)}${']'.repeat(5000)}}`,
      ),
    )
    await fc.assert(
      fc.asyncProperty(
        hostile,
        fc.constantFrom(200, 200, 200, 204, 400, 403, 404, 500),
        async (text, code) => {
          ;[body, status] = [code === 204 ? '' : text, code]
          try {
            const value = await upstream.call({ path: '/x', template: '/x', schema: Wide })
            expect(typeof value.name).toBe('string')
          } catch (error) {
            expect(isSetvoteError(error)).toBe(true)
          }
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('secrets', () => {
  const key = '7elxdku9GGG5k8j0Xm8KWdANDgecHMV0'
  const seen = (error: unknown) =>
    `${inspect(error, { depth: 20, showHidden: true })} ${JSON.stringify(error)} ${String((error as Error).stack)}`

  it('never appear in an error: not in its message, its stack, its cause or its JSON', async () => {
    const answers: Parameters<typeof serve>[0][] = [
      (_request, response) =>
        json(
          response,
          { fault: { faultstring: `Rate limit quota violation. Quota limit exceeded. Identifier : ${key}` } },
          429,
        ),
      (request, response) => text(response, `bad request: ${request.url}`, 400),
      (request, response) =>
        json(
          response,
          { error: { message: `${request.headers.authorization} is not a token of ours` } },
          401,
        ),
      (_request, response) =>
        json(
          response,
          { error_description: `client_secret=${encodeURIComponent('p&ss wörd')} is wrong` },
          403,
        ),
      (_request, response) =>
        json(response, { message: `key ${key.slice(0, 32)} in ${'x'.repeat(180)} and again ${key}` }, 404),
      (_request, response) => text(response, key, 200),
      (_request, response) => json(response, { name: 1, [key]: 2 }, 200),
      (_request, response) => response.destroy(),
      () => {},
      (_request, response) =>
        response.writeHead(302, { location: `http://127.0.0.1:1/?apikey=${key}` }).end(),
    ]
    for (const answer of answers) {
      const logged: unknown[] = []
      const log = (...parts: unknown[]) => void logged.push(parts)
      const logger = { debug: log, info: log, warn: log, error: log }
      const options = { clock: fakeClock('2026-01-01', { auto: true }), timeoutMs: 100, retries: 1, logger }
      const upstream = makeUpstream(await serve(answer), options, {
        secrets: [key, 'p&ss wörd'],
        authorize: ({ query, headers }) => {
          query.set('apikey', key)
          headers.set('authorization', `Bearer ${'t0ken'.repeat(8)}`)
          return undefined
        },
      })
      const error = await failureOf(upstream.call(thing()))
      expect(isSetvoteError(error)).toBe(true)
      for (const text of [seen(error), seen(logged), JSON.stringify(upstream.metrics())]) {
        expect(text).not.toContain(key)
        expect(text).not.toContain('t0kent0ken')
        expect(text).not.toMatch(/p&ss|p%26ss/)
      }
    }
  })
})

describe('drift', () => {
  const Album = z.looseObject({
    type: openEnum(['album', 'single']),
    images: z.array(z.looseObject({ url: z.string() })).optional(),
  })
  const body = {
    type: 'mixtape',
    images: [
      { url: 'u', alt: 'a' },
      { url: 'v', alt: 'b' },
    ],
    mood: 'blue',
  }
  const call = { path: '/albums/1', template: '/albums/{id}', schema: Album }

  it('passes, is counted by place, and reported to the hook', async () => {
    const places: string[] = []
    const server = await serve((_request, response) => json(response, body))
    const upstream = makeUpstream(server, { hooks: { onDrift: ({ place }) => places.push(place) } })
    expect(await upstream.call(call)).toEqual(body)
    await upstream.call(call)
    expect(upstream.metrics().drift).toEqual({ 'album.type': 2, 'album.images[].alt': 2, 'album.mood': 2 })
    expect(places).toHaveLength(6)
  })

  it('is counted when it comes in, not when the cache or a neighbour repeats it', async () => {
    const server = await serve((_request, response) => json(response, body))
    const upstream = makeUpstream(server, { cache: lruCacheStore() })
    await Promise.all([upstream.call(call), upstream.call(call)])
    await upstream.call({ ...call, cacheForMs: 1000 })
    await upstream.call({ ...call, cacheForMs: 1000 })
    expect(server.requests).toHaveLength(2)
    expect(upstream.metrics().drift['album.mood']).toBe(2)
  })

  it('is refused in strict mode, by place and without values', async () => {
    const server = await serve((_request, response) => json(response, body))
    const error = await failureOf(makeUpstream(server, { strict: true }).call(call))
    expect(error).toMatchObject({ code: 'unexpected-response' })
    expect(error.issues).toEqual([
      'album.type: unknown',
      'album.images[].alt: unknown',
      'album.mood: unknown',
    ])
    expect(inspect(error)).not.toMatch(/mixtape|blue/)
  })
})

import { describe, expect, it } from 'vitest'
import { cronHandler } from '../../src/triggers/cron-handler.ts'
import { createSecretGuard, type Secrets } from '../../src/triggers/secret-guard.ts'
import { makeBench, read, request, secret } from './support/fixture.ts'

describe('the secret of a trigger', () => {
  it.each([
    ['none', undefined],
    ['another one', `Bearer ${secret.toUpperCase()}`],
    ['the beginning of it', `Bearer ${secret.slice(0, -1)}`],
    ['more than it', `Bearer ${secret}x`],
    ['it without Bearer', secret],
    ['it as a password', `Basic ${btoa(`cron:${secret}`)}`],
    ['two of them', `Bearer ${secret} ${secret}`],
    ['nothing', 'Bearer '],
    ['the word undefined', 'Bearer undefined'],
  ])('is not %s: 401, nothing runs, nothing is told', async (_, authorization) => {
    const { handle, ran, storage, logged } = makeBench()
    for (const method of ['GET', 'POST', 'HEAD', 'DELETE']) {
      for (const path of ['/cron/greet', '/cron/no-such-job', '/cron/greet?limit=0']) {
        const headers = authorization ? { authorization } : {}
        const response = await handle(new Request(`https://app.example.org${path}`, { method, headers }))
        expect(response.status).toBe(401)
        expect(response.headers.get('content-type')).toBe('application/problem+json')
        expect(response.headers.get('www-authenticate')).toBe('Bearer')
        expect(await response.text()).toBe('{"title":"Unauthorized","status":401}')
      }
    }
    expect(ran).toEqual([])
    expect(await storage.jobs.recent({})).toEqual([])
    expect(logged).toEqual([])
  })

  it('may be the old one while the new one comes, and is not once that is gone', async () => {
    const old = 'the-secret-of-last-year'
    const both = makeBench({ handler: { secrets: [secret, old, undefined, ''] } })
    expect((await both.handle(request('/cron/greet', { secret: old }))).status).toBe(200)
    expect((await both.handle(request('/cron/greet'))).status).toBe(200)
    const rotated = makeBench()
    expect((await rotated.handle(request('/cron/greet', { secret: old }))).status).toBe(401)
  })

  it('is asked for as `bearer` too, as some platforms write it', async () => {
    expect(await createSecretGuard(secret)(`bearer ${secret}`)).toBe(true)
  })

  it.each([
    [undefined],
    [''],
    [[]],
    [[undefined, '']],
    ['short'],
    ['with spaces in its middle'],
    ['with-a-line-end-after-it\n'],
    [['good-enough-for-anybody', 'short']],
    [12_345_678_901_234],
  ])('must be one that can be meant: %j is refused without being quoted', (secrets) => {
    const make = () => cronHandler({ config: makeBench().config, secrets: secrets as Secrets })
    expect(make).toThrow(expect.objectContaining({ code: 'invalid-options' }))
    expect(make).not.toThrow(/short|spaces in its|12345/)
  })

  it('is compared to its end, wherever it differs', async () => {
    // Digests are compared, all of them: no measure of time here, which a busy machine would blur.
    const guard = createSecretGuard([secret, 'another-good-secret'])
    for (const given of [`X${secret.slice(1)}`, `${secret.slice(0, -1)}X`, 'x']) {
      expect(await guard(`Bearer ${given}`)).toBe(false)
    }
    expect(await guard('Bearer another-good-secret')).toBe(true)
  })
})

describe('a trigger that is refused', () => {
  it('says which job may have been meant', async () => {
    const answer = await read(await makeBench().handle(request('/cron/gret')))
    expect(answer).toMatchObject({ status: 404, body: { detail: expect.stringContaining('greet') } })
  })

  it.each(['/cron/%E0%A4%A', '/', '/cron/..%2f..%2fetc', '/cron/__proto__'])(
    'knows no job at %s',
    async (path) => {
      expect((await makeBench().handle(request(path))).status).toBe(404)
    },
  )

  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS'])('by its method %s', async (method) => {
    const response = await makeBench().handle(request('/cron/greet', { method }))
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('GET, POST, HEAD')
  })
})

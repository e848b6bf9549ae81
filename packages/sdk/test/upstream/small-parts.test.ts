import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { retryAfterMs } from '../../src/upstream/classify.ts'
import { credentialKey } from '../../src/upstream/credential-key.ts'
import { localQuotaStore } from '../../src/upstream/local-quota-store.ts'
import { messageOf } from '../../src/upstream/message.ts'
import { createRedactor } from '../../src/upstream/redact.ts'

describe('Retry-After', () => {
  const at = new Date('2026-11-21T00:00:00Z')
  const read = (value: string) => retryAfterMs(new Headers({ 'retry-after': value }), at)

  it('is read as seconds or as a date', () => {
    expect(read('0')).toBe(0)
    expect(read('120')).toBe(120_000)
    expect(read('0.5')).toBe(500)
    expect(read('Sat, 21 Nov 2026 00:01:00 GMT')).toBe(60_000)
    expect(read('Fri, 20 Nov 2026 00:01:00 GMT')).toBe(0)
  })

  it('is null when it says nothing sensible, and never longer than a year', () => {
    for (const value of ['', 'soon', '-1', '1,2', 'NaN']) expect(read(value)).toBeNull()
    expect(read('9'.repeat(300))).toBeLessThanOrEqual(366 * 86_400_000)
    expect(retryAfterMs(new Headers(), at)).toBeNull()
  })
})

describe('the key of a credential', () => {
  it('is the beginning of its SHA-256, and tells nothing', async () => {
    expect(await credentialKey('abc')()).toBe('ba7816bf8f01cfea')
    expect(await credentialKey('ab', 'c')()).not.toBe(await credentialKey('a', 'bc')())
  })
})

describe('redaction', () => {
  it('takes out what it was told, however it is spelled', () => {
    const secret = 'pä$$ w/rd+"1'
    const redact = createRedactor([secret])
    const spellings = [
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret),
      Buffer.from(secret).toString('base64'),
    ]
    for (const spelling of spellings) expect(redact(`a ${spelling} b`)).toMatch(/^a "?\[redacted\]"? b$/)
  })

  it('takes out what looks like a credential', () => {
    const redact = createRedactor([])
    expect(redact('GET /x?apikey=abc123&size=1')).toBe('GET /x?apikey=[redacted]&size=1')
    expect(redact('{"access_token":"abc","expires_in":1}')).toBe(
      '{"access_token":"[redacted]","expires_in":1}',
    )
    expect(redact('Authorization: Bearer a.b-c_d')).toBe('Authorization: Bearer [redacted]')
    expect(redact('Authorization: Basic aWQ6c2VjcmV0')).toBe('Authorization: Basic [redacted]')
    expect(redact('x-api-key: abc')).toBe('x-api-key: [redacted]')
    expect(redact('Identifier : abc')).toBe('Identifier : [redacted]')
  })

  it('looks up secrets that change', () => {
    let token = 'first-token'
    const redact = createRedactor(() => [token])
    token = 'second-token'
    expect(redact('a second-token')).toBe('a [redacted]')
  })

  it('takes secrets that are no well-formed text', () => {
    expect(createRedactor(['half\uD800-a-pair'])('it was half\uD800-a-pair')).toBe('it was [redacted]')
  })

  it('leaves no whole secret in any text', () => {
    const secrets = fc.string({
      minLength: 8,
      maxLength: 30,
      unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzABCDEF0123456789-_'),
    })
    fc.assert(
      fc.property(secrets, fc.string(), fc.string(), (secret, before, after) => {
        expect(createRedactor([secret])(`${before}${secret}${after}`)).not.toContain(secret)
      }),
    )
  })
})

describe('the sentence of a service', () => {
  const read = (body: unknown) => messageOf(body, (text) => text)

  it('is found in the spellings of all four', () => {
    expect(read({ error: { status: 403, message: 'Forbidden' } })).toBe('Forbidden')
    expect(read({ error: 'invalid_client', error_description: 'Invalid client' })).toBe('Invalid client')
    expect(read({ errors: [{ code: 'DIS1004', detail: 'Resource not found' }] })).toBe('Resource not found')
    expect(read({ fault: { faultstring: 'Invalid ApiKey', detail: { errorcode: 'x' } } })).toBe(
      'Invalid ApiKey',
    )
    expect(read({ code: 404, status: 'Not Found', message: 'unknown mbid' })).toBe('unknown mbid')
    expect(read({ error: { type: 'not_found', description: 'non existing id' } })).toBe('non existing id')
    expect(read({ error: 'Not Found', help: 'see docs' })).toBe('Not Found')
    expect(read('Too many requests')).toBe('Too many requests')
  })

  it('is null when there is none', () => {
    for (const body of [undefined, null, '', ' ', '<html>', {}, [], { error: { status: 403 } }, 17])
      expect(read(body)).toBeNull()
  })
})

describe('the local quota store', () => {
  const at = (ms: number) => new Date(1_000_000 + ms)
  const day = { name: 'day', limit: 3, periodMs: 1000 }

  it('takes from all windows or from none', async () => {
    const store = localQuotaStore()
    const second = { name: 'second', limit: 1, periodMs: 100 }
    expect(await store.spend({ key: 'k', windows: [day, second], at: at(0) })).toEqual({
      status: 'granted',
      remaining: { day: 2, second: 0 },
    })
    expect(await store.spend({ key: 'k', windows: [day, second], at: at(50) })).toEqual({
      status: 'exhausted',
      window: 'second',
      retryAt: at(100),
    })
    expect(await store.remaining({ key: 'k', window: day, at: at(50) })).toBe(2)
  })

  it('begins a window with its first spend and refills it when it ends', async () => {
    const store = localQuotaStore()
    await store.spend({ key: 'k', windows: [day], cost: 3, at: at(500) })
    expect(await store.spend({ key: 'k', windows: [day], at: at(1499) })).toMatchObject({
      status: 'exhausted',
      retryAt: at(1500),
    })
    expect(await store.spend({ key: 'k', windows: [day], at: at(1500) })).toMatchObject({ status: 'granted' })
    expect(await store.remaining({ key: 'other', window: day, at: at(0) })).toBe(3)
  })

  it('keeps the later of two cooldowns, and forgets it when it is over', async () => {
    const store = localQuotaStore()
    await store.cool({ key: 'k', until: at(500), reason: 'cooldown' })
    expect(await store.cool({ key: 'k', until: at(200), reason: 'day' })).toEqual(at(500))
    expect(await store.spend({ key: 'k', windows: [day], at: at(499) })).toEqual({
      status: 'cooling-down',
      retryAt: at(500),
      reason: 'cooldown',
    })
    expect(await store.cooldown({ key: 'k', at: at(500) })).toBeNull()
    expect(await store.remaining({ key: 'k', window: day, at: at(500) })).toBe(3)
  })
})

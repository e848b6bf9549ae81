import { describe, expect, it } from 'vitest'
import { createSpotify } from '../../../src/clients/spotify/client.ts'
import { fakeClock } from '../../../src/testing/fake-clock.ts'
import { AuthenticationError } from '../../../src/upstream/errors.ts'
import { readRecorded } from '../../support/recorded.ts'
import { failureOf } from './support/failure-of.ts'
import {
  clientId,
  clientSecret,
  refusal,
  scriptedFetch,
  scriptedSpotify,
} from './support/scripted-spotify.ts'
import { artist, idOf } from './support/things.ts'

const anArtist = () => ({ body: artist(1) })
const fresh = { cache: 'reload' } as const

describe('the token of an app', () => {
  it('is asked for once, however many calls wait for it', async () => {
    const { spotify, requests, tokenRequests } = scriptedSpotify(({ path }) => ({
      body: artist(Number(path.slice(-20))),
    }))
    await Promise.all([1, 2, 3, 4].map((number) => spotify.artist(idOf(number))))
    expect(tokenRequests).toHaveLength(1)
    expect(requests.map(({ headers }) => headers.get('authorization'))).toEqual(
      Array(4).fill('Bearer token-1'),
    )
  })

  it('is requested as Spotify wants it: a form, and the secret in HTTP Basic', async () => {
    const { spotify, tokenRequests } = scriptedSpotify(anArtist)
    await spotify.artist(idOf(1))
    const [{ method, path, form, headers }] = tokenRequests as [(typeof tokenRequests)[0]]
    expect({ method, path, form: [...form] }).toEqual({
      method: 'POST',
      path: '/api/token',
      form: [['grant_type', 'client_credentials']],
    })
    expect(headers.get('authorization')).toBe(`Basic ${btoa(`${clientId}:${clientSecret}`)}`)
  })

  it('is kept until a minute before it ends, by the clock', async () => {
    const clock = fakeClock('2026-11-21T12:00:00Z')
    const { spotify, tokenRequests } = scriptedSpotify(anArtist, { clock })
    await spotify.artist(idOf(1))
    await clock.advance(58 * 60_000)
    await spotify.artist(idOf(1), fresh)
    expect(tokenRequests).toHaveLength(1)
    await clock.advance(60_001)
    await spotify.artist(idOf(1), fresh)
    expect(tokenRequests).toHaveLength(2)
  })

  it('fits the recorded answer, and is not asked for again when that names no lifetime', async () => {
    const body = readRecorded('spotify', 'auth/token.client-credentials.json')
    const recorded = scriptedSpotify(anArtist, { token: () => ({ body }) })
    await recorded.spotify.artist(idOf(1))
    const lifeless = scriptedSpotify(anArtist, { token: () => ({ body: { access_token: 'x' } }) })
    await lifeless.spotify.artist(idOf(1))
    await lifeless.spotify.artist(idOf(1), fresh)
    expect(lifeless.tokenRequests).toHaveLength(1)
  })

  it('is renewed once when Spotify refuses it, and the call repeated', async () => {
    const { spotify, requests, tokenRequests } = scriptedSpotify(({ headers }) =>
      headers.get('authorization') === 'Bearer token-2'
        ? anArtist()
        : refusal(401, 'The access token expired'),
    )
    const { response } = await spotify.artist(idOf(1)).withResponse()
    expect(response.attempts).toBe(2)
    expect([requests.length, tokenRequests.length]).toEqual([2, 2])
  })

  it('survives a spurious refusal', async () => {
    const { spotify } = scriptedSpotify((_request, index) =>
      index === 0 ? refusal(401, 'Access token missing') : anArtist(),
    )
    await expect(spotify.artist(idOf(1))).resolves.toMatchObject({ name: 'Artist 1' })
  })

  it('is renewed once for many calls that were refused with the same one', async () => {
    const { spotify, tokenRequests } = scriptedSpotify(({ headers, path }) =>
      headers.get('authorization') === 'Bearer token-1'
        ? refusal(401, 'The access token expired')
        : { body: artist(Number(path.slice(-20))) },
    )
    await Promise.all([1, 2, 3].map((number) => spotify.artist(idOf(number))))
    expect(tokenRequests).toHaveLength(2)
  })

  it('is not thrown away by a refusal of the one before it', async () => {
    const renewed = Promise.withResolvers<void>()
    const { spotify, tokenRequests } = scriptedSpotify(
      async ({ headers, path }) => {
        if (headers.get('authorization') !== 'Bearer token-1')
          return { body: artist(Number(path.slice(-20))) }
        if (path.endsWith('2')) await renewed.promise
        return refusal(401, 'The access token expired')
      },
      {
        token: (_request, index) => {
          if (index > 0) setTimeout(renewed.resolve)
          return { body: { access_token: `token-${index + 1}`, expires_in: 3600 } }
        },
      },
    )
    await Promise.all([spotify.artist(idOf(1)), spotify.artist(idOf(2))])
    expect(tokenRequests).toHaveLength(2)
  })

  it('that is refused again and again is an AuthenticationError after two requests', async () => {
    const { spotify, requests } = scriptedSpotify(() => ({
      status: 401,
      body: readRecorded('spotify', 'errors/401-unauthorized.get-album.json'),
    }))
    expect(await failureOf(spotify.album(idOf(1)))).toMatchObject({
      code: 'unauthenticated',
      status: 401,
      attempts: 2,
    })
    expect(requests).toHaveLength(2)
  })

  it.each([400, 401])('that is denied with %i names the options to check, and no secret', async (status) => {
    const body = readRecorded('spotify', 'auth/error.invalid-client.json')
    const { spotify, requests, tokenRequests } = scriptedSpotify(anArtist, {
      token: () => ({ status, body }),
    })
    const failure = await failureOf(spotify.artist(idOf(1)))
    expect(failure).toBeInstanceOf(AuthenticationError)
    expect(failure.message).toMatch(/clientId and clientSecret of createSpotify/)
    expect(JSON.stringify([failure, failure.message, failure.stack])).not.toContain(clientSecret)
    expect([requests.length, tokenRequests.length]).toEqual([0, 1])
  })

  it('is asked for again when its service failed', async () => {
    const { spotify, tokenRequests } = scriptedSpotify(anArtist, {
      token: (_request, index) => (index < 2 ? { status: 503 } : { body: { access_token: 'late' } }),
    })
    await expect(spotify.artist(idOf(1))).resolves.toMatchObject({ id: idOf(1) })
    expect(tokenRequests).toHaveLength(3)
  })

  it('that cannot be read is an UnexpectedResponseError', async () => {
    for (const body of ['<html>', '', {}, { access_token: '' }, { access_token: 'no header\n' }]) {
      const { spotify } = scriptedSpotify(anArtist, { token: () => ({ body }) })
      expect(await failureOf(spotify.artist(idOf(1)))).toMatchObject({ code: 'unexpected-response' })
    }
  })

  it('never appears in errors, even if a service repeats it', async () => {
    const { spotify } = scriptedSpotify(({ headers }) =>
      refusal(400, `bad header ${headers.get('authorization')}, token-1`),
    )
    const failure = await failureOf(spotify.artist(idOf(1)))
    expect(failure.message).toContain('bad header')
    expect(failure.message).not.toContain('token-1')
  })
})

describe('tokens that the app brings', () => {
  it('are asked for before every request, and once more after a refusal', async () => {
    const asked: boolean[] = []
    const { spotify, requests, tokenRequests } = scriptedSpotify(
      ({ headers }) => (headers.get('authorization') === 'Bearer fan-3' ? anArtist() : refusal(401)),
      {
        accessToken: ({ refused }) => {
          asked.push(refused)
          return refused ? 'fan-3' : 'fan-1'
        },
      },
    )
    await spotify.artist(idOf(1))
    expect(asked).toEqual([false, true])
    expect([requests.length, tokenRequests.length]).toEqual([2, 0])
  })

  it('that do not come are an AuthenticationError', async () => {
    const absent = scriptedSpotify(anArtist, { accessToken: () => '' })
    expect(await failureOf(absent.spotify.artist(idOf(1)))).toBeInstanceOf(AuthenticationError)
    const failing = scriptedSpotify(anArtist, {
      accessToken: () => {
        throw new Error('session store down')
      },
    })
    const failure = await failureOf(failing.spotify.artist(idOf(1)))
    expect(failure).toBeInstanceOf(AuthenticationError)
    expect(failure.cause).toMatchObject({ message: 'session store down' })
  })

  it("are answered for the fan's country, so nothing is cached without a market", async () => {
    const entries = new Map<string, { value: string; freshUntil: Date }>()
    const cache = {
      get: async (key: string) => entries.get(key) ?? null,
      set: async (key: string, entry: { value: string; freshUntil: Date }) =>
        entries.set(key, entry).has(key),
      remove: async (key: string) => void entries.delete(key),
      removeTag: async () => 0,
      removePrefix: async () => 0,
    }
    const { spotify } = scriptedSpotify(anArtist, { accessToken: () => 'fan', cache })
    await spotify.artist(idOf(1))
    expect(entries.size).toBe(0)
    const inMarket = scriptedSpotify(anArtist, { accessToken: () => 'fan', market: 'NL', cache })
    await inMarket.spotify.artist(idOf(1))
    expect(entries.size).toBe(1)
    expect([...entries.keys()].join()).not.toMatch(/fan/)
  })
})

describe('createSpotify', () => {
  it.each([
    [{}, /clientId is missing: write createSpotify\(\{ clientId/],
    [{ clientId: 'x' }, /clientSecret is missing/],
    [{ clientId: 'x', clientSecret: ' ' }, /clientSecret is missing/],
    [{ clientId: 'x', clientSecret: 'y', accessToken: () => 'z' }, /not both/],
    [{ accessToken: 'z' }, /must be a function/],
    [{ clientId: 'x', clientSecret: 'y', tier: 'premium' }, /'auto', 'development', 'legacy', 'extended'/],
    [{ clientId: 'x', clientSecret: 'y', market: 'Netherlands' }, /market: 'US'/],
    [{ clientId: 'x', clientSecret: 'y', accountsUrl: 'accounts' }, /http/],
    [{ clientId: 'x', clientSecret: 'y', retries: -1 }, /retries/],
  ])('refuses %j at once and shows what to write', (options, message) => {
    expect(() => createSpotify(options as never)).toThrow(
      expect.objectContaining({ code: 'invalid-options', message: expect.stringMatching(message) }),
    )
  })

  it('sends everything to the addresses it was given', async () => {
    const seen: string[] = []
    const { fetch } = scriptedFetch(anArtist)
    const spotify = createSpotify({
      clientId,
      clientSecret,
      baseUrl: 'http://127.0.0.1:1/spotify/v1/',
      accountsUrl: 'http://127.0.0.1:1/accounts/',
      fetch: async (input, init) => {
        const url = new Request(input, init).url
        seen.push(url)
        return url.includes('/accounts/')
          ? Response.json({ access_token: 'x' })
          : fetch(`https://api.spotify.com/v1/x`)
      },
    })
    await spotify.artist(idOf(1))
    expect(seen).toEqual([
      'http://127.0.0.1:1/accounts/api/token',
      `http://127.0.0.1:1/spotify/v1/artists/${idOf(1)}`,
    ])
  })
})

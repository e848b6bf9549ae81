import { describe, expect, it } from 'vitest'
import { createSpotifyAuthorization, type FanToken } from '../../../src/clients/spotify/fan-authorization.ts'
import { codeChallengeOf, createPkcePair } from '../../../src/clients/spotify/pkce.ts'
import { fakeClock } from '../../../src/testing/fake-clock.ts'
import { ReauthorizationRequiredError } from '../../../src/upstream/errors.ts'
import { readRecorded } from '../../support/recorded.ts'
import { failureOf } from './support/failure-of.ts'
import { clientId, clientSecret, type Script, scriptedFetch } from './support/scripted-spotify.ts'

const redirectUri = 'http://127.0.0.1:3000/callback'
const startAt = '2026-11-21T12:00:00Z'

function authorize(token: Script, { secret = true, clock = fakeClock(startAt, { auto: true }) } = {}) {
  const { fetch, tokenRequests } = scriptedFetch(() => ({ status: 500 }), token)
  const authorization = createSpotifyAuthorization({
    clientId,
    redirectUri,
    fetch,
    clock,
    ...(secret && { clientSecret }),
  })
  const forms = () => tokenRequests.map(({ form }) => Object.fromEntries(form))
  return { authorization, tokenRequests, forms }
}

const held: FanToken = {
  accessToken: 'old-access',
  refreshToken: 'old-refresh',
  expiresAt: new Date(startAt),
  scopes: ['user-follow-read'],
}

describe('the consent page', () => {
  it('is asked for the scopes, with a state', () => {
    const { authorization } = authorize(() => ({}))
    const url = new URL(
      authorization.authorizationUrl({
        scopes: ['user-follow-read', 'user-top-read'],
        state: 's1',
        showDialog: true,
      }),
    )
    expect(url.origin + url.pathname).toBe('https://accounts.spotify.com/authorize')
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: clientId,
      redirect_uri: redirectUri,
      state: 's1',
      scope: 'user-follow-read user-top-read',
      show_dialog: 'true',
    })
  })

  it('of a public client carries a PKCE challenge, S256', async () => {
    const { authorization } = authorize(() => ({}), { secret: false })
    const { codeChallenge, codeVerifier } = await createPkcePair()
    const { searchParams } = new URL(authorization.authorizationUrl({ state: 's', codeChallenge }))
    expect(searchParams.get('code_challenge_method')).toBe('S256')
    expect(searchParams.get('code_challenge')).toBe(await codeChallengeOf(codeVerifier))
    expect(codeVerifier).toMatch(/^[\w-]{43,128}$/)
    expect(() => authorization.authorizationUrl({ state: 's' })).toThrow(/createPkcePair/)
    expect(() => authorization.authorizationUrl({ state: '', codeChallenge })).toThrow(/state/)
  })

  it('gets the challenge of RFC 7636, appendix B', async () => {
    expect(await codeChallengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(
      'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    )
  })
})

describe('a code', () => {
  it('is exchanged with the secret', async () => {
    const body = readRecorded('spotify', 'auth/token.authorization-code.json')
    const { authorization, forms, tokenRequests } = authorize(() => ({ body }))
    expect(await authorization.exchangeCode({ code: 'c1' })).toEqual({
      accessToken: 'REDACTED',
      refreshToken: 'REDACTED',
      expiresAt: new Date('2026-11-21T13:00:00Z'),
      scopes: ['user-read-birthdate', 'user-read-email'],
    })
    expect(forms()).toEqual([{ grant_type: 'authorization_code', code: 'c1', redirect_uri: redirectUri }])
    expect(tokenRequests[0]?.headers.get('authorization')).toBe(
      `Basic ${btoa(`${clientId}:${clientSecret}`)}`,
    )
  })

  it('is exchanged without a secret by its verifier', async () => {
    const body = readRecorded('spotify', 'auth/token.authorization-code.json')
    const { authorization, forms, tokenRequests } = authorize(() => ({ body }), { secret: false })
    await authorization.exchangeCode({ code: 'c1', codeVerifier: 'v1' })
    expect(forms()).toEqual([
      {
        grant_type: 'authorization_code',
        client_id: clientId,
        code: 'c1',
        redirect_uri: redirectUri,
        code_verifier: 'v1',
      },
    ])
    expect(tokenRequests[0]?.headers.has('authorization')).toBe(false)
    expect(await failureOf(authorization.exchangeCode({ code: 'c1' }))).toMatchObject({
      code: 'invalid-input',
    })
  })

  it('is redeemed once, even when the answer is lost', async () => {
    const { authorization, tokenRequests } = authorize(() => ({ status: 503 }))
    expect(await failureOf(authorization.exchangeCode({ code: 'c1' }))).toMatchObject({
      code: 'upstream-failed',
    })
    expect(tokenRequests).toHaveLength(1)
  })
})

describe('a refresh', () => {
  it('keeps the old refresh token and scopes when the answer leaves them out', async () => {
    const { authorization, forms } = authorize(() => ({
      body: { access_token: 'new-access', expires_in: 3600 },
    }))
    expect(await authorization.refresh(held)).toEqual({
      ...held,
      accessToken: 'new-access',
      expiresAt: new Date('2026-11-21T13:00:00Z'),
    })
    expect(forms()).toEqual([{ grant_type: 'refresh_token', refresh_token: 'old-refresh' }])
  })

  it.each([
    ['a billion years', 3e16, '2026-11-22T12:00:00Z'],
    ['less than nothing', -5, '2026-11-21T12:00:00Z'],
  ])('believes no lifetime of %s', async (_, lifetimeSeconds, expiresAt) => {
    const { authorization } = authorize(() => ({
      body: { access_token: 'new-access', expires_in: lifetimeSeconds },
    }))
    expect((await authorization.refresh(held)).expiresAt).toEqual(new Date(expiresAt))
  })

  it('takes over a rotated refresh token, as PKCE clients get one', async () => {
    const body = readRecorded('spotify', 'auth/token.pkce-refresh.json') as object
    const { authorization, forms } = authorize(() => ({ body: { ...body, refresh_token: 'rotated' } }), {
      secret: false,
    })
    expect(await authorization.refresh(held)).toMatchObject({
      refreshToken: 'rotated',
      scopes: ['user-follow-modify'],
    })
    expect(forms()[0]).toMatchObject({ client_id: clientId })
  })

  it('after the end of the authorization asks for a new one, without retries', async () => {
    const { authorization, tokenRequests } = authorize(() => ({
      status: 400,
      body: { error: 'invalid_grant', error_description: 'Refresh token revoked' },
    }))
    const failure = await failureOf(authorization.refresh(held))
    expect(failure).toBeInstanceOf(ReauthorizationRequiredError)
    expect(failure.code).toBe('reauthorization-required')
    expect(failure.message).not.toContain('old-refresh')
    expect(tokenRequests).toHaveLength(1)
  })

  it('with wrong credentials names the option', async () => {
    const { authorization } = authorize(() => ({ status: 400, body: { error: 'invalid_client' } }), {
      secret: false,
    })
    expect((await failureOf(authorization.refresh(held))).message).toMatch(
      /clientId of createSpotifyAuthorization/,
    )
  })

  it('needs a token', async () => {
    const { authorization } = authorize(() => ({}))
    expect(await failureOf(authorization.refresh({ refreshToken: '' }))).toMatchObject({
      code: 'invalid-input',
    })
  })
})

describe('a token kept fresh', () => {
  it('is refreshed once for many askers, stored before it is used, and used until a minute before its end', async () => {
    const clock = fakeClock('2026-11-21T12:00:00Z')
    const { authorization, tokenRequests } = authorize(
      (_request, index) => ({ body: { access_token: `access-${index + 1}`, expires_in: 3600 } }),
      { clock },
    )
    const saved: FanToken[] = []
    const token = authorization.keepFresh(held, { save: (each) => saved.push(each) })
    const ask = () => token({ refused: false })
    expect(await Promise.all([ask(), ask(), ask()])).toEqual(['access-1', 'access-1', 'access-1'])
    expect(saved.map(({ accessToken }) => accessToken)).toEqual(['access-1'])
    await clock.advance(58 * 60_000)
    expect(await ask()).toBe('access-1')
    expect(await token({ refused: true })).toBe('access-2')
    expect(tokenRequests).toHaveLength(2)
  })

  it('is not used when it cannot be stored', async () => {
    const { authorization } = authorize(() => ({ body: { access_token: 'x' } }))
    const token = authorization.keepFresh(held, {
      save: () => {
        throw new Error('disk full')
      },
    })
    expect(await failureOf(token({ refused: false }))).toMatchObject({ message: 'disk full' })
  })
})

describe('createSpotifyAuthorization', () => {
  it.each([
    [{ redirectUri }, /clientId is missing/],
    [{ clientId }, /redirectUri must be a whole address/],
    [{ clientId, redirectUri: '/callback' }, /whole address/],
    [{ clientId, clientSecret: '', redirectUri }, /leave it out to use PKCE/],
    [{ clientId, redirectUri: 'http://localhost:3000/callback' }, /'http:\/\/127\.0\.0\.1:3000\/callback'/],
    [{ clientId, redirectUri: 'https://app.localhost/callback' }, /localhost/],
    [{ clientId, redirectUri: 'http://app.example/callback' }, /https:\/\//],
  ])('refuses %j', (options, message) => {
    expect(() => createSpotifyAuthorization(options as never)).toThrow(
      expect.objectContaining({ code: 'invalid-options', message: expect.stringMatching(message) }),
    )
  })

  it.each(['https://app.example/callback', 'http://[::1]:3000/callback', 'velvet://callback'])(
    'takes %s',
    (uri) => {
      expect(() => createSpotifyAuthorization({ clientId, redirectUri: uri })).not.toThrow()
    },
  )
})

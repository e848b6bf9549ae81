import { systemClock } from '../../core/clock.ts'
import { minutes } from '../../core/duration.ts'
import { InvalidInputError, InvalidOptionsError } from '../../core/errors.ts'
import { createSingleFlight } from '../../core/single-flight.ts'
import type { ClientOptions } from '../../upstream/upstream.ts'
import { createAccounts, spotifyAccountsUrl } from './accounts.ts'
import type { TokenAnswer } from './schemas.ts'
import { lifetimeMsOf, type TokenRequest } from './token-source.ts'

export interface SpotifyAuthorizationOptions extends Omit<ClientOptions, 'baseUrl' | 'limits' | 'cache'> {
  readonly clientId: string
  /** Leave it out in apps that cannot keep a secret: they prove the code with PKCE. */
  readonly clientSecret?: string
  /** As registered with Spotify: https, or http to a loopback address such as `http://127.0.0.1:3000/callback`. */
  readonly redirectUri: string
  /** @default 'https://accounts.spotify.com' */
  readonly accountsUrl?: string
}

/** What a fan has granted. Holds secrets: store it encrypted, and never log it. */
export interface FanToken {
  readonly accessToken: string
  readonly expiresAt: Date
  /** Spotify ends it six months after the fan's consent; refreshing does not prolong it. */
  readonly refreshToken: string
  readonly scopes: readonly string[]
}

export interface AuthorizationPage {
  /** @default none: what anybody may see */
  readonly scopes?: readonly string[]
  /** Comes back with the code. Compare it with what the fan's session holds. */
  readonly state: string
  /** Of `createPkcePair()`. Mandatory without a client secret. */
  readonly codeChallenge?: string
  /** Ask even if the fan has consented before. @default false */
  readonly showDialog?: boolean
}

/** Access in the name of a fan: authorization code flow, with a secret or with PKCE. */
export interface SpotifyAuthorization {
  /** Where to send the fan. */
  authorizationUrl(page: AuthorizationPage): string
  /** Redeems the code that came to the redirect URI. A code can be redeemed once, so this is never repeated. */
  exchangeCode(answer: { readonly code: string; readonly codeVerifier?: string }): Promise<FanToken>
  /**
   * A new access token. Store the whole result: the refresh token may have changed.
   * Throws `ReauthorizationRequiredError` when the authorization has ended: send the fan to the consent page again.
   */
  refresh(token: Pick<FanToken, 'refreshToken'> & Partial<Pick<FanToken, 'scopes'>>): Promise<FanToken>
  /**
   * An `accessToken` for `createSpotify`: hands out the token in hand and refreshes it a minute before it ends, or
   * when Spotify refuses it. `save` is awaited with every new token, before it is used.
   *
   * @example
   * const accessToken = authorization.keepFresh(stored, { save: (token) => sessions.update(fanId, token) })
   * const spotify = createSpotify({ clientId, accessToken })
   */
  keepFresh(
    token: FanToken,
    options: { readonly save: (token: FanToken) => unknown },
  ): (request: TokenRequest) => Promise<string>
}

const marginMs = minutes(1)

/**
 * Makes the authorization of fans for one app.
 *
 * @example
 * const authorization = createSpotifyAuthorization({ clientId, clientSecret, redirectUri: 'https://app.example/callback' })
 * response.redirect(authorization.authorizationUrl({ scopes: ['user-follow-read'], state }))
 * const token = await authorization.exchangeCode({ code })
 */
export function createSpotifyAuthorization(options: SpotifyAuthorizationOptions): SpotifyAuthorization {
  checkOptions(options)
  const { clientId, clientSecret = null, redirectUri, accountsUrl = spotifyAccountsUrl, ...shared } = options
  const clock = shared.clock ?? systemClock
  const factory = 'createSpotifyAuthorization'
  const accounts = createAccounts({ clientId, clientSecret, accountsUrl, factory, options: shared })

  function toFanToken(answer: TokenAnswer, startedAt: number, held: Partial<FanToken>): FanToken {
    return {
      accessToken: answer.access_token,
      expiresAt: new Date(startedAt + lifetimeMsOf(answer)),
      refreshToken: answer.refresh_token || held.refreshToken || '',
      scopes: answer.scope?.split(' ').filter(Boolean) ?? held.scopes ?? [],
    }
  }

  async function refresh(token: Parameters<SpotifyAuthorization['refresh']>[0]): Promise<FanToken> {
    if (!isText(token.refreshToken)) {
      throw new InvalidInputError('refresh needs the token that exchangeCode gave: refresh({ refreshToken })')
    }
    const startedAt = clock.now().getTime()
    const answer = await accounts.requestToken('refresh_token', { refresh_token: token.refreshToken })
    return toFanToken(answer, startedAt, token)
  }

  return {
    authorizationUrl({ scopes = [], state, codeChallenge, showDialog = false }) {
      if (!isText(state)) {
        throw new InvalidInputError(
          'authorizationUrl needs a state that nobody can guess: { state: crypto.randomUUID() }',
        )
      }
      if (clientSecret === null && !isText(codeChallenge)) {
        throw new InvalidInputError('Without a clientSecret, pass the codeChallenge of createPkcePair()')
      }
      const query = new URLSearchParams({
        response_type: 'code',
        client_id: clientId,
        redirect_uri: redirectUri,
        state,
      })
      if (scopes.length > 0) query.set('scope', scopes.join(' '))
      if (codeChallenge !== undefined) {
        query.set('code_challenge_method', 'S256')
        query.set('code_challenge', codeChallenge)
      }
      if (showDialog) query.set('show_dialog', 'true')
      return `${accountsUrl.replace(/\/+$/, '')}/authorize?${query}`
    },
    async exchangeCode({ code, codeVerifier }) {
      if (!isText(code)) throw new InvalidInputError('exchangeCode needs the code of the redirect: { code }')
      if (clientSecret === null && !isText(codeVerifier)) {
        throw new InvalidInputError('Without a clientSecret, pass the codeVerifier whose challenge was sent')
      }
      const startedAt = clock.now().getTime()
      const answer = await accounts.requestToken('authorization_code', {
        code,
        redirect_uri: redirectUri,
        ...(codeVerifier === undefined ? {} : { code_verifier: codeVerifier }),
      })
      return toFanToken(answer, startedAt, {})
    },
    refresh,
    keepFresh(token, { save }) {
      let held = token
      const once = createSingleFlight<string>()
      const renew = async () => {
        const renewed = await refresh(held)
        await save(renewed)
        held = renewed
        return held.accessToken
      }
      return async ({ refused }) => {
        const isUsable = clock.now().getTime() < held.expiresAt.getTime() - marginMs
        return isUsable && !refused ? held.accessToken : once('token', renew)
      }
    },
  }
}

function checkOptions({ clientId, clientSecret, redirectUri }: SpotifyAuthorizationOptions): void {
  const fail = (what: string): never => {
    throw new InvalidOptionsError(`createSpotifyAuthorization: ${what}`)
  }
  if (!isText(clientId))
    fail("clientId is missing: write { clientId: '…', redirectUri: 'https://…/callback' }")
  if (clientSecret !== undefined && !isText(clientSecret))
    fail('clientSecret is empty: leave it out to use PKCE')
  if (!isText(redirectUri) || !URL.canParse(redirectUri)) {
    fail("redirectUri must be a whole address: redirectUri: 'https://app.example/callback'")
  }
  const url = new URL(redirectUri)
  if (/(^|\.)localhost$/.test(url.hostname)) {
    url.hostname = '127.0.0.1'
    fail(`Spotify refuses localhost as a redirect URI: register and write redirectUri: '${url.href}'`)
  }
  if (url.protocol === 'http:' && url.hostname !== '127.0.0.1' && url.hostname !== '[::1]') {
    fail(
      'redirectUri must begin with https:// unless it leads to a loopback address (http://127.0.0.1:3000/callback)',
    )
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== ''

import type { Clock } from '../../core/clock.ts'
import { days, hours, minutes, seconds } from '../../core/duration.ts'
import { createSingleFlight } from '../../core/single-flight.ts'
import { AuthenticationError } from '../../upstream/errors.ts'
import type { TokenAnswer } from './schemas.ts'

/** Where the bearer token of a request comes from. */
export interface TokenSource {
  /** The token in hand, at once, or the one that is being fetched. */
  get(): string | Promise<string>
  /** The service refused this token: the next `get` brings another. */
  forget(token: string): void
  /** For redaction. */
  held(): readonly string[]
}

/** Spotify's tokens hold an hour. It says so in every answer; this is for the day it does not. */
const usualLifetimeMs = hours(1)
/** No token holds longer, whatever the answer says. */
const longestLifetimeMs = days(1)
/** A token is renewed this long before it ends, so that no request travels with one that ends on the way. */
const marginMs = minutes(1)

/**
 * Tokens by client credentials: fetched on first use, kept until a minute before they end, one request however
 * many calls wait for it.
 */
export function createTokenSource(fetchToken: () => Promise<TokenAnswer>, clock: Clock): TokenSource {
  let current: { readonly token: string; readonly usableUntil: number } | null = null
  const once = createSingleFlight<string>()

  async function renew(): Promise<string> {
    const startedAt = clock.now().getTime()
    const answer = await fetchToken()
    const token = answer.access_token
    const lifetimeMs = lifetimeMsOf(answer)
    current = { token, usableUntil: startedAt + lifetimeMs - Math.min(marginMs, lifetimeMs / 10) }
    return token
  }

  return {
    get() {
      if (current && clock.now().getTime() < current.usableUntil) return current.token
      return once('token', renew)
    },
    forget(token) {
      if (current?.token === token) current = null
    },
    held: () => (current ? [current.token] : []),
  }
}

/** How long a token holds from the moment it was asked for, in milliseconds. */
export function lifetimeMsOf({ expires_in: lifetimeSeconds }: TokenAnswer): number {
  if (lifetimeSeconds == null) return usualLifetimeMs
  return Math.min(Math.max(0, seconds(lifetimeSeconds)), longestLifetimeMs)
}

/** What a token provider may want to know. */
export interface TokenRequest {
  /** True when Spotify has just refused the token given before: a cached one must be renewed. */
  readonly refused: boolean
}

/** Tokens that the app brings: those of a fan. The provider is asked before every request and keeps its own cache. */
export function createForeignTokenSource(
  provide: (request: TokenRequest) => string | PromiseLike<string>,
): TokenSource {
  let refused = false
  let last: string | null = null
  return {
    async get() {
      const request = { refused }
      refused = false
      const token: unknown = await provide(request)
      if (typeof token !== 'string' || token === '') {
        throw new AuthenticationError(
          'spotify: the option accessToken gave no token: it must answer a text',
          {
            service: 'spotify',
            endpoint: 'accessToken()',
          },
        )
      }
      last = token
      return token
    },
    forget() {
      refused = true
    },
    held: () => (last === null ? [] : [last]),
  }
}

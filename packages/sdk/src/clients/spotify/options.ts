import { InvalidOptionsError } from '../../core/errors.ts'
import type { ClientOptions } from '../../upstream/upstream.ts'
import { type SpotifyTier, spotifyTiers } from './capabilities.ts'
import type { TokenRequest } from './token-source.ts'

interface SharedOptions extends ClientOptions {
  /**
   * What the app may do. With `'auto'` the client learns it from the answers. A tier declared here is believed:
   * what it does not allow is never asked for.
   * @default 'auto'
   */
  readonly tier?: SpotifyTier | 'auto'
  /**
   * The country, in two letters, whose catalog counts where a call names none. Spotify then answers only what can
   * be played there. @default none: everything, wherever it can be played
   */
  readonly market?: string
  /** @default 'https://accounts.spotify.com' */
  readonly accountsUrl?: string
}

/** An app's own access: enough for everything in the catalog. */
export interface SpotifyAppOptions extends SharedOptions {
  readonly clientId: string
  readonly clientSecret: string
  readonly accessToken?: undefined
}

/** Access in the name of a fan, with tokens that the app brings. */
export interface SpotifyFanOptions extends SharedOptions {
  /** Names the app, so that all its clients share one budget. */
  readonly clientId?: string
  readonly clientSecret?: undefined
  /** Asked before every request. After a 401 it is asked once more, with `refused: true`. */
  readonly accessToken: (request: TokenRequest) => string | PromiseLike<string>
}

export type SpotifyOptions = SpotifyAppOptions | SpotifyFanOptions

const example = "createSpotify({ clientId: '…', clientSecret: '…' })"

/** Throws an `InvalidOptionsError` that shows what to write. */
export function checkSpotifyOptions(options: SpotifyOptions): void {
  const { clientId, clientSecret, accessToken, tier = 'auto', market } = options ?? {}
  const fail = (what: string): never => {
    throw new InvalidOptionsError(`createSpotify: ${what}`)
  }
  if (accessToken !== undefined) {
    if (typeof accessToken !== 'function')
      fail('accessToken must be a function: accessToken: async () => token')
    if (clientSecret !== undefined) fail('pass either clientSecret or accessToken, not both')
    if (clientId !== undefined && !isText(clientId)) fail(`clientId must be a text: ${example}`)
  } else {
    if (!isText(clientId)) fail(`clientId is missing: write ${example}`)
    if (!isText(clientSecret)) fail(`clientSecret is missing: write ${example}`)
  }
  if (tier !== 'auto' && !spotifyTiers.includes(tier)) {
    fail(`tier must be one of 'auto', ${spotifyTiers.map((each) => `'${each}'`).join(', ')}`)
  }
  if (market !== undefined && !isMarket(market))
    fail("market must be a country in two letters, such as market: 'US'")
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== ''

export const isMarket = (value: unknown): value is string =>
  typeof value === 'string' && /^[A-Z]{2}$/.test(value)

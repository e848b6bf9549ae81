import { seconds } from '../../core/duration.ts'

/** What the token endpoint answers. */
export interface IssuedToken {
  readonly access_token: string
  readonly expires_in: number
}

/** Which bearer tokens Spotify has handed out, and until when they hold. */
export interface SpotifyTokens {
  /** Remembers a token that was handed out at `at`. */
  accept(issued: IssuedToken, at: Date): void
  check(token: string, at: Date): 'valid' | 'expired' | 'unknown'
}

export function createSpotifyTokens(): SpotifyTokens {
  const expiryByToken = new Map<string, number>()
  return {
    accept({ access_token, expires_in }, at) {
      expiryByToken.set(access_token, at.getTime() + seconds(expires_in))
    },
    check(token, at) {
      const expiry = expiryByToken.get(token)
      if (expiry === undefined) return 'unknown'
      return at.getTime() < expiry ? 'valid' : 'expired'
    },
  }
}

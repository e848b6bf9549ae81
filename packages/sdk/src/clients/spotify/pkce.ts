import { type RandomBytes, systemRandomBytes } from '../../core/random-bytes.ts'

export interface PkcePair {
  /** Kept with the fan's session, and sent with the code. */
  readonly codeVerifier: string
  /** Sent to the consent page. */
  readonly codeChallenge: string
}

export interface PkceOptions {
  /** @default the platform's secure random numbers */
  readonly randomBytes?: RandomBytes
}

/** 64 characters, of which the standard asks for 43 to 128. */
const verifierBytes = 48

/**
 * A fresh pair for one authorization (RFC 7636, method S256).
 *
 * @example
 * const { codeVerifier, codeChallenge } = await createPkcePair()
 */
export async function createPkcePair({
  randomBytes = systemRandomBytes,
}: PkceOptions = {}): Promise<PkcePair> {
  const codeVerifier = base64Url(randomBytes(verifierBytes))
  return { codeVerifier, codeChallenge: await codeChallengeOf(codeVerifier) }
}

/**
 * The challenge of a verifier: base64url of its SHA-256, as in RFC 7636, section 4.2.
 *
 * @example
 * await codeChallengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk') // 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
 */
export async function codeChallengeOf(codeVerifier: string): Promise<string> {
  return base64Url(
    new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(codeVerifier))),
  )
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

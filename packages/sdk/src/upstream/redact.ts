/** Takes credentials out of a text. */
export type Redact = (text: string) => string

const replacement = '[redacted]'

/** What looks like a credential wherever it stands, whoever it belongs to. */
const patterns: readonly RegExp[] = [
  /\b((?:api[-_]?key|access[-_]?token|refresh[-_]?token|client[-_]?secret|client_assertion|code_verifier|token|password)["']?\s*[=:]\s*["']?)[^\s"'&,;}<>]+/gi,
  /\b((?:Bearer|Basic)\s+)[\w.~+/=-]+/gi,
  /\b(x-api-key["']?\s*[:=]\s*["']?)[^\s"'&,;}<>]+/gi,
  /\b(Identifier\s*:\s*)[^\s"'&,;}<>]+/gi,
]

/**
 * Makes a function that replaces the given secrets (as they are, URL-encoded and in base64) and everything that
 * looks like a credential.
 *
 * @example
 * const redact = createRedactor([apiKey])
 * redact('quota of Identifier : 7elxdku9GGG5k8j0Xm8KWdANDgecHMV0') // 'quota of Identifier : [redacted]'
 */
export function createRedactor(secrets: readonly string[] | (() => readonly string[])): Redact {
  const listed = typeof secrets === 'function' ? secrets : () => secrets
  return (text) => {
    let safe = text
    for (const secret of listed()) {
      // Shorter than this is no secret, and would cut ordinary words into pieces.
      if (secret.length < 4) continue
      for (const spelling of spellings(secret)) safe = safe.replaceAll(spelling, replacement)
    }
    for (const pattern of patterns) safe = safe.replace(pattern, `$1${replacement}`)
    return safe
  }
}

function spellings(secret: string): Set<string> {
  const encoded = encodeURIComponent(secret.toWellFormed())
  return new Set([
    secret,
    encoded,
    encoded.replaceAll('%20', '+'),
    base64(secret),
    JSON.stringify(secret).slice(1, -1),
  ])
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}

/**
 * An error as it may be shown: name, code and message, redacted, and nothing else. Errors of HTTP libraries quote
 * the whole URL, in which a key may stand, and carry the request.
 */
export function toSafeCause(error: unknown, redact: Redact): Error {
  if (!(error instanceof Error)) return new Error(redact(typeof error === 'string' ? error : 'not an Error'))
  const inner = error.cause instanceof Error ? error.cause : null
  const safe = new Error(redact(error.message).replace(/\bhttps?:\/\/\S+/gi, '[url]'), {
    ...(inner ? { cause: toSafeCause(inner, redact) } : {}),
  })
  safe.name = error.name
  if ('code' in error && typeof error.code === 'string') Object.assign(safe, { code: error.code })
  return safe
}

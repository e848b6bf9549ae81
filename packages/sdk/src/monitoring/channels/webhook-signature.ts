/**
 * The signature of a webhook: HMAC-SHA-256 over `<timestamp>.<body>`, where the timestamp is in seconds since 1970.
 * The body is taken as the bytes that were sent.
 */
export const signatureHeader = 'setvote-signature'
export const timestampHeader = 'setvote-timestamp'
/** Before each signature in the header; another way to sign would have another one. */
export const scheme = 'v1='

const bytesOf = (text: string) => new TextEncoder().encode(text)

const keyOf = (secret: string, usage: 'sign' | 'verify') =>
  crypto.subtle.importKey('raw', bytesOf(secret), { name: 'HMAC', hash: 'SHA-256' }, false, [usage])

export async function signBody(secret: string, timestamp: string, body: string): Promise<string> {
  const signature = await crypto.subtle.sign(
    'HMAC',
    await keyOf(secret, 'sign'),
    bytesOf(`${timestamp}.${body}`),
  )
  return scheme + Array.from(new Uint8Array(signature), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The platform's own verification, which takes the same time wherever signatures differ. */
export async function isSignatureOf(
  signature: string,
  secret: string,
  timestamp: string,
  body: string,
): Promise<boolean> {
  if (!signature.startsWith(scheme)) return false
  const hex = signature.slice(scheme.length)
  if (!/^[\da-f]{64}$/.test(hex)) return false
  const bytes = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  return crypto.subtle.verify('HMAC', await keyOf(secret, 'verify'), bytes, bytesOf(`${timestamp}.${body}`))
}

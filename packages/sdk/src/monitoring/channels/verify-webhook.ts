import { type Clock, systemClock } from '../../core/clock.ts'
import { minutes } from '../../core/duration.ts'
import { InvalidOptionsError } from '../../core/errors.ts'
import { isSignatureOf, signatureHeader, timestampHeader } from './webhook-signature.ts'

export interface VerifyWebhookRequest {
  /** Those of the request: a `Headers`, or what Node gives. */
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>
  /** The body exactly as it came, before anything parsed it. */
  readonly body: string
  /** One, or several of which one has to fit. */
  readonly secret: string | readonly string[]
  /** How old a webhook may be, and how far ahead the sender's clock. @default 300_000 (5 minutes) */
  readonly toleranceMs?: number
  /** @default the machine's */
  readonly clock?: Clock
}

export type WebhookVerdict =
  | { readonly status: 'valid' }
  | {
      readonly status: 'invalid'
      readonly reason: 'unsigned' | 'wrong-signature' | 'too-old' | 'from-the-future'
    }

/**
 * Whether a webhook comes from who knows the secret, and has just been sent. Signatures are compared in constant
 * time. One that was recorded and is sent again is valid for as long as `toleranceMs` says: who minds remembers the
 * `id` of each notice.
 *
 * @throws InvalidOptionsError without a secret.
 *
 * @example
 * const body = await request.text()
 * const verdict = await verifyWebhook({ headers: request.headers, body, secret })
 * if (verdict.status !== 'valid') return new Response(null, { status: 401 })
 */
export async function verifyWebhook(request: VerifyWebhookRequest): Promise<WebhookVerdict> {
  const { headers, body, toleranceMs = minutes(5), clock = systemClock } = request
  const secrets = typeof request.secret === 'string' ? [request.secret] : [...(request.secret ?? [])]
  if (secrets.length === 0 || secrets.some((secret) => typeof secret !== 'string' || secret === '')) {
    throw new InvalidOptionsError('verifyWebhook needs the secret: verifyWebhook({ headers, body, secret })')
  }
  const timestamp = headerOf(headers, timestampHeader)
  const signatures = headerOf(headers, signatureHeader)
  if (!timestamp || !signatures || !/^\d{1,12}$/.test(timestamp))
    return { status: 'invalid', reason: 'unsigned' }
  const pairs = signatures
    .split(',')
    .slice(0, 10)
    .flatMap((signature) => secrets.map((secret) => [signature.trim(), secret] as const))
  const fits = await Promise.all(
    pairs.map(([signature, secret]) => isSignatureOf(signature, secret, timestamp, body)),
  )
  if (!fits.includes(true)) return { status: 'invalid', reason: 'wrong-signature' }
  const ageMs = clock.now().getTime() - Number(timestamp) * 1000
  if (ageMs > toleranceMs) return { status: 'invalid', reason: 'too-old' }
  return ageMs < -toleranceMs ? { status: 'invalid', reason: 'from-the-future' } : { status: 'valid' }
}

function headerOf(headers: VerifyWebhookRequest['headers'], name: string): string | null {
  if (headers instanceof Headers) return headers.get(name)
  const found = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1]
  return typeof found === 'string' ? found : (found?.join(',') ?? null)
}

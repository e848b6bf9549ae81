import { type Clock, systemClock } from '../../core/clock.ts'
import { InvalidOptionsError } from '../../core/errors.ts'
import { systemFetch } from '../../upstream/system-fetch.ts'
import type { AlertChannel } from '../alert-channel.ts'
import type { Severity } from '../finding.ts'
import { checkAddress, postNotice } from './post-notice.ts'
import { signatureHeader, signBody, timestampHeader } from './webhook-signature.ts'

export interface WebhookOptions {
  readonly url: string
  /** Shared with the receiver. Several sign at once while one replaces another: the receiver needs one of them. */
  readonly secret: string | readonly string[]
  /** @default 'webhook' */
  readonly name?: string
  /** @default everything */
  readonly minSeverity?: Severity
  /** @default the runtime's own */
  readonly fetch?: typeof fetch
  /** Dates the signature. @default the machine's */
  readonly clock?: Clock
}

/**
 * Posts every notice as JSON to an address of your own: the fields of `AlertNotice`, instants in ISO 8601. The header
 * `setvote-timestamp` tells when it was sent, in seconds since 1970, and `setvote-signature` proves both:
 * `v1=<hex of HMAC-SHA-256 over "timestamp.body">`, several with commas between them. `verifyWebhook` checks it.
 *
 * A notice that was not answered with a 2xx is sent again, with the same `id`.
 *
 * @throws InvalidOptionsError for what is no address, or a secret of less than 16 characters.
 *
 * @example
 * const monitoring = createMonitoring({ storage, channels: [webhook({ url, secret })] })
 */
export function webhook(options: WebhookOptions): AlertChannel {
  const { name = 'webhook', minSeverity, fetch = systemFetch, clock = systemClock } = options
  const example = `webhook({ url: 'https://example.org/alerts', secret: 'at least 16 characters' })`
  const url = checkAddress('webhook: url', options.url, example)
  const secrets = typeof options.secret === 'string' ? [options.secret] : [...(options.secret ?? [])]
  if (secrets.length === 0 || secrets.some((secret) => typeof secret !== 'string' || secret.length < 16)) {
    throw new InvalidOptionsError(`webhook: a secret must have at least 16 characters: ${example}`)
  }
  return {
    name,
    minSeverity,
    async send(notice, { signal }) {
      const body = JSON.stringify(notice)
      const timestamp = String(Math.floor(clock.now().getTime() / 1000))
      const signatures = await Promise.all(secrets.map((secret) => signBody(secret, timestamp, body)))
      await postNotice({
        ...{ receiver: 'The webhook', url, body, fetch, signal, secrets },
        headers: { [timestampHeader]: timestamp, [signatureHeader]: signatures.join(',') },
      })
    },
  }
}

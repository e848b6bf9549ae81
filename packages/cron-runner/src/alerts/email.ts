import { type AlertChannel, ChannelError, InvalidOptionsError, type Severity } from '@setvote/sdk'
import { createTransport } from 'nodemailer'
import { toMail } from './to-mail.ts'

export interface EmailOptions {
  /**
   * The mail server: `smtp://user:password@mail.example.org:587`, or `smtps://` for TLS from the first byte. User and
   * password URL-encoded. It stays out of logs.
   */
  readonly smtpUrl: string
  /** `alerts@example.org`, or `Setvote <alerts@example.org>`. */
  readonly from: string
  readonly to: string | readonly string[]
  /** @default 'email' */
  readonly name?: string
  /** @default everything */
  readonly minSeverity?: Severity
  /**
   * Refuses to go on without STARTTLS, so that no password travels in the clear.
   * @default true when `smtpUrl` carries a password and does not lead to this machine
   */
  readonly requireTls?: boolean
  /** How long the server may take to accept the connection, to greet, and between answers. @default 10_000 */
  readonly timeoutMs?: number
}

/**
 * Tells people by e-mail, over SMTP. A server that is away, refuses, or asks to come back later (greylisting) is asked
 * again with the next evaluation. Several mails of one alert are one thread.
 *
 * A mail counts as sent when the server has taken it for at least one of the addresses.
 *
 * @throws InvalidOptionsError for what is no SMTP address, or when nobody writes or reads.
 *
 * @example
 * const channels = [email({ smtpUrl: process.env.SMTP_URL, from: 'alerts@example.org', to: 'ops@example.org' })]
 */
export function email({
  smtpUrl,
  from,
  to,
  name = 'email',
  minSeverity,
  timeoutMs = 10_000,
  requireTls,
}: EmailOptions): AlertChannel {
  const server = URL.parse(String(smtpUrl))
  if (!server || !/^smtps?:$/.test(server.protocol) || server.hostname === '') {
    throw new InvalidOptionsError(`email: smtpUrl must be an SMTP address: ${example}`)
  }
  const readers = typeof to === 'string' ? [to] : [...(to ?? [])]
  for (const address of [from, ...readers]) {
    if (typeof address === 'string' && address.includes('@')) continue
    throw new InvalidOptionsError(`email: from and to must be mail addresses: ${example}`)
  }
  if (readers.length === 0) throw new InvalidOptionsError(`email: to needs an address: ${example}`)
  if (!(timeoutMs > 0)) {
    throw new InvalidOptionsError('email: timeoutMs must be milliseconds above 0: { timeoutMs: 10_000 }')
  }
  const isHere = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(server.hostname)

  return {
    name,
    minSeverity,
    async send(notice, { signal }) {
      const transport = createTransport({
        url: smtpUrl,
        connectionTimeout: timeoutMs,
        greetingTimeout: timeoutMs,
        socketTimeout: timeoutMs,
        dnsTimeout: timeoutMs,
        requireTLS: requireTls ?? (server.password !== '' && !isHere),
        disableFileAccess: true,
        disableUrlAccess: true,
      })
      const close = () => transport.close()
      signal.addEventListener('abort', close, { once: true })
      try {
        signal.throwIfAborted()
        await transport.sendMail(toMail(notice, { from, to: readers }))
      } catch (error) {
        throw new ChannelError(`The mail server did not take the notice: ${reasonOf(error)}`)
      } finally {
        signal.removeEventListener('abort', close)
        close()
      }
    },
  }
}

const example = `email({ smtpUrl: 'smtp://mail.example.org', from: 'alerts@example.org', to: 'ops@example.org' })`

/** Codes alone: what a server says may quote who logged in, and with what. */
function reasonOf(error: unknown): string {
  const { code, responseCode } = error as { readonly code?: unknown; readonly responseCode?: unknown }
  const parts = [code, responseCode].filter((part) => typeof part === 'string' || typeof part === 'number')
  return parts.length === 0 ? 'no reason' : parts.join(', ')
}

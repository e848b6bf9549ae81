import { ChannelError, InvalidOptionsError } from '../../core/errors.ts'
import { createRedactor } from '../../upstream/redact.ts'
import { safeReason, safeText } from '../safe-text.ts'

export interface PostRequest {
  /** Names the receiver in errors. */
  readonly receiver: string
  readonly url: string
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
  readonly fetch: typeof fetch
  readonly signal: AbortSignal
  /** What must not stand in an error, beside the address. */
  readonly secrets: readonly string[]
}

/** Posts JSON. Rejects with a `ChannelError` that says what was answered, without address and secrets. */
export async function postNotice(request: PostRequest): Promise<void> {
  const { receiver, url, body, headers, fetch, signal, secrets } = request
  const redact = createRedactor([...secrets, url, ...pathParts(url)])
  let response: Response
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
      signal,
      // Followed blindly, a redirection would carry the notice, and its secrets, to wherever it points.
      redirect: 'manual',
    })
  } catch (error) {
    throw new ChannelError(`${receiver} could not be reached: ${safeReason(error, redact)}`)
  }
  const answer = await response.text().catch(() => '')
  if (response.ok) return
  const said = safeText(answer, redact).slice(0, 200).trim()
  throw new ChannelError(`${receiver} answered ${response.status}${said === '' ? '' : `: ${said}`}`)
}

/** The parts of an address that are long enough to be a secret. */
const pathParts = (url: string): string[] =>
  new URL(url).pathname.split('/').filter((part) => part.length >= 8)

export function checkAddress(option: string, url: unknown, example: string): string {
  const protocol = typeof url === 'string' ? URL.parse(url)?.protocol : null
  if (typeof url === 'string' && (protocol === 'https:' || protocol === 'http:')) return url
  throw new InvalidOptionsError(`${option} must be an http(s) address: ${example}`)
}

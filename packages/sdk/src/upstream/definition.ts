import type { Lane } from './call.ts'
import type { UpstreamService } from './errors.ts'
import type { UpstreamLimits } from './upstream.ts'

/**
 * What one answer means. `message` is what the service said about it; it is redacted before anybody reads it.
 */
export type Verdict =
  | { readonly kind: 'ok' }
  | { readonly kind: 'not-found'; readonly message?: string | undefined }
  /** The request is refused as it stands: repeating it does not help. */
  | { readonly kind: 'rejected'; readonly message?: string | undefined }
  /** The credential was refused. Tried once more when `authorize` gave a way to take it back. */
  | { readonly kind: 'unauthenticated'; readonly message?: string | undefined }
  | { readonly kind: 'reauthorization-required'; readonly message?: string | undefined }
  /** This app may not use this endpoint: remembered, so that later calls of it fail without a request. */
  | { readonly kind: 'unavailable'; readonly message?: string | undefined }
  /** Too fast. The whole service pauses: `retryAfterMs` long, or about half a second, doubling, when it is null. */
  | {
      readonly kind: 'rate-limited'
      readonly retryAfterMs: number | null
      readonly message?: string | undefined
    }
  /** The day's quota is used up: never retried. Null when the service does not say until when. */
  | { readonly kind: 'day-exhausted'; readonly retryAt: Date | null; readonly message?: string | undefined }
  /** The service is at fault: retried. */
  | { readonly kind: 'failed'; readonly message?: string | undefined }

/** What a classifier may look at. */
export interface AnswerFacts {
  readonly status: number
  readonly headers: Headers
  /** The parsed JSON; the text itself when it is not JSON; `undefined` when the body is empty. Parsed on first use. */
  readonly body: unknown
  /** When the answer arrived. */
  readonly at: Date
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly template: string
}

/** The request that `authorize` completes. Both may be changed in place. */
export interface AuthorizableRequest {
  readonly headers: Headers
  readonly query: URLSearchParams
}

export interface AuthorizationContext {
  readonly signal: AbortSignal
  /** What is left until the call's deadline, in milliseconds; null when it has none. */
  readonly remainingMs: number | null
  readonly lane: Lane
}

/** How a credential that was refused is forgotten. */
export interface Authorization {
  /** Called after a 401. The request is then authorized anew and sent once more. */
  invalidate(): void
}

/** What the service says about the day's budget in the headers of an answer. */
export interface DeclaredQuota {
  readonly remaining: number
  readonly resetAt: Date
}

/** What sets one service apart from another. */
export interface UpstreamDefinition {
  readonly service: UpstreamService
  /** The service's public address, with the path that all calls share: `https://api.spotify.com/v1`. */
  readonly baseUrl: string
  /** Names the credential in the keys of the quota store without telling it: `credentialKey(apiKey)`. */
  readonly credentialKey: string | (() => Promise<string>)
  readonly defaultLimits: UpstreamLimits
  /** Sent with every request: `user-agent`, `accept-language`. `accept: application/json` is always there. */
  readonly headers?: Readonly<Record<string, string>>
  /** Puts the credential into a request. Runs before a slot is taken, so a token request spends nobody's slot. */
  readonly authorize?: (
    request: AuthorizableRequest,
    context: AuthorizationContext,
  ) => Authorization | undefined | Promise<Authorization | undefined>
  /** @default classifyByStatus; extend it: `(facts) => special(facts) ?? classifyByStatus(facts)` */
  readonly classify?: (facts: AnswerFacts) => Verdict
  /** Whether the answer states the day's budget. Read from every answer. */
  readonly readQuotaHeaders?: (headers: Headers) => DeclaredQuota | null
  /** Whether a request other than GET may be repeated after a failure. @default none may */
  readonly repeatable?: (request: { readonly method: 'GET' | 'POST'; readonly template: string }) => boolean
  /** The share of the day's budget that background calls leave to interactive ones. @default 0.1 */
  readonly interactiveReserve?: number
  /** Keys, secrets and tokens: replaced wherever a message would quote them. */
  readonly secrets?: readonly string[] | (() => readonly string[])
  /** What the app may do, where a service has tiers: for `health()`. */
  readonly tier?: () => string | null
}

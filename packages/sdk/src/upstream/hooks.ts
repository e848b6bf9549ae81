import type { UpstreamService } from './errors.ts'

export interface AttemptFacts {
  readonly service: UpstreamService
  readonly endpoint: string
  /** 1 for the first request of a call. */
  readonly attempt: number
}

/** Called around every request. A hook that throws is logged and ignored: watching must not break the watched. */
export interface UpstreamHooks {
  beforeRequest?(facts: AttemptFacts): void
  afterResponse?(facts: AttemptFacts & { readonly status: number; readonly durationMs: number }): void
  onRetry?(facts: AttemptFacts & { readonly delayMs: number; readonly error: unknown }): void
  /** A call has failed for good; `attempt` is its last request, 0 when none was sent. */
  onError?(facts: AttemptFacts & { readonly error: unknown }): void
  /** A field or value that our schemas do not know. */
  onDrift?(facts: {
    readonly service: UpstreamService
    readonly endpoint: string
    readonly place: string
  }): void
}

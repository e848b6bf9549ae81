export type BreakerState =
  | { readonly status: 'closed' }
  | { readonly status: 'open'; readonly retryAt: Date }
  /** The next call, or one that is on its way, decides. */
  | { readonly status: 'half-open' }

export type BreakerRun<Result> =
  | { readonly status: 'done'; readonly result: Result }
  /** `work` was not run. */
  | { readonly status: 'open'; readonly retryAt: Date }

/**
 * Holds calls back from a service that keeps failing, and lets one of them probe it after a while.
 *
 * `isFailure` judges what `work` came to. When `work` throws (the caller aborted, our own budget refused) nothing
 * has been learned about the service: the error passes, and the next call probes in its place.
 */
export interface Breaker {
  run<Result>(
    work: () => Promise<Result>,
    isFailure: (result: Result) => boolean,
  ): Promise<BreakerRun<Result>>
  state(): BreakerState
}

/**
 * Budgets and cooldowns of upstream credentials, shared by every process that uses the same store.
 *
 * A *key* names one credential at one service (`ticketmaster:3f9c…`, never the credential itself).
 * All verbs are atomic: two processes that spend the last call get one grant between them.
 */
export interface QuotaStore {
  /**
   * Takes `cost` calls from every window at once, or from none.
   * A window of `periodMs` begins at its first spend and refills when it ends; a sliding one gives every call back
   * `periodMs` after it was spent. `limit` calls fit into it; a `cost` over the limit is never granted. A cooldown
   * refuses before any window does.
   */
  spend(request: QuotaRequest): Promise<QuotaGrant>
  /** What is left in a window at `at`, without spending; never under 0. */
  remaining(request: {
    readonly key: string
    readonly window: QuotaWindow
    readonly at: Date
  }): Promise<number>
  /**
   * Forbids every call before `until`, for every process. Two cooldowns: the later one holds, with its reason.
   * Returns the instant in force.
   */
  cool(request: { readonly key: string; readonly until: Date; readonly reason: string }): Promise<Date>
  /**
   * Corrects when one call of a sliding window happened: it counts from `to` on, not from `from`. A call that left late
   * would otherwise be crowded by the one that takes its place. Does nothing when there is no such call any more.
   */
  move(request: QuotaMove): Promise<void>
  /** The cooldown in force at `at`, or null. */
  cooldown(request: { readonly key: string; readonly at: Date }): Promise<Cooldown | null>
}

/** A quota store that knows how many spend from it. */
export interface SharedQuotaStore extends QuotaStore {
  /**
   * How many processes share the store, as far as this one knows. While the store cannot be asked, each of them goes
   * on with such a part of every limit.
   */
  sharers(): number
}

export interface QuotaWindow {
  /** `'second'` or `'day'`, or any name; a window of another name is another counter. */
  readonly name: string
  readonly limit: number
  readonly periodMs: number
  /**
   * `'fixed'` counts from the first spend to the end of the period, so twice the limit may fall close together around
   * that end. `'sliding'` never grants more than `limit` in any stretch of `periodMs`, wherever it begins; it remembers
   * each spend, so it is for short periods. Spends whose `at` lies ahead of the asker's count as well: callers whose
   * clocks differ never get more. @default 'fixed'
   */
  readonly kind?: 'fixed' | 'sliding'
}

export interface QuotaRequest {
  readonly key: string
  readonly windows: readonly QuotaWindow[]
  /** @default 1 */
  readonly cost?: number
  readonly at: Date
}

export interface QuotaMove {
  readonly key: string
  /** A sliding one. */
  readonly window: QuotaWindow
  /** The `at` of the spend. */
  readonly from: Date
  /** Not before `from`. */
  readonly to: Date
}

export type QuotaGrant =
  | { readonly status: 'granted'; readonly remaining: Readonly<Record<string, number>> }
  /** `window` is the one that refused, of several the one that refills last; nothing was taken from any. */
  | { readonly status: 'exhausted'; readonly window: string; readonly retryAt: Date }
  | { readonly status: 'cooling-down'; readonly retryAt: Date; readonly reason: string }

export interface Cooldown {
  readonly until: Date
  readonly reason: string
}

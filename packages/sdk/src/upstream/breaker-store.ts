/**
 * The circuits of services, known to every process: what one of them learns about a service holds for all, and of all
 * that wait for it to come back, one probes. Rejects while the processes cannot agree: then each has its own circuit.
 */
export interface BreakerStore {
  /** Whether a call may go. Who gets a `probe` reports how it went; when nobody has after `leaseMs`, another may. */
  enter(request: {
    readonly name: string
    readonly at: Date
    readonly leaseMs: number
  }): Promise<BreakerEntry>
  /** How a call went. Of a circuit that is open only its probe matters. */
  report(request: BreakerReport): Promise<void>
}

export type BreakerEntry =
  /** So many calls in a row have failed. */
  | { readonly status: 'closed'; readonly failures: number }
  | { readonly status: 'open'; readonly retryAt: Date }
  /** Open, and somebody probes it right now. */
  | { readonly status: 'probing' }
  | { readonly status: 'probe'; readonly token: string }

export interface BreakerReport {
  readonly name: string
  readonly at: Date
  /** `'inconclusive'`: nothing was learned; the next one probes. */
  readonly outcome: 'good' | 'bad' | 'inconclusive'
  /** Of the probe; null for other calls. */
  readonly token: string | null
  /** Failures in a row that open it. */
  readonly failures: number
  /** How long it stays open the first time; doubles while probes fail, up to `longestOpenMs`. */
  readonly openMs: number
  readonly longestOpenMs: number
}

import type { Severity } from './finding.ts'

/**
 * Something to tell: an alert has opened, got worse, is still open, or is over. Carries no secrets, and can be read
 * without knowing anything before it.
 */
export interface AlertNotice {
  /** The same however often it is sent: a receiver that has seen it can leave it out. */
  readonly id: string
  readonly kind: 'opened' | 'escalated' | 'reminder' | 'recovered'
  /** `rule:subject`, the same for every notice of an alert and for its next occurrence. */
  readonly key: string
  readonly rule: string
  readonly subject: string
  /** The worst the alert has been. */
  readonly severity: Severity
  readonly title: string
  readonly details: Readonly<Record<string, string>>
  readonly openedAt: Date
  /** When this was decided; it may be sent later, when no channel worked. */
  readonly at: Date
}

/** A way to tell people. */
export interface AlertChannel {
  /** Remembers which channel has been told: one name for each, the same in every process. */
  readonly name: string
  /** Tells nothing under this. @default everything */
  readonly minSeverity?: Severity | undefined
  /** Resolves when the receiver has taken the notice. Rejects when it has not: it is sent again with the next evaluation. */
  send(notice: AlertNotice, options: { readonly signal: AbortSignal }): Promise<void>
}

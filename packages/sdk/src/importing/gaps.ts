import type { ImportGap, LedgerKind } from '../domain/import-run.ts'
import type { LedgerService } from './ledger.ts'

/** What an upstream's failure leaves open. */
export function gapOf(
  { kind, service }: { readonly kind: LedgerKind; readonly service: LedgerService },
  error: { readonly code: string; readonly message: string; readonly retryAt: Date | null },
): ImportGap {
  return { kind, service, reason: error.code, message: error.message, retryAt: error.retryAt }
}

/** The gap that a service leaves which the app has no key for. */
export function notConfigured(kind: LedgerKind, service: LedgerService): ImportGap {
  return {
    kind,
    service,
    reason: 'not-configured',
    message: `No ${service} client was given, so its ${kind} are missing`,
    retryAt: null,
  }
}

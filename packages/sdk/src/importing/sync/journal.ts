import type { JsonValue } from '../../core/json.ts'
import type { ImportGap } from '../../domain/import-run.ts'
import type { Lane } from '../../upstream/call.ts'
import type { LedgerEntry } from '../ledger.ts'

/** One step of a task: everything up to `position` is in storage. */
export interface JournalStep {
  readonly position: JsonValue
  readonly entries: readonly LedgerEntry[]
}

/** Where a task reads how far it had come and writes how far it is. */
export interface Journal {
  /** The position of the last step of an earlier attempt; null at the beginning. */
  readonly position: JsonValue | null
  readonly signal: AbortSignal
  readonly lane: Lane
  advance(step: JournalStep): Promise<void>
  /** Notes something that could not be fetched. */
  gap(gap: ImportGap): Promise<void>
}

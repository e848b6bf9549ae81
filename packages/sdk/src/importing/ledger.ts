import type { ImportGap, ImportLedger, LedgerKind, LedgerLine } from '../domain/import-run.ts'

export type LedgerService = LedgerLine['service']

/** What one step adds to the account. */
export interface LedgerEntry {
  readonly kind: LedgerKind
  readonly service: LedgerService
  /** The number there are in all, as now known; replaces an earlier one. */
  readonly expected?: number
  /** Raises the expected number: for things whose number is learned bit by bit. */
  readonly expectedMore?: number
  readonly fetched?: number
  readonly stored?: number
  readonly skipped?: Readonly<Record<string, number>>
}

export const emptyLedger: ImportLedger = { lines: [], gaps: [] }

/** The ledger with the entries added. */
export function withEntries(ledger: ImportLedger, entries: readonly LedgerEntry[]): ImportLedger {
  const lines = [...ledger.lines]
  for (const entry of entries) {
    const index = lines.findIndex((line) => line.kind === entry.kind && line.service === entry.service)
    if (index < 0) lines.push(addEntry(emptyLine(entry), entry))
    else lines[index] = addEntry(lines[index]!, entry)
  }
  return { lines, gaps: ledger.gaps }
}

/** The ledger with a gap; an earlier one of the same kind, service and reason is replaced. */
export function withGap(ledger: ImportLedger, gap: ImportGap): ImportLedger {
  const others = ledger.gaps.filter(
    ({ kind, service, reason }) => kind !== gap.kind || service !== gap.service || reason !== gap.reason,
  )
  return { lines: ledger.lines, gaps: [...others, gap] }
}

const emptyLine = ({ kind, service }: LedgerEntry): LedgerLine => ({
  kind,
  service,
  expected: null,
  fetched: 0,
  stored: 0,
  skipped: {},
})

function addEntry(line: LedgerLine, entry: LedgerEntry): LedgerLine {
  const skipped = { ...line.skipped }
  for (const [reason, count] of Object.entries(entry.skipped ?? {})) {
    if (count > 0) skipped[reason] = (skipped[reason] ?? 0) + count
  }
  const expected = entry.expected ?? line.expected
  return {
    ...line,
    expected: entry.expectedMore === undefined ? expected : (expected ?? 0) + entry.expectedMore,
    fetched: line.fetched + (entry.fetched ?? 0),
    stored: line.stored + (entry.stored ?? 0),
    skipped,
  }
}

/** Counts items that are left out. */
export function countSkip(skipped: Record<string, number>, reason: string, count = 1): void {
  skipped[reason] = (skipped[reason] ?? 0) + count
}

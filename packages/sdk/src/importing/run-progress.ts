import type { ImportLedger, ImportPhase, LedgerKind, LedgerLine } from '../domain/import-run.ts'

/** The tasks of an import, and their share of the whole in percent. */
export const importTasks = {
  artist: { phase: 'artist', share: 10, counts: null },
  shows: { phase: 'shows', share: 20, counts: { kind: 'shows', service: 'ticketmaster' } },
  songs: { phase: 'catalog', share: 30, counts: { kind: 'tracks', service: 'spotify' } },
  setlists: { phase: 'catalog', share: 35, counts: { kind: 'setlists', service: 'setlistfm' } },
  link: { phase: 'catalog', share: 5, counts: null },
} as const satisfies Record<
  string,
  {
    readonly phase: ImportPhase
    readonly share: number
    readonly counts: { readonly kind: LedgerKind; readonly service: LedgerLine['service'] } | null
  }
>

export type ImportTask = keyof typeof importTasks

/** How much of an import is done, in percent, judged by items fetched of those expected. */
export function percentDone(ledger: ImportLedger, ended: ReadonlySet<ImportTask>): number {
  let percent = 0
  for (const [task, { share, counts }] of Object.entries(importTasks)) {
    if (ended.has(task as ImportTask)) percent += share
    else if (counts) percent += share * fraction(ledger, counts)
  }
  return Math.round(percent * 10) / 10
}

function fraction(
  ledger: ImportLedger,
  { kind, service }: { readonly kind: LedgerKind; readonly service: LedgerLine['service'] },
): number {
  const line = ledger.lines.find((each) => each.kind === kind && each.service === service)
  if (!line?.expected) return 0
  return Math.min(1, line.fetched / line.expected)
}

/** How much longer at the pace so far; null while too little is done to tell. */
export function remainingMs(elapsedMs: number, percent: number): number | null {
  if (percent <= importTasks.artist.share || elapsedMs <= 0) return null
  return Math.round((elapsedMs * (100 - percent)) / percent)
}

/** The stored things of a ledger by kind, over all services. */
export function storedCounts(ledger: ImportLedger): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { kind, stored } of ledger.lines) counts[kind] = (counts[kind] ?? 0) + stored
  return counts
}

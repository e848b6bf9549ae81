import type { ImportLedger, ImportPhase, LedgerKind, LedgerLine } from '../../domain/import-run.ts'

interface Measure {
  readonly kind: LedgerKind
  readonly service: LedgerLine['service']
  /** What the service calls them. */
  readonly items: string
}

/** The tasks of an import: their share of the whole in percent, and the line of the ledger that measures them. */
export const importTasks = {
  artist: { phase: 'artist', share: 10, measure: null },
  shows: { phase: 'shows', share: 20, measure: { kind: 'shows', service: 'ticketmaster', items: 'events' } },
  // By releases: how many tracks there are is known only when the last of them has been read.
  songs: {
    phase: 'catalog',
    share: 30,
    measure: { kind: 'releases', service: 'spotify', items: 'releases' },
  },
  setlists: {
    phase: 'catalog',
    share: 35,
    measure: { kind: 'setlists', service: 'setlistfm', items: 'setlists' },
  },
  link: { phase: 'catalog', share: 5, measure: null },
} as const satisfies Record<
  string,
  {
    readonly phase: ImportPhase
    readonly share: number
    readonly measure: Measure | null
  }
>

export type ImportTask = keyof typeof importTasks

/** How much of an import is done, in percent, judged by items fetched of those expected. */
export function percentDone(ledger: ImportLedger, ended: ReadonlySet<ImportTask>): number {
  let percent = 0
  for (const [task, { share, measure }] of Object.entries(importTasks)) {
    if (ended.has(task as ImportTask)) percent += share
    else if (measure) percent += share * fraction(lineOf(ledger, measure))
  }
  return Math.round(percent * 10) / 10
}

const lineOf = ({ lines }: ImportLedger, { kind, service }: Measure) =>
  lines.find((line) => line.kind === kind && line.service === service)

const fraction = (line: LedgerLine | undefined): number =>
  line?.expected ? Math.min(1, line.fetched / line.expected) : 0

/** How far a task is, in words: `60 of 127 setlists read`. */
export function describeTask(ledger: ImportLedger, task: ImportTask): string {
  const { measure } = importTasks[task]
  const line = measure && lineOf(ledger, measure)
  if (!measure) return task === 'artist' ? 'Artist stored' : 'Songs of setlists linked with recordings'
  const gap =
    measure && ledger.gaps.find(({ kind, service }) => kind === measure.kind && service === measure.service)
  if (!line) return gap ? gap.message : `No ${measure.items} to read`
  return `${line.fetched} of ${line.expected ?? line.fetched} ${measure.items} read`
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

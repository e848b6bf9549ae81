import type { ImportLedger, ImportPhase, ImportProgress, LedgerLine } from '@setvote/sdk'
import { Listr } from 'listr2'
import type { ProgressView } from './show-progress.ts'

const titles: Readonly<Record<ImportPhase, string>> = {
  artist: 'Phase 1: who it is',
  shows: 'Phase 2: shows and venues',
  catalog: 'Phase 3: songs and past setlists',
}
const phases = Object.keys(titles) as readonly ImportPhase[]

/** What the percentage of a phase is counted in. */
const counted: Readonly<
  Record<ImportPhase, readonly (readonly [LedgerLine['kind'], LedgerLine['service']])[]>
> = {
  artist: [],
  shows: [['shows', 'ticketmaster']],
  catalog: [
    ['tracks', 'spotify'],
    ['setlists', 'setlistfm'],
  ],
}

interface Line {
  title: string
  output: string
}

/** Progress as a list of tasks, one for each phase, that is drawn anew as it goes. */
export function showTasks(artist: string): ProgressView {
  const lines = new Map<ImportPhase | 'all', Line>()
  const ends = new Map(phases.map((phase) => [phase, Promise.withResolvers<void>()]))

  const list = new Listr(
    [
      {
        title: `Importing ${artist}`,
        task: (_, all) => {
          lines.set('all', all)
          return all.newListr(
            phases.map((phase) => ({
              title: titles[phase],
              task: (_, line) => {
                lines.set(phase, line)
                return ends.get(phase)!.promise
              },
            })),
            { concurrent: true, exitOnError: false },
          )
        },
      },
    ],
    {
      exitOnError: false,
      registerSignalListeners: false,
      rendererOptions: { collapseSubtasks: false, showErrorMessage: true, collapseErrors: false },
    },
  )
  const drawn = list.run()

  function write(name: ImportPhase | 'all', change: Partial<Line>): void {
    const line = lines.get(name)
    if (line) Object.assign(line, change)
  }

  return {
    step(step, run) {
      write('all', {
        title: step.status === 'running' ? `Importing ${artist}: ${overall(step)}` : step.message,
      })
      if (step.status !== 'running') return
      write(step.phase, {
        title: `${titles[step.phase]}${percentOf(step.phase, run.ledger)}`,
        output: step.message,
      })
      ends.get('artist')!.resolve()
      if (run.phase === 'catalog') ends.get('shows')!.resolve()
    },
    async end(problem) {
      for (const { resolve, reject } of ends.values()) problem ? reject(new Error(problem)) : resolve()
      await drawn
    },
  }
}

function overall({ percent, remainingMs }: ImportProgress): string {
  const left = remainingMs === null ? '' : `, about ${Math.max(1, Math.round(remainingMs / 1000))} s left`
  return `${Math.floor(percent)} %${left}`
}

function percentOf(phase: ImportPhase, ledger: ImportLedger): string {
  const lines = counted[phase].flatMap(([kind, service]) =>
    ledger.lines.filter((line) => line.kind === kind && line.service === service),
  )
  const expected = lines.reduce((sum, line) => sum + (line.expected ?? 0), 0)
  const fetched = lines.reduce((sum, line) => sum + Math.min(line.fetched, line.expected ?? 0), 0)
  return expected === 0 ? '' : `  ${Math.floor((100 * fetched) / expected)} %`
}

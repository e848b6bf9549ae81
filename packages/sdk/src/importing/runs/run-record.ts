import type { Clock } from '../../core/clock.ts'
import { AbortedError, ConflictError } from '../../core/errors.ts'
import type { JsonValue } from '../../core/json.ts'
import type { Logger } from '../../core/logger.ts'
import { createTurns } from '../../core/turns.ts'
import { importTopic } from '../../domain/event.ts'
import type {
  ImportGap,
  ImportLedger,
  ImportPhase,
  ImportRun,
  ImportStatus,
} from '../../domain/import-run.ts'
import type { EventBus } from '../../realtime/event-bus.ts'
import type { ImportStore, ProgressDraft } from '../../storage/import-store.ts'
import type { Lane } from '../../upstream/call.ts'
import { type LedgerEntry, withEntries, withGap } from '../ledger.ts'
import type { Journal } from '../sync/journal.ts'
import {
  describeTask,
  type ImportTask,
  importTasks,
  percentDone,
  remainingMs,
  storedCounts,
} from './run-progress.ts'

export interface RunRecordDependencies {
  readonly imports: ImportStore
  readonly bus: EventBus
  readonly clock: Clock
  readonly logger: Logger
}

/** The one writer of a leased run: its ledger, its tasks' positions and its progress, in the order they happen. */
export interface RunRecord {
  readonly ledger: () => ImportLedger
  hasEnded(task: ImportTask): boolean
  journalOf(task: ImportTask, context: { readonly signal: AbortSignal; readonly lane: Lane }): Journal
  /** Notes the first phase as done. */
  artistStored(message: string, entries: readonly LedgerEntry[], gaps: readonly ImportGap[]): Promise<void>
  end(task: ImportTask): Promise<void>
  finish(outcome: RunOutcome, message: string): Promise<ImportRun>
}

export type RunOutcome =
  | { readonly status: Exclude<ImportStatus, 'running' | 'failed'> }
  | { readonly status: 'failed'; readonly reason: string }

/** Another process has taken the run over: this one has to let go of it. */
export const leaseLost = (runId: string): ConflictError =>
  new ConflictError(`Import ${runId} has been taken over by another process`)

/** The run was asked to stop. */
export const cancelled = (runId: string): AbortedError => new AbortedError(`Import ${runId} was cancelled`)

interface TaskPlace {
  readonly position: JsonValue | null
  readonly ended: boolean
}

export function createRunRecord(
  { imports, bus, clock, logger }: RunRecordDependencies,
  run: ImportRun,
  fence: number,
  /** The percentage last reported, by this process or the one before. */
  reported = 0,
): RunRecord {
  const runId = run.id
  const places = new Map(
    Object.entries(run.checkpoint).map(([task, place]) => [task, place as unknown as TaskPlace]),
  )
  let ledger = run.ledger
  let percent = reported
  const phaseReached = (): ImportPhase => {
    if (hasEnded('shows')) return 'catalog'
    return hasEnded('artist') ? 'shows' : 'artist'
  }
  /** A step may not overtake the one before it. */
  const inTurn = createTurns()

  const hasEnded = (task: ImportTask) => places.get(task)?.ended ?? false
  const ended = () => new Set((Object.keys(importTasks) as ImportTask[]).filter(hasEnded))

  function step(phase: ImportPhase, name: string, message: string, status: ImportStatus): ProgressDraft {
    const at = clock.now()
    percent = status === 'running' ? Math.max(percent, percentDone(ledger, ended())) : 100
    return {
      at,
      phase,
      step: name,
      status,
      percent,
      counts: storedCounts(ledger),
      message,
      remainingMs: status === 'running' ? remainingMs(at.getTime() - run.startedAt.getTime(), percent) : 0,
    }
  }

  /** Only wakes those who watch, and they look by themselves as well: a bus that fails stops no import. */
  async function announce({ at, status, percent }: ProgressDraft) {
    try {
      await bus.publish({
        topic: importTopic(runId),
        type: 'import.progress',
        at,
        data: { status, percent },
      })
    } catch (error) {
      logger.warn('could not announce the progress of an import', { runId, error })
    }
  }

  async function write(
    phase: ImportPhase,
    name: string,
    message: string,
    change: { readonly ledger: ImportLedger; readonly place?: TaskPlace },
  ) {
    ledger = change.ledger
    if (change.place) places.set(name, change.place)
    const progress = step(phase, name, message, 'running')
    const stored = await imports.checkpoint({
      runId,
      fence,
      phase: phaseReached(),
      checkpoint: change.place ? { [name]: { ...change.place } } : {},
      ledger,
      progress: [progress],
      at: progress.at,
    } as Parameters<ImportStore['checkpoint']>[0])
    if (stored.status === 'lease-lost') throw leaseLost(runId)
    await announce(progress)
    if (stored.cancelRequested) throw cancelled(runId)
  }

  return {
    ledger: () => ledger,
    hasEnded,
    journalOf(task, { signal, lane }) {
      const { phase } = importTasks[task]
      return {
        position: places.get(task)?.position ?? null,
        signal,
        lane,
        advance: ({ position, entries }) =>
          inTurn(() => {
            const next = withEntries(ledger, entries)
            return write(phase, task, describeTask(next, task), {
              ledger: next,
              place: { position, ended: false },
            })
          }),
        gap: (gap) => inTurn(() => write(phase, task, gap.message, { ledger: withGap(ledger, gap) })),
      }
    },
    artistStored: (message, entries, gaps) =>
      inTurn(() =>
        write('artist', 'artist', message, {
          ledger: gaps.reduce(withGap, withEntries(ledger, entries)),
          place: { position: null, ended: true },
        }),
      ),
    end: (task) =>
      inTurn(() =>
        write(importTasks[task].phase, task, describeTask(ledger, task), {
          ledger,
          place: { position: places.get(task)?.position ?? null, ended: true },
        }),
      ),
    finish: (outcome, message) =>
      inTurn(async () => {
        const progress = step(phaseReached(), 'done', message, outcome.status)
        const finished = await imports.finish({ runId, fence, outcome, ledger, progress, at: progress.at })
        if (finished.status === 'lease-lost') throw leaseLost(runId)
        await announce(progress)
        return finished.run
      }),
  }
}

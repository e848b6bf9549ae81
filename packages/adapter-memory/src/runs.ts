import type { EntityId, ImportProgress, ImportRun, ProgressDraft } from '@setvote/sdk/storage'
import type { MemoryState, StoredRun } from './state.ts'

type EndOfRun =
  | { readonly status: 'completed' | 'completed-with-gaps' | 'cancelled' }
  | { readonly status: 'failed'; readonly reason: string }

export const isLive = ({ run }: StoredRun): boolean => run.status === 'running'

export const runsOfArtist = ({ runs }: MemoryState, artistId: EntityId): StoredRun[] =>
  [...runs.values()].filter(({ run }) => run.artistId === artistId)

/** Numbers the next step. */
export function addProgress({ run, progress }: StoredRun, step: ProgressDraft): void {
  progress.push({ ...step, runId: run.id, sequence: progress.length + 1 })
}

export function endRun(stored: StoredRun, end: EndOfRun, at: Date): void {
  const { status: _status, ...run } = stored.run
  const { lease: _lease, ...kept } = run as Omit<Extract<ImportRun, { status: 'running' }>, 'status'>
  stored.run = { ...kept, ...end, updatedAt: at, finishedAt: at }
}

/** Ends a run from outside, with a last step that says why. */
export function cancelRun(stored: StoredRun, at: Date, message: string): void {
  const last: ImportProgress | undefined = stored.progress.at(-1)
  addProgress(stored, {
    at,
    phase: stored.run.phase,
    step: 'done',
    status: 'cancelled',
    percent: last?.percent ?? 0,
    counts: last?.counts ?? {},
    message,
    remainingMs: 0,
  })
  endRun(stored, { status: 'cancelled' }, at)
}

import type { ImportProgress, ImportRun } from '@setvote/sdk'

/** Where progress is shown. */
export interface ProgressView {
  step(step: ImportProgress, run: ImportRun): void
  /** Resolves when the last word is on the screen. `problem` says why phases are not done; null when they are. */
  end(problem: string | null): Promise<void>
}

import type { ImportProgress, ImportRun } from '@setvote/sdk'

/** Where progress is shown. */
export interface ProgressView {
  step(step: ImportProgress, run: ImportRun): void
  /** Resolves when the last word is on the screen. `problem` is null when the import has come to its end. */
  end(problem: string | null): Promise<void>
}

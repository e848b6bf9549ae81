import type { ImportProgress, ImportRun, Storage } from '@setvote/sdk/storage'

/** What an import says it has done, the same for two imports that did the same. */
export const accountOf = (run: ImportRun) => ({
  status: run.status,
  gaps: run.ledger.gaps,
  lines: run.ledger.lines.toSorted((a, b) => `${a.kind}${a.service}`.localeCompare(`${b.kind}${b.service}`)),
})

export const stepsOf = (storage: Storage, runId: string): Promise<ImportProgress[]> =>
  storage.imports.progressAfter({ runId, sequence: 0, limit: 10_000 })

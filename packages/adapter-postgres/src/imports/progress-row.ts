import { ImportProgress } from '@setvote/sdk/storage'

export interface ProgressRow {
  readonly run_id: string
  readonly remaining_ms: number | null
  readonly [column: string]: unknown
}

export const toProgress = ({
  run_id: runId,
  remaining_ms: remainingMs,
  ...step
}: ProgressRow): ImportProgress => ImportProgress.parse({ ...step, runId, remainingMs })

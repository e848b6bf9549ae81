import { JobRun } from '@setvote/sdk/storage'

export interface JobRow {
  readonly id: string
  readonly job: string
  readonly slot_at: Date
  readonly started_at: Date
  readonly owner: string
  readonly fence: number
  readonly trigger: JobRun['trigger']
  readonly status: JobRun['status']
  readonly lease_expires_at: Date
  readonly finished_at: Date | null
  readonly counts: Readonly<Record<string, number>> | null
  readonly error: string | null
  readonly retry_at: Date | null
  readonly progress: JobRun['progress']
  readonly peak_memory_bytes: number | null
  readonly cancel_requested_at: Date | null
}

export const toJobRun = (row: JobRow): JobRun =>
  JobRun.parse({
    id: row.id,
    job: row.job,
    slotAt: row.slot_at,
    startedAt: row.started_at,
    owner: row.owner,
    fence: row.fence,
    trigger: row.trigger,
    progress: row.progress,
    peakMemoryBytes: row.peak_memory_bytes,
    cancelRequestedAt: row.cancel_requested_at,
    status: row.status,
    ...endOf(row),
  })

function endOf({ status, ...row }: JobRow): object {
  if (status === 'running') return { leaseExpiresAt: row.lease_expires_at }
  const ended = { finishedAt: row.finished_at, counts: row.counts }
  if (status === 'failed') return { ...ended, error: row.error }
  return status === 'deferred' ? { ...ended, retryAt: row.retry_at } : ended
}

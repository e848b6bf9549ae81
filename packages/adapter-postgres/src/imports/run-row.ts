import { ImportRun } from '@setvote/sdk/storage'

export interface RunRow {
  readonly id: string
  readonly subject: string
  readonly reference: unknown
  readonly artist_id: string | null
  readonly phase: string
  readonly ledger: unknown
  readonly checkpoint: unknown
  readonly status: ImportRun['status']
  readonly owner: string
  readonly fence: number
  readonly lease_expires_at: Date
  readonly last_sequence: number
  readonly started_at: Date
  readonly updated_at: Date
  readonly cancel_requested_at: Date | null
  readonly finished_at: Date | null
  readonly reason: string | null
}

export function toRun(row: RunRow): ImportRun {
  const { status, owner, fence } = row
  const run = {
    id: row.id,
    subject: row.subject,
    reference: row.reference,
    artistId: row.artist_id,
    phase: row.phase,
    ledger: row.ledger,
    checkpoint: row.checkpoint,
    startedAt: row.started_at,
    updatedAt: row.updated_at,
    cancelRequestedAt: row.cancel_requested_at,
    status,
  }
  return ImportRun.parse(
    status === 'running'
      ? { ...run, lease: { owner, fence, expiresAt: row.lease_expires_at } }
      : { ...run, finishedAt: row.finished_at, ...(status === 'failed' && { reason: row.reason }) },
  )
}

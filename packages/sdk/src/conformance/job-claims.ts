import assert from 'node:assert/strict'
import { minutes } from '../core/duration.ts'
import type { JobOutcome, RunKey } from '../storage/job-store.ts'
import type { Storage } from '../storage/storage.ts'
import { noon } from './instants.ts'

export const leaseMs = minutes(1)
export const request = {
  job: 'sync',
  slotAt: noon,
  owner: 'one',
  trigger: 'schedule',
  at: noon,
  leaseMs,
} as const

export type Claim = Parameters<Storage['jobs']['claimSlot']>[0]
/** Claims a slot that must be free. */
export const claim = async (storage: Storage, fields: Partial<Claim> = {}): Promise<RunKey> => {
  const claimed = await storage.jobs.claimSlot({ ...request, ...fields })
  assert.ok(claimed.status === 'claimed', claimed.status)
  return { runId: claimed.run.id, fence: claimed.run.fence }
}
export const succeeded: JobOutcome = { status: 'succeeded', counts: { artists: 3 } }
export const failed: JobOutcome = { status: 'failed', error: 'No answer', counts: {} }

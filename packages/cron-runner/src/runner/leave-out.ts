import type { CronConfig } from '../config/define-cron.ts'
import type { ScheduledJob } from '../config/job-settings.ts'
import { leftOutCount } from './decide-slots.ts'

/** Writes down that a slot was left out, so that nobody runs it later. A slot that somebody has claimed stays as it is. */
export async function leaveOut(
  { setvote, owner, clock }: Pick<CronConfig, 'setvote' | 'owner' | 'clock'>,
  { name, leaseMs }: ScheduledJob,
  slotAt: Date,
): Promise<void> {
  const { jobs } = setvote.storage
  const at = clock.now()
  const claim = await jobs.claimSlot({ job: name, slotAt, owner, trigger: 'schedule', at, leaseMs })
  if (claim.status !== 'claimed') return
  await jobs.close({
    ...{ runId: claim.run.id, fence: claim.run.fence, at },
    progress: { done: 0, total: 0, message: 'Left out: the run before was still going on' },
    outcome: { status: 'cancelled', counts: { [leftOutCount]: 1 } },
  })
}

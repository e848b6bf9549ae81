import { silentLogger } from '@setvote/sdk'
import type { Job, JobContext, JobResult, JobServices, SlotRequest } from '@setvote/sdk/jobs'
import type { Storage } from '@setvote/sdk/storage'
import type { FakeClock } from '@setvote/sdk/testing'
import { z } from 'zod'

export const noon = new Date('2026-11-21T12:00:00Z')

const Options = z.strictObject({ limit: z.int().min(1, 'write 1 or more').default(5) })
export type Options = z.infer<typeof Options>

/** A job that does what a test says. */
export const jobThat = (run: (context: JobContext<Options>) => Promise<JobResult>): Job<Options> => ({
  name: 'scripted',
  description: 'Does what a test says',
  schedule: { cron: '0 * * * *' },
  options: Options,
  run,
})

export const done: JobResult = { status: 'done', counts: { things: 1 } }

/** What a runner passes, for a job that needs nothing but storage. */
export function slotOf(
  job: Job<Options>,
  { storage, clock, ...others }: { storage: Storage; clock: FakeClock } & Partial<SlotRequest<Options>>,
): SlotRequest<Options> {
  return {
    job,
    setvote: { storage } as JobServices,
    slotAt: noon,
    owner: 'one',
    trigger: 'schedule',
    clock,
    logger: silentLogger,
    ...others,
  }
}

import { type CronConfig, type CronOptions, defineCron, type OwnJob } from '@setvote/cron-runner'
import { allJobs, type Job, type JobContext, type JobResult } from '@setvote/sdk/jobs'
import type { Storage } from '@setvote/sdk/storage'
import { z } from 'zod'
import { offlineSetvote } from '../../support/offline-setvote.ts'

const Options = z.strictObject({ limit: z.int().min(1, 'write 1 or more').default(5) })
export type Options = z.infer<typeof Options>

export const done: JobResult = { status: 'done', counts: { things: 1 } }

/** Nothing of setvote's own runs. */
export const nothingBuiltIn = Object.fromEntries(allJobs.map(({ name }) => [name, { enabled: false }]))

/** A job that is due every ten minutes and does what a test says. */
export function ownJob(
  run: (context: JobContext<Options>) => Promise<JobResult> = async () => done,
  { name = 'own', ...settings }: Omit<OwnJob, 'job'> & { name?: string } = {},
): OwnJob {
  const job: Job<Options> = {
    name,
    description: 'Does what a test says',
    schedule: { cron: '*/10 * * * *' },
    options: Options,
    run,
  }
  return { job, ...settings }
}

/** A config with jobs of a test alone. */
export function ownCron(
  storage: Storage,
  ownJobs: readonly OwnJob[],
  options: Omit<CronOptions, 'setvote' | 'ownJobs'> = {},
): CronConfig {
  return defineCron({
    ...{ setvote: offlineSetvote(storage), ownJobs, jobs: nothingBuiltIn, evaluateEveryMs: null },
    ...options,
  })
}

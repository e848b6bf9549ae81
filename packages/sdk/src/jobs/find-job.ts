import { NotFoundError } from '../core/errors.ts'
import { allJobs } from './all-jobs.ts'
import type { Job } from './job.ts'

/**
 * The job of that name; null when there is none.
 *
 * @example
 * findJob('cleanup')?.schedule.cron // '0 5 * * *'
 */
export const findJob = (name: string, jobs: readonly Job[] = allJobs): Job | null =>
  jobs.find((job) => job.name === name) ?? null

/**
 * The job of that name.
 *
 * @throws NotFoundError that names the jobs there are.
 *
 * @example
 * getJob('cleanup').description
 */
export function getJob(name: string, jobs: readonly Job[] = allJobs): Job {
  const job = findJob(name, jobs)
  if (job) return job
  throw new NotFoundError(`There is no job '${name}'. There are: ${jobs.map((each) => each.name).join(', ')}`)
}

import { NotFoundError } from '@setvote/sdk'
import type { CronConfig } from './define-cron.ts'
import type { ScheduledJob } from './job-settings.ts'
import { didYouMean } from './nearest-name.ts'

/**
 * The job of that name in a config.
 *
 * @throws NotFoundError that suggests the nearest name.
 *
 * @example
 * getScheduledJob(config, 'cleanup').schedule.nextAfter(now)
 */
export function getScheduledJob({ jobs }: Pick<CronConfig, 'jobs'>, name: string): ScheduledJob {
  const found = jobs.find((job) => job.name === name)
  if (found) return found
  const names = jobs.map((job) => job.name)
  throw new NotFoundError(`There is no job '${name}': ${didYouMean(name, names)}`)
}

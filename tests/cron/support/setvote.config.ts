import { postgresStorage } from '@setvote/adapter-postgres'
import { type CronConfig, defineCron } from '@setvote/cron-runner'
import { createSetvote } from '@setvote/sdk'
import { allJobs } from '@setvote/sdk/jobs'
import type { SandboxCredentials } from '@setvote/sdk/sandbox'
import { unpacedServices } from '../../support/unpaced-services.ts'
import { type Death, dyingStorage } from './dying-storage.ts'
import { scaledClock } from './scaled-clock.ts'

export interface JobsTask {
  readonly url: string
  readonly credentials: SandboxCredentials
  /** How far its clock is ahead of the machine's. */
  readonly offsetMs: number
  /** The job that has a schedule; none is ever due by it. */
  readonly job: string
  /** Where the process is killed; null to live on. */
  readonly death: Death | null
}

/** The jobs of setvote over the sandbox, each of which saves where it is as often as it can. */
export function jobsConfig({ url, credentials, offsetMs, job, death }: JobsTask): CronConfig {
  const clock = scaledClock({ speed: 1, offsetMs })
  const kept = postgresStorage({ connectionString: url, maxConnections: 4, clock })
  const setvote = createSetvote({
    storage: death ? dyingStorage(kept, death) : kept,
    clock,
    imports: { leaseMs: 1000 },
    ...unpacedServices(credentials),
  })
  const settings = allJobs.map(({ name, options }) => {
    const batched = options.safeParse({ batchSize: 1 }).success ? { batchSize: 1 } : {}
    return [
      name,
      {
        ...{ leaseMs: 1000, schedule: '0 0 1 1 *', enabled: name === job },
        options: { ...batched, ...own[name] },
      },
    ]
  })
  return defineCron({
    ...{ setvote, clock, jobs: Object.fromEntries(settings), evaluateEveryMs: null },
    owner: `${job}-${process.pid}`,
  })
}

const own: Readonly<Record<string, object>> = {
  'import-past-setlists': { days: 20 },
  'finish-sync': { horizonDays: 60 },
  cleanup: { keepImportRunsDays: 1, keepJobRunsDays: 1, keepScoreHistoryDays: 1 },
}

const { JOBS_TASK } = process.env
export default JOBS_TASK === undefined ? null : jobsConfig(JSON.parse(JOBS_TASK) as JobsTask)

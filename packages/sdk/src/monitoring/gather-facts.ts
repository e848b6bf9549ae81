import type { Logger } from '../core/logger.ts'
import type { UpstreamHealth } from '../upstream/upstream.ts'
import { readExpected } from './expected-since.ts'
import type { JobFacts, MonitoringFacts } from './facts.ts'
import type { JobExpectation } from './job-expectation.ts'
import type { MonitoringOptions, MonitoringStorage } from './monitoring-options.ts'
import { safeReason } from './safe-text.ts'
import { withTimeLimit } from './with-time-limit.ts'

export interface Gathering {
  readonly storage: MonitoringStorage
  readonly expectations: MonitoringOptions['expectations']
  readonly diagnostics: MonitoringOptions['diagnostics']
  readonly windowMs: number
  readonly timeoutMs: number
  readonly at: Date
  readonly logger: Logger
  /** Whether to write down what is expected for the first time. */
  readonly remembers: boolean
}

/** Enough for the last success of a job that fails now and then. */
const runsOfJob = 20
/** Where jobs are found that nobody expects: those of the app. */
const runsOfAll = 200

/** Reads everything that rules judge by. Rejects when the storage cannot be read; a service that cannot be is no fact. */
export async function gatherFacts(gathering: Gathering): Promise<MonitoringFacts> {
  const [jobs, upstreams] = await Promise.all([
    withTimeLimit(gathering.timeoutMs, () => readJobs(gathering)),
    readUpstreams(gathering),
  ])
  return { at: gathering.at, jobs, upstreams }
}

async function readJobs(gathering: Gathering): Promise<JobFacts[]> {
  const { storage, expectations = [], windowMs, at } = gathering
  const since = new Date(at.getTime() - windowMs)
  const expected = typeof expectations === 'function' ? await expectations() : expectations
  const [all, paused] = await Promise.all([
    storage.jobs.recent({ limit: runsOfAll }),
    storage.jobs.pausedJobs(),
  ])
  const expectedSince = await readExpected(expected, paused, gathering)
  const unexpected = all.filter(({ startedAt }) => startedAt >= since).map(({ job }) => job)
  const names = new Set([...expected.map(({ job }) => job), ...unexpected])
  const expectationOf = new Map<string, JobExpectation>(expected.map((each) => [each.job, each]))
  return Promise.all(
    [...names].map(async (job): Promise<JobFacts> => {
      const [runs, metrics] = await Promise.all([
        storage.jobs.recent({ job, limit: runsOfJob }),
        storage.jobs.metrics({ job, since }),
      ])
      return {
        job,
        expectation: expectationOf.get(job) ?? null,
        expectedSince: expectedSince.get(job) ?? at,
        paused: paused.includes(job),
        runs,
        metrics,
        windowMs,
      }
    }),
  )
}

async function readUpstreams({
  diagnostics,
  timeoutMs,
  logger,
}: Gathering): Promise<readonly UpstreamHealth[] | null> {
  if (!diagnostics) return null
  try {
    return await withTimeLimit(timeoutMs, diagnostics)
  } catch (error) {
    logger.warn('the services could not be asked how they are', { reason: safeReason(error) })
    return null
  }
}

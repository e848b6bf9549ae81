import type { JobRun } from '../domain/job-run.ts'
import type { JobMetrics } from '../storage/job-store.ts'
import type { UpstreamHealth } from '../upstream/upstream.ts'
import type { JobExpectation } from './job-expectation.ts'

/** What rules judge by: read once for each evaluation. */
export interface MonitoringFacts {
  readonly at: Date
  readonly jobs: readonly JobFacts[]
  /** Null when they could not be read: then nothing is known about them. */
  readonly upstreams: readonly UpstreamHealth[] | null
}

export interface JobFacts {
  readonly job: string
  readonly expectation: JobExpectation | null
  /** Since when it is expected in this way. */
  readonly expectedSince: Date
  readonly paused: boolean
  /** The latest slot first. */
  readonly runs: readonly JobRun[]
  /** Over the last `windowMs`. */
  readonly metrics: JobMetrics
  readonly windowMs: number
}

import type { JobRun } from '../../../src/domain/job-run.ts'
import type { JobFacts, MonitoringFacts } from '../../../src/monitoring/facts.ts'
import type { UpstreamHealth } from '../../../src/upstream/upstream.ts'

export const noon = new Date('2026-11-21T12:00:00Z')
export const after = (ms: number, at = noon): Date => new Date(at.getTime() + ms)

const base = {
  id: 'job_1',
  job: 'sync',
  slotAt: noon,
  startedAt: noon,
  owner: 'runner-1',
  fence: 1,
  trigger: 'schedule',
  progress: null,
  peakMemoryBytes: null,
  cancelRequestedAt: null,
} as const

type Fields = Partial<Pick<JobRun, 'id' | 'job' | 'slotAt' | 'startedAt' | 'owner' | 'fence'>>

/** A run that ended well after `tookMs`. */
export function succeeded(tookMs = 1000, fields: Fields = {}): JobRun {
  const run = { ...base, ...fields }
  return { ...run, status: 'succeeded', finishedAt: after(tookMs, run.startedAt), counts: {} }
}

export function failed(error = 'No answer', fields: Fields = {}): JobRun {
  const run = { ...base, ...fields }
  return { ...run, status: 'failed', finishedAt: after(1000, run.startedAt), counts: {}, error }
}

export function running(leaseMs = 300_000, fields: Fields = {}): JobRun {
  const run = { ...base, ...fields }
  return { ...run, status: 'running', leaseExpiresAt: after(leaseMs, run.startedAt) }
}

export const noMetrics = {
  runs: 0,
  failed: 0,
  meanMs: null,
  maxMs: null,
  lastStatus: null,
  failuresInARow: 0,
}

export function jobFacts(fields: Partial<JobFacts> = {}): JobFacts {
  return {
    job: 'sync',
    expectation: null,
    expectedSince: noon,
    paused: false,
    runs: [],
    metrics: noMetrics,
    windowMs: 86_400_000,
    ...fields,
  }
}

export const factsOf = (jobs: readonly JobFacts[], at = noon): MonitoringFacts => ({
  at,
  jobs,
  upstreams: [],
})

export const upstream = (fields: Partial<UpstreamHealth> = {}): UpstreamHealth => ({
  service: 'spotify',
  status: 'up',
  latencyMs: 20,
  breaker: 'closed',
  retryAt: null,
  budget: { perDay: 5000, remainingToday: 4000 },
  tier: null,
  error: null,
  ...fields,
})

import { stopwatch } from '../core/stopwatch.ts'
import type { JobRun } from '../domain/job-run.ts'
import type { JobMetrics } from '../storage/job-store.ts'
import type { UpstreamHealth } from '../upstream/upstream.ts'
import type { AlertState } from './alerts/alert-state.ts'
import type { JobFacts, MonitoringFacts } from './facts.ts'
import type { Finding, Severity } from './finding.ts'
import { nextDueOf } from './job-expectation.ts'
import type { MonitoringStorage } from './monitoring-options.ts'
import { safeReason } from './safe-text.ts'
import { withTimeLimit } from './with-time-limit.ts'

/** How everything is, judged at the moment it is asked for: it needs no scheduler to be alive. */
export interface MonitoringHealth {
  /** `unhealthy` with a critical finding or without storage, `degraded` with any other finding. */
  readonly status: 'healthy' | 'degraded' | 'unhealthy'
  readonly at: Date
  readonly storage: StorageHealth
  /** By name. Empty when the storage could not be read. */
  readonly jobs: readonly JobHealth[]
  /** Null when nobody could tell. */
  readonly upstreams: readonly UpstreamHealth[] | null
  readonly findings: readonly Finding[]
  /** The alerts that are open, the oldest first. */
  readonly alerts: readonly OpenAlert[]
}

export interface StorageHealth {
  readonly status: 'up' | 'down'
  /** Of one small read, in milliseconds; null when it is down. */
  readonly latencyMs: number | null
  readonly error: string | null
}

export interface JobHealth {
  readonly job: string
  /** `waiting` has never run and is not due yet; `failing` failed the last time. */
  readonly status: 'ok' | 'running' | 'late' | 'missed' | 'silent' | 'failing' | 'paused' | 'waiting'
  readonly lastRun: JobRun | null
  readonly nextDueAt: Date | null
  readonly metrics: JobMetrics & { readonly errorRate: number | null }
  readonly findings: readonly Finding[]
}

export interface OpenAlert {
  readonly rule: string
  readonly subject: string
  readonly severity: Severity
  readonly title: string
  readonly openedAt: Date
  /** Notices that a channel has still to take. */
  readonly waiting: number
}

export async function readStorageHealth(
  storage: MonitoringStorage,
  timeoutMs: number,
): Promise<StorageHealth> {
  const elapsedMs = stopwatch()
  try {
    await withTimeLimit(timeoutMs, () => storage.settings.get('monitoring:probe'))
    return { status: 'up', latencyMs: elapsedMs(), error: null }
  } catch (error) {
    return { status: 'down', latencyMs: null, error: safeReason(error) }
  }
}

export function overallStatus(
  storage: StorageHealth,
  findings: readonly Finding[],
): MonitoringHealth['status'] {
  if (storage.status === 'down' || findings.some(({ severity }) => severity === 'critical'))
    return 'unhealthy'
  return findings.length > 0 ? 'degraded' : 'healthy'
}

export function toJobsHealth({ jobs, at }: MonitoringFacts, findings: readonly Finding[]): JobHealth[] {
  return jobs.map((facts) => toJobHealth(facts, findings, at)).sort((a, b) => (a.job < b.job ? -1 : 1))
}

function toJobHealth(facts: JobFacts, all: readonly Finding[], at: Date): JobHealth {
  const { job, runs, metrics, expectation, paused } = facts
  const findings = all.filter(({ subject, rule }) => subject === job && !upstreamRules.has(rule))
  const lastRun = runs[0] ?? null
  return {
    job,
    status: statusOf(facts, findings),
    lastRun,
    nextDueAt: expectation && !paused ? nextDueAfterNow(facts, at) : null,
    metrics: { ...metrics, errorRate: metrics.runs === 0 ? null : metrics.failed / metrics.runs },
    findings,
  }
}

const upstreamRules: ReadonlySet<string> = new Set(['upstream-down', 'budget-gone'])

function statusOf({ paused, runs }: JobFacts, findings: readonly Finding[]): JobHealth['status'] {
  const missed = findings.find(({ rule }) => rule === 'missed-run')
  if (paused) return 'paused'
  if (missed) return missed.severity === 'critical' ? 'missed' : 'late'
  if (findings.some(({ rule }) => rule === 'silent-run')) return 'silent'
  if (runs.some(({ status }) => status === 'running')) return 'running'
  const [last] = runs
  if (!last) return 'waiting'
  return last.status === 'failed' ? 'failing' : 'ok'
}

/** A job of the app is due so long after its last run, others when their schedule says. */
function nextDueAfterNow({ expectation, runs }: JobFacts, at: Date): Date | null {
  if (!expectation) return null
  return nextDueOf(expectation, 'everyMs' in expectation ? (runs[0]?.slotAt ?? at) : at)
}

export function toOpenAlerts(states: readonly (AlertState | null)[]): OpenAlert[] {
  return states
    .filter((state): state is AlertState => state?.status === 'open')
    .map(({ rule, subject, severity, title, openedAt, outbox }) => ({
      ...{ rule, subject, severity, title, openedAt },
      waiting: outbox.length,
    }))
    .sort((a, b) => a.openedAt.getTime() - b.openedAt.getTime())
}

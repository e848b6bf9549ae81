import type { Logger } from '../core/logger.ts'
import type { HealthSample } from '../domain/health-sample.ts'
import type { UpstreamHealth } from '../upstream/upstream.ts'
import type { MonitoringFacts } from './facts.ts'
import type { Finding } from './finding.ts'
import { readStorageHealth } from './monitoring-health.ts'
import type { MonitoringStorage, MonitoringTimes } from './monitoring-options.ts'
import { safeReason, safeText } from './safe-text.ts'
import { withTimeLimit } from './with-time-limit.ts'

type Sample = Omit<HealthSample, 'at'>

/**
 * Writes down how everything is, at most once in each stretch of `sampleEveryMs`. All processes round to the same
 * instants, so that they write one sample between them. A failure is logged: samples are no reason not to evaluate.
 */
export function createHealthSampler(
  storage: MonitoringStorage,
  { sampleEveryMs, keepSamplesMs, storageTimeoutMs }: MonitoringTimes,
  logger: Logger,
): (facts: MonitoringFacts, findings: readonly Finding[]) => Promise<void> {
  let lastMs: number | null = null
  return async (facts, findings) => {
    if (sampleEveryMs === null) return
    const atMs = Math.floor(facts.at.getTime() / sampleEveryMs) * sampleEveryMs
    if (atMs === lastMs) return
    lastMs = atMs
    try {
      const measured = await readStorageHealth(storage, storageTimeoutMs)
      const { latencyMs, error } = measured
      const status = measured.status === 'up' ? 'healthy' : 'unhealthy'
      const samples: Sample[] = [
        { component: 'storage', status, latencyMs, detail: error ?? '' },
        jobsSample(findings.filter(({ subject }) => facts.jobs.some(({ job }) => job === subject))),
        ...(facts.upstreams ?? []).map(upstreamSample),
      ]
      await withTimeLimit(storageTimeoutMs, () =>
        storage.ops.recordHealth({ at: new Date(atMs), samples, keepMs: keepSamplesMs }),
      )
    } catch (error) {
      logger.warn('the health of the system could not be written down', { reason: safeReason(error) })
    }
  }
}

function jobsSample(findings: readonly Finding[]): Sample {
  const isCritical = findings.some(({ severity }) => severity === 'critical')
  return {
    component: 'jobs',
    status: isCritical ? 'unhealthy' : findings.length > 0 ? 'degraded' : 'healthy',
    latencyMs: null,
    detail: safeText(findings.map(({ title }) => title).join('; ')),
  }
}

const statuses = {
  up: 'healthy',
  degraded: 'degraded',
  'cooling-down': 'degraded',
  down: 'unhealthy',
} as const

const upstreamSample = ({ service, status, latencyMs, error }: UpstreamHealth): Sample => ({
  component: service,
  status: statuses[status],
  latencyMs,
  detail: safeText(error ?? ''),
})

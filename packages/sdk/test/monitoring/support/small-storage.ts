import { isSameJson, type JsonValue } from '../../../src/core/json.ts'
import type { HealthSample } from '../../../src/domain/health-sample.ts'
import type { JobRun } from '../../../src/domain/job-run.ts'
import type { MonitoringStorage } from '../../../src/monitoring/monitoring-options.ts'
import type { JobMetrics } from '../../../src/storage/job-store.ts'
import { noMetrics } from './runs.ts'

export interface SmallStorage extends MonitoringStorage {
  readonly runs: JobRun[]
  readonly held: Map<string, JsonValue>
  metrics: JobMetrics
  paused: string[]
  /** Thrown by every verb while it is set. */
  failure: Error | null
  readonly samples: HealthSample[]
  /** How often settings were written. */
  writes: number
}

/** As much of a storage as monitoring reads; what the ledger says is set by the test. */
export function smallStorage(): SmallStorage {
  const answer = async <Value>(value: () => Value): Promise<Value> => {
    await Promise.resolve()
    if (self.failure) throw self.failure
    return value()
  }
  const self: SmallStorage = {
    runs: [],
    held: new Map(),
    metrics: noMetrics,
    paused: [],
    failure: null,
    writes: 0,
    samples: [],
    ops: {
      recordHealth: ({ at, samples }) =>
        answer(() => void self.samples.push(...samples.map((sample) => ({ ...sample, at })))),
    },
    jobs: {
      recent: ({ job, limit = 50 }) =>
        answer(() => self.runs.filter((run) => !job || run.job === job).slice(0, limit)),
      metrics: () => answer(() => self.metrics),
      pausedJobs: () => answer(() => self.paused),
      claimSlot: ({ job, slotAt, owner, trigger, at, leaseMs }) =>
        answer(() => {
          if (self.paused.includes(job)) return { status: 'paused' }
          const held = self.runs.find((run) => run.job === job && run.slotAt.getTime() === slotAt.getTime())
          if (held) return { status: 'held', run: held }
          const run: JobRun = {
            id: `job_${self.runs.length + 1}`,
            ...{ job, slotAt, owner, trigger, startedAt: at, fence: 1, status: 'running' },
            ...{ progress: null, peakMemoryBytes: null, cancelRequestedAt: null },
            leaseExpiresAt: new Date(at.getTime() + leaseMs),
          }
          self.runs.unshift(run)
          return { status: 'claimed', run, checkpoint: null }
        }),
      heartbeat: ({ runId, at, leaseMs }) =>
        answer(() => {
          const index = self.runs.findIndex(({ id }) => id === runId)
          self.runs[index] = {
            ...self.runs[index]!,
            status: 'running',
            leaseExpiresAt: new Date(at.getTime() + leaseMs),
          }
          return 'extended'
        }),
      close: ({ runId, at, outcome }) =>
        answer(() => {
          const index = self.runs.findIndex(({ id }) => id === runId)
          self.runs[index] = { ...self.runs[index]!, ...outcome, finishedAt: at } as JobRun
          return 'closed'
        }),
    },
    settings: {
      get: (key) => answer(() => self.held.get(key) ?? null),
      list: (prefix) =>
        answer(() =>
          [...self.held].filter(([key]) => key.startsWith(prefix)).map(([key, value]) => ({ key, value })),
        ),
      replace: ({ key, expected, value }) =>
        answer(() => {
          if (!isSameJson(self.held.get(key) ?? null, expected)) return 'changed'
          self.writes++
          if (value === null) self.held.delete(key)
          else self.held.set(key, value)
          return 'replaced'
        }),
    },
  }
  return self
}

import {
  type ClaimOutcome,
  checkInstants,
  checkJson,
  checkLimit,
  checkNames,
  checkPositive,
  checkSchema,
  type JobMetrics,
  JobRun,
  type JobStore,
  type RunKey,
  type RunSigns,
} from '@setvote/sdk/storage'
import { copyOf, takeIn } from './copy.ts'
import { placeAt } from './page-of.ts'
import type { MemoryState } from './state.ts'

type EndedRun = Exclude<JobRun, { status: 'running' }>

export function createMemoryJobs({ jobRuns, slots, pausedJobs, checkpoints, newId }: MemoryState): JobStore {
  /** The run, if it is running and this is its fence. */
  const writable = ({ runId, fence }: RunKey) => {
    const run = jobRuns.get(runId)
    return run?.status === 'running' && run.fence === fence ? run : null
  }

  return {
    async claimSlot({ job, slotAt, owner, trigger, at, leaseMs }): Promise<ClaimOutcome> {
      checkNames({ job, owner })
      checkInstants({ slotAt, at })
      checkPositive('leaseMs', leaseMs)
      if (pausedJobs.has(job)) return { status: 'paused' }
      const slot = slotKey(job, slotAt)
      const held = jobRuns.get(slots.get(slot) ?? '')
      const refusal = held && refusalOf(held, at)
      if (held && refusal) return { status: refusal, run: copyOf(held) }
      const run: JobRun = {
        id: held?.id ?? newId('job'),
        job,
        slotAt: new Date(slotAt),
        startedAt: new Date(at),
        owner,
        fence: (held?.fence ?? 0) + 1,
        trigger,
        progress: null,
        peakMemoryBytes: null,
        cancelRequestedAt: null,
        status: 'running',
        leaseExpiresAt: new Date(at.getTime() + leaseMs),
      }
      checkSchema(JobRun, run, 'run')
      jobRuns.set(run.id, run)
      slots.set(slot, run.id)
      return { status: 'claimed', run: copyOf(run), checkpoint: copyOf(checkpoints.get(job) ?? null) }
    },
    async heartbeat({ at, leaseMs, ...request }) {
      checkInstants({ at })
      checkPositive('leaseMs', leaseMs)
      const run = writable(request)
      if (!run) return 'lease-lost'
      const extended = { ...withSigns(run, request), leaseExpiresAt: new Date(at.getTime() + leaseMs) }
      checkSchema(JobRun, extended, 'run')
      jobRuns.set(run.id, extended)
      return run.cancelRequestedAt ? 'cancel-requested' : 'extended'
    },
    async checkpoint({ at, value, ...key }) {
      checkInstants({ at })
      checkJson('A checkpoint', value)
      const run = writable(key)
      if (!run) return 'lease-lost'
      if (value === null) checkpoints.delete(run.job)
      else checkpoints.set(run.job, takeIn(value))
      return 'stored'
    },
    async close({ at, outcome, ...request }) {
      checkInstants({ at })
      const run = writable(request)
      if (!run) return 'lease-lost'
      const { leaseExpiresAt: _lease, ...kept } = withSigns(run, request)
      const ended: JobRun = { ...kept, ...takeIn(outcome), finishedAt: new Date(at) }
      checkSchema(JobRun, ended, 'run')
      jobRuns.set(run.id, ended)
      if (ended.status === 'succeeded') checkpoints.delete(ended.job)
      return 'closed'
    },
    async cancel({ runId, at }) {
      checkInstants({ at })
      const run = jobRuns.get(runId)
      if (run?.status === 'running' && !run.cancelRequestedAt) {
        jobRuns.set(runId, { ...run, cancelRequestedAt: new Date(at) })
      }
      return copyOf(jobRuns.get(runId) ?? null)
    },
    async recent({ job, limit = 50 }) {
      checkLimit(limit)
      return copyOf(
        [...jobRuns.values()]
          .filter((run) => job === undefined || run.job === job)
          .sort((a, b) => (placeAt(a.slotAt, a.id) < placeAt(b.slotAt, b.id) ? 1 : -1))
          .slice(0, limit),
      )
    },
    async metrics({ job, since }) {
      checkInstants({ since })
      const ended = [...jobRuns.values()]
        .filter((run): run is EndedRun => run.job === job && run.status !== 'running')
        .sort((a, b) => (placeAt(a.finishedAt, a.id) < placeAt(b.finishedAt, b.id) ? -1 : 1))
      return toMetrics(ended, since)
    },
    async pause({ job, paused, at }) {
      checkNames({ job })
      checkInstants({ at })
      if (paused) pausedJobs.add(job)
      else pausedJobs.delete(job)
    },
    pausedJobs: async () => [...pausedJobs].sort(),
  }
}

function withSigns<Run extends JobRun>(run: Run, { progress, peakMemoryBytes }: RunSigns): Run {
  return {
    ...run,
    ...(progress && { progress: takeIn(progress) }),
    ...(peakMemoryBytes !== undefined && {
      peakMemoryBytes: Math.max(peakMemoryBytes, run.peakMemoryBytes ?? peakMemoryBytes),
    }),
  }
}

export const slotKey = (job: string, slotAt: Date): string => `${job} ${slotAt.toISOString()}`

/** Why a slot that has a run cannot be claimed; null when it can. */
function refusalOf(run: JobRun, at: Date): 'held' | 'done' | null {
  if (run.status === 'running') return run.leaseExpiresAt > at ? 'held' : null
  return run.status === 'deferred' && run.retryAt <= at ? null : 'done'
}

/** `ended` holds the whole history of one job, in the order in which runs finished. */
function toMetrics(ended: readonly EndedRun[], since: Date): JobMetrics {
  const counted = ended.filter(({ finishedAt }) => finishedAt >= since)
  const durations = counted.map(({ startedAt, finishedAt }) => finishedAt.getTime() - startedAt.getTime())
  const lastSuccess = ended.findLastIndex(({ status }) => status === 'succeeded')
  return {
    runs: counted.length,
    failed: counted.filter(({ status }) => status === 'failed').length,
    meanMs: durations.length === 0 ? null : durations.reduce((sum, each) => sum + each, 0) / durations.length,
    maxMs: durations.length === 0 ? null : Math.max(...durations),
    lastStatus: counted.at(-1)?.status ?? null,
    failuresInARow: ended.slice(lastSuccess + 1).filter(({ status }) => status === 'failed').length,
  }
}

import { AbortedError, ConflictError, hasCode } from '../core/errors.ts'
import { memoryUsed } from '../core/memory-used.ts'
import { type JobRun, RunProgress } from '../domain/job-run.ts'
import type { ClaimOutcome, JobOutcome, RunSigns } from '../storage/job-store.ts'
import { closeRun } from './close-run.ts'
import type { JobCounts, JobProgress, JobResult } from './job.ts'
import { parseJobOptions } from './job-options.ts'
import { keepLease } from './keep-lease.ts'
import { runErrorOf } from './run-error.ts'
import { type SlotEvent, type SlotRequest, type SlotTimes, slotTimesOf } from './slot-request.ts'
import { countUpstreamUse } from './upstream-use.ts'

export type SlotOutcome =
  /** This call did it, well or not: the run says which. */
  | { readonly status: 'ran'; readonly run: EndedRun }
  /** Another runner is at it. */
  | { readonly status: 'held'; readonly run: JobRun }
  /** It has been done, or is deferred to later. */
  | { readonly status: 'done'; readonly run: JobRun }
  | { readonly status: 'paused' }
  /** This call began it and lost it on the way to another runner, which goes on. */
  | { readonly status: 'lease-lost'; readonly run: JobRun }

export type EndedRun = Exclude<JobRun, { status: 'running' }>
type RunningRun = Extract<JobRun, { status: 'running' }>

/** Why a run was told to stop. */
type Halt = 'cancelled' | 'stopping' | 'too-long' | 'lease-lost'

/** How the work came to an end. */
type Ending =
  | { readonly type: 'returned'; readonly result: JobResult }
  | { readonly type: 'threw'; readonly error: unknown }
  | { readonly type: 'abandoned' }

/**
 * Runs a job for one due time, unless that has been done or somebody is at it: claims the slot in the ledger, keeps
 * its lease by heartbeats, and closes the run with what came of it. A runner that has lost its lease (its machine
 * slept, its database was away) is told to stop, and can write neither its checkpoint nor its end.
 *
 * A job that fails is an outcome (`run.status` is `failed`), as is one that lacks budget (`deferred`): what an
 * upstream's `RateLimitError` ends is deferred to its `retryAt`. Rejects for options that cannot be meant, when
 * `signal` or `stopping` is aborted already, and when storage cannot be asked for the slot; none of these uses it.
 *
 * @example
 * const outcome = await runSlot({
 *   job: calculateTrending, setvote, slotAt: new Date('2026-11-21T12:30:00Z'),
 *   owner: 'web-1', trigger: 'schedule', clock: systemClock, logger: silentLogger,
 * })
 * if (outcome.status === 'ran') console.log(outcome.run.status, outcome.run.counts)
 */
export async function runSlot<Options extends object>(request: SlotRequest<Options>): Promise<SlotOutcome> {
  const { job, setvote, slotAt, owner, trigger, clock } = request
  const options = parseJobOptions(job, request.options)
  const times = slotTimesOf(request)
  if (request.signal?.aborted || request.stopping?.aborted) {
    throw new AbortedError(`${job.name} was called off before it began`)
  }
  const { jobs } = setvote.storage
  const at = clock.now()
  const claim = await jobs.claimSlot({ job: job.name, slotAt, owner, trigger, at, leaseMs: times.leaseMs })
  if (claim.status !== 'claimed') return claim
  return runClaimed(request, options, times, claim)
}

async function runClaimed<Options extends object>(
  { job, setvote, slotAt, clock, logger, signal, stopping, onEvent }: SlotRequest<Options>,
  options: Options,
  times: SlotTimes,
  { run: claimed, checkpoint }: Extract<ClaimOutcome, { status: 'claimed' }>,
): Promise<SlotOutcome> {
  const { jobs } = setvote.storage
  const run = claimed as RunningRun
  const key = { runId: run.id, fence: run.fence }
  const halted = new AbortController()
  const ended = new AbortController()
  let halt: Halt | null = null
  let last: JobProgress | null = null
  let peakMemoryBytes = 0
  const usedOfUpstreams = countUpstreamUse(setvote)

  const stopFor = (why: Halt) => {
    if (halt) return
    halt = why
    halted.abort(new AbortedError(`${job.name} ${words[why]}`))
  }
  const tell = (event: SlotEvent) => {
    try {
      onEvent?.(event)
    } catch (error) {
      logger.warn('a listener to jobs failed', { job: job.name, error })
    }
  }
  const signs = (): RunSigns => {
    peakMemoryBytes = Math.max(peakMemoryBytes, memoryUsed() ?? 0)
    return {
      ...(last && { progress: { done: last.done, total: last.total, message: last.message } }),
      ...(peakMemoryBytes > 0 && { peakMemoryBytes }),
    }
  }

  const abandoned = new Promise<Ending>((resolve) => {
    halted.signal.addEventListener('abort', () => {
      const overdue = () => resolve({ type: 'abandoned' })
      clock.sleep(times.graceMs, ended.signal).then(overdue, () => {})
    })
  })
  tell({ type: 'claimed', run })
  const listening = { signal: ended.signal, once: true }
  signal?.addEventListener('abort', () => stopFor('cancelled'), listening)
  stopping?.addEventListener('abort', () => stopFor('stopping'), listening)
  if (signal?.aborted) stopFor('cancelled')
  else if (stopping?.aborted) stopFor('stopping')
  const keeping = keepLease({
    ...{ jobs, key, clock, logger, signs, claimedAt: run.startedAt, ended: ended.signal },
    ...{ leaseMs: times.leaseMs, heartbeatMs: times.heartbeatMs },
    onCancel: () => stopFor('cancelled'),
    onLost: () => stopFor('lease-lost'),
  }).catch(() => {})
  clock.sleep(times.maxRunMs, ended.signal).then(
    () => stopFor('too-long'),
    () => {},
  )

  const work = async (): Promise<Ending> => {
    try {
      const result = await job.run({
        ...{ setvote, options, slotAt, clock, logger, checkpoint, signal: halted.signal },
        async saveCheckpoint(value) {
          if ((await jobs.checkpoint({ ...key, at: clock.now(), value })) === 'stored') return
          stopFor('lease-lost')
          throw new ConflictError(`${job.name} ${words['lease-lost']}`)
        },
        progress(step) {
          if (ended.signal.aborted || !RunProgress.safeParse(step).success) return
          last = { ...step, message: step.message.replaceAll('\0', '').toWellFormed() }
          signs()
          tell({ type: 'progress', run, step })
        },
      })
      return { type: 'returned', result }
    } catch (error) {
      return { type: 'threw', error }
    }
  }
  const ending = await Promise.race([work(), abandoned])
  const finalSigns = signs()
  ended.abort()
  await keeping
  if (ending.type === 'threw' && !halt) logger.warn('a job failed', { job: job.name, error: ending.error })

  const finishedAt = clock.now()
  const progressed = (last as JobProgress | null)?.counts ?? {}
  const outcome = outcomeOf(ending, { halt, counts: progressed, at: finishedAt, maxRunMs: times.maxRunMs })
  const complete = { ...outcome, counts: { ...outcome.counts, ...usedOfUpstreams() } }
  const closing = { ...key, ...finalSigns, at: finishedAt, outcome: complete }
  const closed = await closeRun({ jobs, clock, logger, ...times }, closing)
  if (!closed) {
    tell({ type: 'lease-lost', run })
    return { status: 'lease-lost', run }
  }
  const { leaseExpiresAt: _lease, ...kept } = run
  const finished: EndedRun = { ...kept, ...finalSigns, ...closed, finishedAt }
  tell({ type: 'closed', run: finished })
  return { status: 'ran', run: finished }
}

const words: Readonly<Record<Halt, string>> = {
  cancelled: 'was cancelled',
  stopping: 'stops with its process',
  'too-long': 'has run for too long',
  'lease-lost': 'has lost its slot to another runner',
}

/** What the ledger is told. What a run was doing when it had to stop is in its checkpoint. */
function outcomeOf(
  ending: Ending,
  run: {
    readonly halt: Halt | null
    readonly counts: JobCounts
    readonly at: Date
    readonly maxRunMs: number
  },
): JobOutcome {
  const { halt, counts, at, maxRunMs } = run
  if (ending.type === 'returned') {
    const { result } = ending
    return result.status === 'done' ? { status: 'succeeded', counts: result.counts } : result
  }
  if (halt === 'cancelled') return { status: 'cancelled', counts }
  // Nobody else has taken it: whoever is next goes on.
  if (halt === 'stopping' || halt === 'lease-lost') return { status: 'deferred', counts, retryAt: at }
  if (halt === 'too-long') {
    const obeyed = ending.type === 'abandoned' ? ', and did not stop when told to' : ''
    return { status: 'failed', counts, error: `It ran longer than ${maxRunMs / 1000} s${obeyed}` }
  }
  const error = ending.type === 'threw' ? ending.error : null
  if (hasCode(error, 'rate-limited') && 'retryAt' in error && error.retryAt instanceof Date) {
    return { status: 'deferred', counts, retryAt: error.retryAt }
  }
  return { status: 'failed', counts, error: runErrorOf(error) }
}

import { type Clock, systemClock } from '../../core/clock.ts'
import { minutes } from '../../core/duration.ts'
import { ConflictError, InvalidInputError, InvalidOptionsError } from '../../core/errors.ts'
import { type Ids, uuidIds } from '../../core/ids.ts'
import { type Logger, silentLogger } from '../../core/logger.ts'
import { memoryUsed } from '../../core/memory-used.ts'
import type { JobRun } from '../../domain/job-run.ts'
import type { JobOutcome, JobStore } from '../../storage/job-store.ts'
import { safeReason } from '../safe-text.ts'
import type { RunEvent, RunListener } from './run-listener.ts'
import { countRun, withRunSpan } from './run-telemetry.ts'

export interface WatchedWork {
  /** Adds to a count of the run: `count('mails')`, `count('bytes', 512)`. */
  count(name: string, by?: number): void
  /**
   * Says that the work goes on, and may for another `extendMs`. Needed only by work that takes longer than it was
   * given. Never rejects.
   */
  heartbeat(extendMs?: number): Promise<void>
}

export interface WithMonitoringOptions {
  readonly storage: { readonly jobs: Pick<JobStore, 'claimSlot' | 'heartbeat' | 'close'> }
  /** How long the work may take without a heartbeat before it counts as dead. @default 300_000 (5 minutes) */
  readonly maxRunMs?: number | undefined
  /** Hear of the run: `outsideMonitor({ url })`. Awaited before this answers, so that pings get out. @default none */
  readonly listeners?: readonly RunListener[] | undefined
  /** Names this process in the ledger. @default a random one */
  readonly owner?: string | undefined
  readonly clock?: Clock | undefined
  readonly logger?: Logger | undefined
  readonly ids?: Ids | undefined
}

/**
 * Does a piece of work of the app's own and writes it down as a run of a job: when, how long, its counts, its error.
 * So it shows in health and reports, and alert rules hold for it. Answers what the work answers, and rejects with
 * what it rejects with. A storage that is away does not keep the work from being done.
 *
 * @throws ConflictError when an operator has paused a job of this name.
 *
 * @example
 * await withMonitoring('send-newsletter', async ({ count }) => {
 *   for (const fan of await fansToWrite()) {
 *     await sendNewsletter(fan)
 *     count('mails')
 *   }
 * }, { storage })
 */
export async function withMonitoring<Result>(
  name: string,
  work: (watched: WatchedWork) => Promise<Result> | Result,
  options: WithMonitoringOptions,
): Promise<Result> {
  const { storage, clock = systemClock, logger = silentLogger, listeners = [] } = options
  const { maxRunMs = minutes(5) } = options
  if (typeof name !== 'string' || name === '') {
    throw new InvalidInputError(
      `withMonitoring needs a name: withMonitoring('send-newsletter', work, { storage })`,
    )
  }
  if (!(maxRunMs > 0)) {
    throw new InvalidOptionsError(
      'withMonitoring: maxRunMs must be milliseconds above 0: { maxRunMs: 300_000 }',
    )
  }
  const { jobs } = storage
  const counts: Record<string, number> = {}
  const run = await begin(name, maxRunMs, { ...options, clock, logger })
  const key = run && { runId: run.id, fence: run.fence }
  const tell = (event: RunEvent) => {
    for (const listener of listeners) {
      try {
        listener(event)
      } catch (error) {
        logger.warn('a listener to runs failed', { job: name, reason: safeReason(error) })
      }
    }
  }
  const trying = async (what: string, call: () => Promise<unknown>) => {
    try {
      await call()
    } catch (error) {
      logger.warn(`${what} of a run could not be written down`, { job: name, reason: safeReason(error) })
    }
  }
  const watched: WatchedWork = {
    count(counted, by = 1) {
      counts[counted] = (counts[counted] ?? 0) + by
    },
    async heartbeat(extendMs = maxRunMs) {
      if (!key) return
      await trying('a sign of life', () => jobs.heartbeat({ ...key, at: clock.now(), leaseMs: extendMs }))
    },
  }
  const end = async (outcome: JobOutcome) => {
    if (!run || !key) return
    const finishedAt = clock.now()
    const peakMemoryBytes = memoryUsed()
    const signs = peakMemoryBytes ? { peakMemoryBytes } : {}
    await trying('the end', () => jobs.close({ ...key, ...signs, at: finishedAt, outcome }))
    const { leaseExpiresAt: _, ...kept } = run
    const ended = { ...kept, ...signs, ...outcome, finishedAt } as Exclude<JobRun, { status: 'running' }>
    countRun(ended)
    tell({ type: 'closed', run: ended })
    await Promise.all(listeners.map((listener) => listener.idle?.().catch(() => {})))
  }

  if (run) tell({ type: 'claimed', run })
  let result: Result
  try {
    result = await withRunSpan({ job: name, trigger: 'api' }, async () => work(watched))
  } catch (error) {
    await end({ status: 'failed', counts, error: safeReason(error) })
    throw error
  }
  await end({ status: 'succeeded', counts })
  return result
}

type RunningRun = Extract<JobRun, { status: 'running' }>
type Beginning = WithMonitoringOptions & { readonly clock: Clock; readonly logger: Logger }

/** Every call is a run of its own: one that meets another of the same millisecond takes the next. Null without storage. */
async function begin(
  job: string,
  leaseMs: number,
  { storage, clock, logger, ids = uuidIds(), owner = ids('own') }: Beginning,
): Promise<RunningRun | null> {
  const at = clock.now()
  try {
    for (let offset = 0; ; offset++) {
      const slotAt = new Date(at.getTime() + offset)
      const claim = await storage.jobs.claimSlot({ job, slotAt, owner, trigger: 'api', at, leaseMs })
      if (claim.status === 'paused') throw new ConflictError(`${job} is paused`)
      if (claim.status === 'claimed') return claim.run as RunningRun
    }
  } catch (error) {
    if (error instanceof ConflictError) throw error
    logger.warn('a run could not be written down; its work is done all the same', {
      ...{ job, reason: safeReason(error) },
    })
    return null
  }
}

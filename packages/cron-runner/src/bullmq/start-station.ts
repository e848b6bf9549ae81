import { AbortedError, type Worker } from '@setvote/sdk'
import { type Job, WaitingError } from 'bullmq'
import type { Backend } from './open-backend.ts'
import type { QueueLog } from './queue-log.ts'
import type { QueueSettings } from './queue-options.ts'

/** What does the items of one name in this process. */
export interface Station {
  /** Takes no more, aborts what runs, and hands it over. */
  stop(): Promise<void>
}

export interface StationOptions {
  readonly name: string
  readonly worker: Worker
  readonly backend: Backend
  readonly settings: QueueSettings
  readonly log: QueueLog
}

/** An item that has outlived so many of its processes may be what kills them: it becomes a dead letter. */
const mostDeaths = 5
/** How long a store that is away is waited for at the end. Its items are taken up again as those of the dead are. */
const partingMs = 5000

export function startStation({ name, worker, backend, settings, log }: StationOptions): Station {
  const { concurrency, limits, lockMs, clock, logger } = settings
  const stopping = new AbortController()
  const limit = limits[name]
  let running = 0
  let allEnded = () => {}

  /** Back to where it was taken from, first in its place: no attempt was used. */
  async function handOver(job: Job<unknown, void>, token: string | undefined): Promise<never> {
    await job.moveToWait(token)
    throw new WaitingError()
  }

  // BullMQ gives a signal to those that take three arguments.
  async function perform(job: Job<unknown, void>, token?: string, lost?: AbortSignal): Promise<void> {
    if (stopping.signal.aborted) return handOver(job, token)
    const signal = lost ? AbortSignal.any([stopping.signal, lost]) : stopping.signal
    running++
    try {
      await worker(job.data as Parameters<Worker>[0], { signal, redelivered: job.stalledCounter > 0 })
    } catch (error) {
      if (stopping.signal.aborted) return handOver(job, token)
      throw error
    } finally {
      running--
      if (running === 0) allEnded()
    }
  }

  const bull = backend.worker(name, perform, {
    concurrency,
    lockDuration: lockMs,
    stalledInterval: lockMs,
    maxStalledCount: mostDeaths,
    metrics: { maxDataPoints: 1 },
    ...(limit && { limiter: { max: limit.max, duration: limit.perMs } }),
  })
  bull.on('error', log.failed)
  bull.on('failed', (job, error) => {
    const item = { name, key: job?.deduplicationId, error }
    if (!job?.finishedOn) logger.warn('background work failed, and is tried again', item)
    else logger.error('background work failed', item)
  })
  bull.on('lockRenewalFailed', (lost) => {
    for (const id of lost) bull.cancelJob(id, 'The item was given to another process')
  })

  let stopped: Promise<void> | null = null
  async function stop(): Promise<void> {
    stopping.abort(new AbortedError('The queue is closing'))
    const closed = bull.close().catch(log.failed)
    if (running > 0) await new Promise<void>((resolve) => (allEnded = resolve))
    const parted = new AbortController()
    const late = clock.sleep(partingMs, parted.signal).then(
      () => bull.disconnect(),
      () => {},
    )
    await Promise.race([closed, late])
    parted.abort()
  }
  return {
    stop() {
      stopped ??= stop()
      return stopped
    },
  }
}

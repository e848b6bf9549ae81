import { AbortedError, type Worker } from '@setvote/sdk'
import { type Job, WaitingError } from 'bullmq'
import type { Backend, CarriedWorker, Opened } from './open-backend.ts'
import type { QueueDoor } from './queue-door.ts'
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
  readonly door: QueueDoor
  readonly settings: QueueSettings
  readonly log: QueueLog
}

/** An item that has outlived so many of its processes may be what kills them: it becomes a dead letter. */
const mostDeaths = 5
/** How long a store that is away is waited for at the end. Its items are taken up again as those of the dead are. */
const partingMs = 5000
/** How long BullMQ may take after that to let go by itself. */
const leavingMs = 1000

export function startStation({ name, worker, backend, door, settings, log }: StationOptions): Station {
  const { concurrency, limits, lockMs, keepDead, clock, logger } = settings
  const stopping = new AbortController()
  const running = new Map<string, AbortController>()
  let allEnded = () => {}

  /** Back to where it was taken from, first in its place: no attempt was used. */
  async function handOver(job: Job<unknown, void>, token: string | undefined): Promise<never> {
    await job.moveToWait(token)
    throw new WaitingError()
  }

  async function perform(job: Job<unknown, void>, token?: string): Promise<void> {
    if (stopping.signal.aborted) return handOver(job, token)
    const id = job.id ?? ''
    const stop = new AbortController()
    running.set(id, stop)
    try {
      const redelivered = job.stalledCounter > 0
      await worker(job.data as Parameters<Worker>[0], { signal: stop.signal, redelivered })
    } catch (error) {
      if (stopping.signal.aborted) return handOver(job, token)
      throw error
    } finally {
      running.delete(id)
      if (running.size === 0) allEnded()
    }
  }

  function start(): Opened<CarriedWorker> {
    const limit = limits[name]
    const opened = backend.worker(name, perform, {
      concurrency,
      lockDuration: lockMs,
      stalledInterval: lockMs,
      maxStalledCount: mostDeaths,
      removeOnComplete: { count: 0 },
      removeOnFail: { count: keepDead },
      ...(limit && { limiter: { max: limit.max, duration: limit.perMs } }),
    })
    const bull = opened.it
    bull.on('error', log.failed)
    bull.on('failed', (job, error) => {
      const item = { name, key: job?.deduplicationId, error }
      if (!job?.finishedOn) logger.warn('background work failed, and is tried again', item)
      else logger.error('background work failed', item)
    })
    bull.on('lockRenewalFailed', (lost) => {
      for (const id of lost) running.get(id)?.abort(new AbortedError('The item was given to another process'))
    })
    return opened
  }
  const started = door.opened(stopping.signal).then(start)
  started.catch(() => {})

  async function close({ it: bull, abandon }: Opened<CarriedWorker>): Promise<void> {
    const closed = bull.close().catch(log.failed)
    if (running.size > 0) await new Promise<void>((resolve) => (allEnded = resolve))
    const parted = new AbortController()
    const away = async () => {
      await clock.sleep(partingMs, parted.signal)
      abandon()
      await clock.sleep(leavingMs, parted.signal)
      // BullMQ waits for the last word of a connection that was between two attempts, which never comes.
      bull.closing = undefined
      await bull.close(true).catch(log.failed)
    }
    await Promise.race([closed, away().catch(() => {})])
    parted.abort()
  }

  let stopped: Promise<void> | null = null
  return {
    stop() {
      const reason = new AbortedError('The queue is closing')
      stopping.abort(reason)
      for (const stop of running.values()) stop.abort(reason)
      stopped ??= started.then(close, () => {})
      return stopped
    },
  }
}

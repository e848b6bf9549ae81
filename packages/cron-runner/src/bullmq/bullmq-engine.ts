import { hasCode, type JsonValue, type WorkContext } from '@setvote/sdk'
import { UnrecoverableError } from 'bullmq'
import type { CronConfig, RunRequest, SlotEngine } from '../config/define-cron.ts'
import { runScheduled } from '../runner/run-scheduled.ts'
import { type BullmqQueue, bullmqQueue } from './bullmq-queue.ts'
import type { DeadLetter } from './dead-letters.ts'
import type { BullmqQueueOptions } from './queue-options.ts'

export interface BullmqEngineOptions extends Omit<BullmqQueueOptions, 'limits'> {
  /** Slots that wait for a machine: those of a job with a higher one go first. @default 0 for each */
  readonly priorities?: Readonly<Record<string, number>> | undefined
  /** How many slots all machines together may begin in a time. The same on each of them. @default none */
  readonly limit?: { readonly max: number; readonly perMs: number } | undefined
}

/** Runs the slots of jobs on whichever machine is free. */
export interface BullmqEngine extends SlotEngine {
  /** For `createRunner(config, { beginSlot: engine.beginSlot })`. */
  readonly beginSlot: SlotEngine['beginSlot']
  /** How many slots wait and run. */
  counts: BullmqQueue['counts']
  /** Slots whose run failed, or that could not be begun, the latest first. @default limit 50 */
  deadLetters(query?: { readonly limit?: number | undefined }): Promise<DeadLetter[]>
  /** Runs the job of a dead letter again, for now: its slot has had its run. False when there is no such letter. */
  retry(id: string): Promise<boolean>
  /** Removes a dead letter. False when there is no such one. */
  drop(id: string): Promise<boolean>
  /** Takes no more slots, and hands over those that are running: another machine goes on from their checkpoints. */
  close(): Promise<void>
}

/** What waits: the rest of a run's settings is in the config of whoever runs it. */
interface QueuedSlot {
  readonly job: string
  readonly slotAt: string
  readonly trigger: RunRequest['trigger']
  readonly options: object
}

const slots = 'slots'
/** A storage that is away comes back; runners ask again for a slot that nobody has run. */
const attempts = { attempts: 5, backoffMs: 2000 }

/**
 * Spreads the jobs of a config over many machines. Each runs a runner that gives what is due to the queue, where a slot
 * waits once however many of them do, and takes from it as much as it has room for. The ledger in the storage still
 * decides: a slot that an HTTP trigger or another runner has run is not run again.
 *
 * @example
 * const engine = bullmqEngine(config, { connection: { url: 'redis://127.0.0.1:6379' }, concurrency: 2 })
 * const runner = createRunner(config, { beginSlot: engine.beginSlot })
 * runner.start()
 * process.once('SIGTERM', async () => {
 *   await runner.stop()
 *   await engine.close()
 * })
 */
export function bullmqEngine(config: CronConfig, options: BullmqEngineOptions): BullmqEngine {
  const { priorities = {}, limit, ...queueOptions } = options
  const { clock, logger } = config
  const queue = bullmqQueue({
    ...{ clock, logger, ...queueOptions },
    ...(limit && { limits: { [slots]: limit } }),
  })

  const enqueue = async ({ job, slotAt, trigger, options = {} }: RunRequest): Promise<void> => {
    const payload: QueuedSlot = { job, slotAt: slotAt.toISOString(), trigger, options }
    await queue.add({
      ...{ name: slots, key: `${job} ${payload.slotAt}`, ...attempts },
      payload: payload as unknown as JsonValue,
      priority: priorities[job] ?? 0,
    })
  }

  async function perform(payload: JsonValue, { signal }: WorkContext): Promise<void> {
    const { job, slotAt, trigger, options } = payload as unknown as QueuedSlot
    const request = { job, slotAt: new Date(slotAt), trigger, options, stopping: signal }
    const outcome = await runScheduled(config, request).catch((error: unknown) => {
      const isHopeless = hasCode(error, 'not-found', 'invalid-input', 'invalid-options')
      throw isHopeless ? new UnrecoverableError(error.message) : error
    })
    // A run that was stopped with its machine is deferred to now: the queue gives it to the next one.
    signal.throwIfAborted()
    if (outcome.status !== 'ran' || outcome.run.status !== 'failed') return
    throw new UnrecoverableError(outcome.run.error)
  }
  queue.work(slots, perform)

  return {
    async beginSlot(_config, request) {
      await enqueue(request)
      return null
    },
    counts: () => queue.counts(),
    deadLetters: ({ limit = 50 } = {}) => queue.deadLetters.list({ name: slots, limit }),
    async retry(id) {
      const letter = (await queue.deadLetters.list({ name: slots, limit: 1000 })).find(
        (each) => each.id === id,
      )
      if (!letter) return false
      const slot = letter.payload as unknown as QueuedSlot
      await enqueue({ ...slot, slotAt: clock.now() })
      return queue.deadLetters.drop({ name: slots, id })
    },
    drop: (id) => queue.deadLetters.drop({ name: slots, id }),
    close: () => queue.close(),
  }
}

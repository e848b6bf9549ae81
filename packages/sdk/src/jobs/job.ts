import type { z } from 'zod'
import type { Clock } from '../core/clock.ts'
import type { JsonValue } from '../core/json.ts'
import type { Logger } from '../core/logger.ts'
import type { JobServices } from './job-services.ts'

/**
 * Something that is done again and again: by a schedule, by an HTTP trigger, by hand. What it does twice changes
 * nothing, and a run that was interrupted goes on where the last one stopped.
 *
 * @example
 * const remindFans: Job<{ limit: number }> = {
 *   name: 'remind-fans',
 *   description: 'Writes to fans whose show is tomorrow',
 *   schedule: { cron: '0 9 * * *', timeZone: 'Europe/Paris' },
 *   options: z.object({ limit: z.int().positive().default(100) }),
 *   async run({ options, signal }) {
 *     return { status: 'done', counts: { reminded: await remind(options.limit, signal) } }
 *   },
 * }
 */
export interface Job<Options extends object = object> {
  /** Names it in the ledger, at the command line and in addresses: `update-active-artists`. */
  readonly name: string
  readonly description: string
  /** When it is due unless the app says otherwise. @default timeZone 'UTC' */
  readonly schedule: { readonly cron: string; readonly timeZone?: string | undefined }
  /** With defaults. What it refuses is an `InvalidInputError` that says what is allowed. */
  readonly options: z.ZodType<Options>
  run(context: JobContext<Options>): Promise<JobResult>
}

/** What a job is given for one run. */
export interface JobContext<Options extends object = object> {
  readonly setvote: JobServices
  readonly options: Options
  /** The due time this run answers for. */
  readonly slotAt: Date
  readonly clock: Clock
  readonly logger: Logger
  /** Aborted when the run is cancelled, when its process stops, when it takes too long and when its lease is lost. */
  readonly signal: AbortSignal
  /** Where the last run of this job stopped that has not done all it had to; null for a new beginning. */
  readonly checkpoint: JsonValue | null
  /** Replaces the checkpoint. Rejects with a `ConflictError` when the slot has gone to another runner. */
  saveCheckpoint(value: JsonValue | null): Promise<void>
  /** Says how far it is. What it last says shows in the run; `counts` are those of a run that does not end well. */
  progress(step: JobProgress): void
}

export interface JobProgress {
  readonly done: number
  /** Null while nobody knows. */
  readonly total: number | null
  readonly message: string
  readonly counts?: JobCounts | undefined
}

export type JobCounts = Readonly<Record<string, number>>

export type JobResult =
  | { readonly status: 'done'; readonly counts: JobCounts }
  /** A budget is spent: the slot may be run again at `retryAt`, and goes on from the checkpoint. */
  | { readonly status: 'deferred'; readonly counts: JobCounts; readonly retryAt: Date }

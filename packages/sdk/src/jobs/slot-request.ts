import type { Clock } from '../core/clock.ts'
import { hours, minutes, seconds } from '../core/duration.ts'
import { InvalidOptionsError } from '../core/errors.ts'
import type { Logger } from '../core/logger.ts'
import type { JobRun } from '../domain/job-run.ts'
import type { Job, JobProgress } from './job.ts'
import type { JobServices } from './job-services.ts'

export interface SlotRequest<Options extends object = object> {
  readonly job: Job<Options>
  readonly setvote: JobServices
  /** The due time to run it for. */
  readonly slotAt: Date
  /** Names this process in the ledger. */
  readonly owner: string
  readonly trigger: JobRun['trigger']
  /** Those of the job; its defaults fill them. */
  readonly options?: unknown
  /**
   * How long the slot stays this process's without a sign of life, in milliseconds. It must be longer than clocks
   * of different machines are apart, and is how long a slot waits whose process was killed. @default 300_000
   */
  readonly leaseMs?: number | undefined
  /** How often it gives a sign of life. @default a tenth of `leaseMs` */
  readonly heartbeatMs?: number | undefined
  /** When the job is told to stop, and its run fails. @default 3_600_000, an hour */
  readonly maxRunMs?: number | undefined
  /** How long a job that was told to stop may take to do so. Then its run is closed without it. @default 30_000 */
  readonly graceMs?: number | undefined
  /** Cancels the run: the slot is over. */
  readonly signal?: AbortSignal | undefined
  /** This process stops: the run is deferred to now, and goes on elsewhere from its checkpoint. */
  readonly stopping?: AbortSignal | undefined
  readonly clock: Clock
  readonly logger: Logger
  /** Hears what happens to the run. What it throws is logged. */
  readonly onEvent?: ((event: SlotEvent) => void) | undefined
}

export type SlotEvent =
  | { readonly type: 'claimed'; readonly run: JobRun }
  | { readonly type: 'progress'; readonly run: JobRun; readonly step: JobProgress }
  | { readonly type: 'closed'; readonly run: JobRun }
  | { readonly type: 'lease-lost'; readonly run: JobRun }

export type SlotTimes = Readonly<Record<'leaseMs' | 'heartbeatMs' | 'maxRunMs' | 'graceMs', number>>

export function slotTimesOf(request: Pick<SlotRequest, keyof SlotTimes>): SlotTimes {
  const { leaseMs = minutes(5), maxRunMs = hours(1), graceMs = seconds(30) } = request
  const { heartbeatMs = leaseMs / 10 } = request
  for (const [name, ms] of Object.entries({ leaseMs, heartbeatMs, maxRunMs })) {
    if (!(ms > 0)) throw new InvalidOptionsError(`runSlot: \`${name}\` must be milliseconds above 0`)
  }
  if (!(graceMs >= 0)) throw new InvalidOptionsError('runSlot: `graceMs` must be milliseconds, 0 or more')
  if (heartbeatMs >= leaseMs) {
    throw new InvalidOptionsError(
      'runSlot: `heartbeatMs` must be shorter than `leaseMs`: { leaseMs: 300_000, heartbeatMs: 30_000 }',
    )
  }
  return { leaseMs, heartbeatMs, maxRunMs, graceMs }
}

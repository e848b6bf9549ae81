import { type Clock, systemClock } from '../core/clock.ts'
import type { BatcherOptions } from '../core/create-batcher.ts'
import { InvalidOptionsError } from '../core/errors.ts'
import { type Logger, silentLogger } from '../core/logger.ts'
import type { EventBus } from '../realtime/event-bus.ts'
import { type AbuseOptions, type AbuseRules, toAbuseRules } from './abuse-rules.ts'
import type { VotingStorage } from './voting-storage.ts'

/** Whose calendar day a daily limit counts. */
export type LimitDay = 'fan' | 'venue' | 'utc'

export interface VotingOptions {
  readonly storage: VotingStorage
  /** Tells when a ballot is cast. @default the machine's */
  readonly clock?: Clock
  /** Told about new counts, on the topic `show:<id>`. @default nobody is told */
  readonly bus?: EventBus
  /** How many ballots a fan may cast in a day, 0 to 1,000,000; null for no limit. @default null */
  readonly perDay?: number | null
  /**
   * The day of the limit: that of the `venue` of the show, of the `fan`, or the day in UTC. A fan's day is that of
   * the time zone in their profile, else of the one that a call passes, else in UTC. @default 'venue'
   */
  readonly limitDay?: LimitDay
  /** Which ballots are quarantined; false for none. @default every rule, with its defaults */
  readonly abuse?: AbuseOptions | false
  /**
   * How calls are gathered into batches: ballots of one batch (`maxBatch`), calls that may wait before an
   * `OverloadedError` (`maxQueue`), and milliseconds that a batch waits for company (`delayMs`).
   * @default { maxBatch: 1000, maxQueue: 100_000, delayMs: 0 }
   */
  readonly batch?: Pick<BatcherOptions<unknown, unknown>, 'maxBatch' | 'maxQueue' | 'delayMs'>
  /** Told what failed beside a vote: announcing counts, quarantining earlier ballots. @default silent */
  readonly logger?: Logger
}

export interface VotingSettings {
  readonly storage: VotingStorage
  readonly clock: Clock
  readonly bus: EventBus | null
  readonly perDay: number | null
  readonly limitDay: LimitDay
  readonly abuse: AbuseRules | null
  readonly batch: NonNullable<VotingOptions['batch']>
  readonly logger: Logger
}

const mostPerDay = 1_000_000

export function toVotingSettings(options: VotingOptions): VotingSettings {
  const { storage, clock = systemClock, bus = null, perDay = null, limitDay = 'venue' } = options
  const { abuse = {}, batch = {}, logger = silentLogger } = options
  if (!storage) {
    throw new InvalidOptionsError(
      'createVoting needs a `storage`: createVoting({ storage: memoryStorage() })',
    )
  }
  if (perDay !== null && !(Number.isInteger(perDay) && perDay >= 0 && perDay <= mostPerDay)) {
    throw new InvalidOptionsError(
      `perDay must be a whole number from 0 to ${mostPerDay}, or null for no limit, not ${perDay}: { perDay: 10 }`,
    )
  }
  if (!['fan', 'venue', 'utc'].includes(limitDay)) {
    throw new InvalidOptionsError(
      `limitDay must be 'fan', 'venue' or 'utc', not ${String(limitDay)}: { limitDay: 'venue' }`,
    )
  }
  return {
    storage,
    clock,
    bus,
    perDay,
    limitDay,
    abuse: abuse === false ? null : toAbuseRules(abuse),
    batch,
    logger,
  }
}

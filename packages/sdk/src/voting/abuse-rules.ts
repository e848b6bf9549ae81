import { days, seconds } from '../core/duration.ts'
import { InvalidOptionsError } from '../core/errors.ts'
import type { EntityId } from '../domain/entity.ts'

/** More ballots of one fan in a short time than a person casts. */
export interface BurstRule {
  /** So many different songs are fine. From 1 to 1000. @default 30 */
  readonly ballots: number
  /** How long a ballot counts, in milliseconds. @default 10_000 */
  readonly windowMs: number
}

/** More fans on one device, for one show, than share a device. */
export interface SharedDeviceRule {
  /** So many are fine. From 1 to 1000. @default 5 */
  readonly fans: number
  /** How long a fan counts after their last ballot, in milliseconds. @default 86_400_000, a day */
  readonly windowMs: number
}

/** Votes for nearly every song of a setlist faster than one can read it. */
export interface EverythingRule {
  /** The part of the songs that can be voted for, above 0 and up to 1. @default 0.9 */
  readonly share: number
  /** Shorter setlists are never suspicious. From 1 to 1000. @default 8 */
  readonly minSongs: number
  /** In how many milliseconds that is too fast. @default 5000 */
  readonly windowMs: number
}

/**
 * The rules, each with thresholds to change, or false to leave it out. None looks at an IP address. They see the ballots
 * that pass through this process.
 *
 * @example
 * const abuse: AbuseOptions = { burst: { ballots: 20 }, sharedDevice: { fans: 3 }, everything: false }
 */
export interface AbuseOptions {
  readonly burst?: Partial<BurstRule> | false
  readonly sharedDevice?: Partial<SharedDeviceRule> | false
  readonly everything?: Partial<EverythingRule> | false
}

export interface AbuseRules {
  readonly burst: BurstRule | null
  readonly sharedDevice: SharedDeviceRule | null
  readonly everything: EverythingRule | null
}

/** Why setvote itself puts a ballot in quarantine. */
export const quarantineCodes = ['burst', 'shared-device', 'everything'] as const
export type QuarantineCode = (typeof quarantineCodes)[number]

/** One ballot that a fan has asked to cast. */
export interface CastMark {
  readonly setlistSongId: EntityId
  readonly setlistId: EntityId
  readonly atMs: number
}

/** What a rule found: why, and which of the fan's ballots are part of it, the latest included. */
export interface Suspicion<Mark extends CastMark> {
  /** The code, a colon, and a text for people: `burst: more than 30 ballots within 10 seconds`. */
  readonly reason: string
  readonly marks: readonly Mark[]
}

const most = 1000

const defaults = {
  burst: { ballots: 30, windowMs: seconds(10) },
  sharedDevice: { fans: 5, windowMs: days(1) },
  everything: { share: 0.9, minSongs: 8, windowMs: seconds(5) },
}

/** The rules that options name. Refuses thresholds that cannot be meant. */
export function toAbuseRules({ burst, sharedDevice, everything }: AbuseOptions): AbuseRules {
  const rules = {
    burst: burst === false ? null : { ...defaults.burst, ...burst },
    sharedDevice: sharedDevice === false ? null : { ...defaults.sharedDevice, ...sharedDevice },
    everything: everything === false ? null : { ...defaults.everything, ...everything },
  }
  if (rules.burst) checkCount('burst', 'ballots', rules.burst.ballots, 30)
  if (rules.sharedDevice) checkCount('sharedDevice', 'fans', rules.sharedDevice.fans, 5)
  if (rules.everything) {
    checkCount('everything', 'minSongs', rules.everything.minSongs, 8)
    const { share } = rules.everything
    if (!(share > 0 && share <= 1)) {
      throw new InvalidOptionsError(
        `abuse.everything.share must be above 0 and at most 1, not ${share}: { everything: { share: 0.9 } }`,
      )
    }
  }
  for (const [name, rule] of Object.entries(rules)) {
    if (rule && !(Number.isFinite(rule.windowMs) && rule.windowMs > 0)) {
      throw new InvalidOptionsError(
        `abuse.${name}.windowMs must be milliseconds above 0, not ${rule.windowMs}: { ${name}: { windowMs: 10_000 } }`,
      )
    }
  }
  return rules
}

function checkCount(rule: string, threshold: string, count: number, example: number): void {
  if (Number.isInteger(count) && count >= 1 && count <= most) return
  throw new InvalidOptionsError(
    `abuse.${rule}.${threshold} must be a whole number from 1 to ${most}, not ${count}: ` +
      `{ ${rule}: { ${threshold}: ${example} } }`,
  )
}

/** A burst up to `nowMs`, if there is one. `marks` are a fan's, each setlist song once. */
export function findBurst<Mark extends CastMark>(
  marks: readonly Mark[],
  nowMs: number,
  rule: BurstRule,
): Suspicion<Mark> | null {
  const recent = marks.filter(({ atMs }) => atMs > nowMs - rule.windowMs)
  if (recent.length <= rule.ballots) return null
  const within = `within ${rule.windowMs / 1000} seconds`
  return { reason: toReason('burst', `more than ${rule.ballots} ballots ${within}`), marks: recent }
}

/** Votes for nearly every song of one setlist up to `nowMs`, if they are. `marks` are a fan's, each song once. */
export function findEverything<Mark extends CastMark>(
  marks: readonly Mark[],
  nowMs: number,
  { setlistId, votableSongs }: { readonly setlistId: EntityId; readonly votableSongs: number },
  { share, minSongs, windowMs }: EverythingRule,
): Suspicion<Mark> | null {
  if (votableSongs < minSongs) return null
  const recent = marks.filter((mark) => mark.setlistId === setlistId && mark.atMs > nowMs - windowMs)
  if (recent.length < share * votableSongs) return null
  const text = `${recent.length} of the ${votableSongs} songs of a setlist within ${windowMs / 1000} seconds`
  return { reason: toReason('everything', text), marks: recent }
}

/** Why a fan is one too many on a device. */
export const sharedDeviceReason = ({ fans }: SharedDeviceRule): string =>
  toReason('shared-device', `more than ${fans} fans vote for this show from one device`)

const toReason = (code: QuarantineCode, text: string): string => `${code}: ${text}`

/**
 * The parts of a reason for quarantine: what to branch on, and what to show to the fan.
 *
 * @example
 * toQuarantineReason('burst: more than 30 ballots within 10 seconds').code // 'burst'
 * toQuarantineReason('looks bought').code // 'operator'
 */
export function toQuarantineReason(reason: string): {
  readonly code: QuarantineCode | 'operator'
  readonly text: string
} {
  const code = quarantineCodes.find((each) => reason.startsWith(`${each}: `))
  return code ? { code, text: reason.slice(code.length + 2) } : { code: 'operator', text: reason }
}

import { InvalidInputError, NotFoundError } from '../core/errors.ts'
import type { Ballot } from '../domain/ballot.ts'
import type { EntityId } from '../domain/entity.ts'
import type {
  BallotKey,
  CastOutcome,
  RetractOutcome,
  VoteAudit,
  VoteStatsQuery,
  VoteTally,
} from '../storage/vote-store.ts'
import { createBallotLanes, tellTally } from './ballot-lanes.ts'
import { checkId, checkIds, checkInstant, checkMany } from './check-input.ts'
import { createAbuseWatch } from './create-abuse-watch.ts'
import { createLimitDays } from './limit-days.ts'
import { checkTimeZone } from './local-days.ts'
import { moveLock } from './move-lock.ts'
import { createShowNews } from './show-news.ts'
import { createSongPlaces } from './song-places.ts'
import {
  type LeaderboardEntry,
  type LeaderboardQuery,
  readLeaderboard,
  readStatistics,
  type VotingStatistics,
} from './statistics.ts'
import { toVotingSettings, type VotingOptions } from './voting-options.ts'

/** One fan's vote for one setlist song. */
export interface CastRequest extends BallotKey {
  /** Names the device without naming the fan; a rule against abuse compares it. */
  readonly deviceKey?: string | null | undefined
  /** Of a fan whose profile has none; counts where `limitDay` is 'fan'. */
  readonly timeZone?: string | null | undefined
}

export type VoteOutcome =
  | Exclude<CastOutcome, { readonly status: 'limit-reached' }>
  /** `resetsAt` is when the day of the limit ends. */
  | (Extract<CastOutcome, { readonly status: 'limit-reached' }> & { readonly resetsAt: Date })

/** What is left of a fan's day. */
export interface SpentPlaces {
  /** `YYYY-MM-DD` */
  readonly day: string
  readonly spent: number
  /** How many more ballots may be cast; null without a limit. */
  readonly left: number | null
  readonly resetsAt: Date
}

export interface VotingService {
  /**
   * Casts a ballot, and answers when it is stored. Repeating a call whose answer was lost is safe. Calls made at the
   * same time are stored together.
   *
   * @throws InvalidInputError for ids that nothing can have.
   * @throws OverloadedError when too many calls wait; nothing has happened then.
   *
   * @example
   * const outcome = await voting.cast({ fanId: 'fan_1', setlistSongId: song.id })
   * if (outcome.status === 'limit-reached') console.log('again at', outcome.resetsAt)
   */
  cast(request: CastRequest): Promise<VoteOutcome>
  /**
   * Casts up to 1000 ballots of any fans, and answers in their order. They may be stored in several batches: when
   * one fails the call rejects, others may be stored, and repeating it is safe.
   *
   * @example
   * await voting.castMany(songs.map(({ id }) => ({ fanId: 'fan_1', setlistSongId: id })))
   */
  castMany(requests: readonly CastRequest[]): Promise<VoteOutcome[]>
  /**
   * Takes a ballot back, which gives its place of the day back.
   *
   * @example
   * const { status } = await voting.retract({ fanId: 'fan_1', setlistSongId: song.id })
   */
  retract(key: BallotKey): Promise<RetractOutcome>
  /**
   * Takes up to 1000 ballots back, as `castMany` casts them.
   *
   * @example
   * await voting.retractMany(ballots)
   */
  retractMany(keys: readonly BallotKey[]): Promise<RetractOutcome[]>
  /**
   * The counts of a show, its setlists and their songs.
   *
   * @throws NotFoundError when there is no such show.
   *
   * @example
   * const { show, songs } = await voting.tally(showId)
   */
  tally(showId: EntityId): Promise<VoteTally>
  /**
   * A fan's ballots on a show by time, those in quarantine with their reason (`toQuarantineReason`).
   *
   * @example
   * const ballots = await voting.castBy({ fanId: 'fan_1', showId })
   */
  castBy(request: { readonly fanId: EntityId; readonly showId: EntityId }): Promise<Ballot[]>
  /**
   * How much of the daily limit a fan has used. Where `limitDay` is 'venue', `setlistSongId` names the song they would
   * vote for.
   *
   * @throws NotFoundError when there is no such setlist song.
   *
   * @example
   * const { left, resetsAt } = await voting.spent({ fanId: 'fan_1', setlistSongId: song.id })
   */
  spent(request: {
    readonly fanId: EntityId
    readonly setlistSongId?: EntityId | undefined
    readonly timeZone?: string | null | undefined
  }): Promise<SpentPlaces>
  /**
   * Totals, rate, hourly pattern and top songs, of a show, of an artist, or of the platform.
   *
   * @example
   * const { upvotes, perHour } = await voting.stats({ showId, from: new Date('2026-11-21T18:00:00Z') })
   */
  stats(query?: VoteStatsQuery): Promise<VotingStatistics>
  /**
   * The setlist songs with the most upvotes in a period.
   *
   * @example
   * const [first] = await voting.leaderboard({ artistId, limit: 10 })
   */
  leaderboard(query?: LeaderboardQuery): Promise<LeaderboardEntry[]>
  /**
   * Compares every count with the ballots it stands for, while voting goes on.
   *
   * @example
   * const { status, differences } = await voting.audit()
   */
  audit(): Promise<VoteAudit>
  /**
   * Counts everything anew from the ballots.
   *
   * @example
   * const { repaired } = await voting.rebuild()
   */
  rebuild(): Promise<{ readonly repaired: number }>
  /**
   * Ends voting for a show at another instant than its start, earlier or later; null gives it back to the start.
   * Answers when voting ends now. No import changes what an operator has set here.
   *
   * @throws NotFoundError when there is no such show.
   *
   * @example
   * await voting.lock(showId, new Date('2026-11-21T19:30:00Z'))
   */
  lock(showId: EntityId, lockAt: Date | null): Promise<{ readonly lockedAt: Date | null }>
  /**
   * A fan's ballots on a show that are in quarantine.
   *
   * @example
   * const ballots = await voting.quarantined({ fanId: 'fan_1', showId })
   */
  quarantined(request: { readonly fanId: EntityId; readonly showId: EntityId }): Promise<Ballot[]>
  /**
   * Takes up to 1000 ballots out of the clean tally, with a reason their fans can read. Answers how many changed.
   *
   * @example
   * await voting.quarantine(ballots, 'looks bought')
   */
  quarantine(ballots: readonly BallotKey[], reason: string): Promise<number>
  /**
   * Puts up to 1000 ballots back into the clean tally. Answers how many changed.
   *
   * @example
   * await voting.release(await voting.quarantined({ fanId: 'fan_1', showId }))
   */
  release(ballots: readonly BallotKey[]): Promise<number>
  /**
   * Resolves when every ballot taken on has been answered and announced. To be awaited before the storage is closed.
   *
   * @example
   * await voting.idle()
   */
  idle(): Promise<void>
}

const mostAtOnce = 1000

/**
 * Fans vote for songs. Gathers concurrent calls into batches of one storage call each, so that thousands of ballots
 * a second can go to one show; each is counted exactly once and can be read when its call has returned.
 *
 * @example
 * const voting = createVoting({ storage: memoryStorage(), perDay: 10 })
 * const outcome = await voting.cast({ fanId: 'fan_1', setlistSongId: song.id })
 */
export function createVoting(options: VotingOptions): VotingService {
  const settings = toVotingSettings(options)
  const { storage, clock, bus, logger, perDay, limitDay, abuse } = settings
  const { votes } = storage
  const news = bus && createShowNews({ bus, clock, logger })
  const watch = abuse && createAbuseWatch(abuse)
  const lanes = createBallotLanes(settings, news)
  const places = createSongPlaces(storage, clock)
  const limitDayOf = createLimitDays(settings)
  const needsPlace = limitDay === 'venue' || watch !== null || news !== null

  async function prepare({ fanId, setlistSongId, deviceKey = null, timeZone = null }: CastRequest) {
    const at = clock.now()
    const place = needsPlace ? await places.find(setlistSongId) : null
    if (needsPlace && !place) return null
    const { day, endsAt } = await limitDayOf({ fanId, at, timeZone, place })
    const judgement = place && watch ? watch.judge({ fanId, setlistSongId, deviceKey, at, place }) : null
    const quarantineReason = judgement?.reason ?? null
    const item = { fanId, setlistSongId, castAt: at, day, deviceKey, quarantineReason, place, judgement }
    return { item, resetsAt: endsAt }
  }

  async function castAll(requests: readonly CastRequest[]): Promise<VoteOutcome[]> {
    const prepared = await Promise.all(requests.map(prepare))
    const known = prepared.filter((each) => each !== null)
    const outcomes = (await lanes.casts.addMany(known.map(({ item }) => item))).values()
    return prepared.map((each): VoteOutcome => {
      const outcome = each && outcomes.next().value
      if (!outcome) return { status: 'not-found' }
      return outcome.status === 'limit-reached' ? { ...outcome, resetsAt: each.resetsAt } : outcome
    })
  }

  async function retractAll(keys: readonly BallotKey[]): Promise<RetractOutcome[]> {
    const at = clock.now()
    const items = await Promise.all(
      keys.map(async ({ fanId, setlistSongId }) => {
        return { fanId, setlistSongId, at, place: news ? await places.find(setlistSongId) : null }
      }),
    )
    return lanes.retractions.addMany(items)
  }

  async function setQuarantine(ballots: readonly BallotKey[], reason: string | null): Promise<number> {
    checkMany('ballots', ballots, mostAtOnce)
    for (const ballot of ballots) checkKey(ballot)
    const keys = ballots.map(({ fanId, setlistSongId }) => ({ fanId, setlistSongId }))
    const changed = await votes.quarantine(keys, reason)
    if (!news || changed === 0) return changed
    const found = await Promise.all(keys.map(({ setlistSongId }) => places.find(setlistSongId)))
    for (const showId of new Set(found.flatMap((place) => place?.showId ?? []))) {
      const tally = await votes.tally({ showId })
      if (tally) tellTally(news, tally)
    }
    return changed
  }

  async function castBy(request: { readonly fanId: EntityId; readonly showId: EntityId }) {
    checkIds({ fanId: request.fanId, showId: request.showId })
    return votes.castBy(request)
  }

  return {
    async cast(request) {
      checkRequest(request)
      const [outcome] = await castAll([request])
      return outcome!
    },
    async castMany(requests) {
      checkMany('castMany', requests, mostAtOnce)
      for (const request of requests) checkRequest(request)
      return castAll(requests)
    },
    async retract(key) {
      checkKey(key)
      const [outcome] = await retractAll([key])
      return outcome!
    },
    async retractMany(keys) {
      checkMany('retractMany', keys, mostAtOnce)
      for (const key of keys) checkKey(key)
      return retractAll(keys)
    },
    async tally(showId) {
      checkId('showId', showId)
      const tally = await votes.tally({ showId })
      if (!tally) throw new NotFoundError(`There is no show ${showId} in storage`)
      return tally
    },
    castBy,
    async spent({ fanId, setlistSongId, timeZone = null }) {
      checkId('fanId', fanId)
      if (timeZone !== null) checkTimeZone(timeZone)
      if (limitDay === 'venue') checkId('setlistSongId', setlistSongId)
      const place = setlistSongId === undefined ? null : await places.find(setlistSongId)
      if (limitDay === 'venue' && !place) {
        throw new NotFoundError(`There is no setlist song ${setlistSongId} in storage`)
      }
      const { day, endsAt: resetsAt } = await limitDayOf({ fanId, at: clock.now(), timeZone, place })
      const spent = await votes.spent({ fanId, day })
      return { day, spent, left: perDay === null ? null : Math.max(0, perDay - spent), resetsAt }
    },
    stats: (query) => readStatistics(votes, query, clock),
    leaderboard: (query) => readLeaderboard(votes, query),
    audit: () => votes.audit(),
    rebuild: () => votes.rebuild(),
    async lock(showId, lockAt) {
      checkId('showId', showId)
      if (lockAt !== null) checkInstant('lockAt', lockAt)
      const lockedAt = await moveLock(storage, { showId, lockAt, at: clock.now() })
      news?.locked(showId, lockedAt)
      return { lockedAt }
    },
    async quarantined(request) {
      return (await castBy(request)).filter(({ quarantineReason }) => quarantineReason !== null)
    },
    async quarantine(ballots, reason) {
      checkId('reason', reason)
      return setQuarantine(ballots, reason)
    },
    release: (ballots) => setQuarantine(ballots, null),
    async idle() {
      await Promise.all([lanes.casts.idle(), lanes.retractions.idle()])
      await news?.idle()
    },
  }
}

function checkRequest(request: CastRequest): void {
  checkKey(request)
  const { deviceKey, timeZone } = request
  if (deviceKey != null) checkId('deviceKey', deviceKey)
  if (timeZone != null) checkTimeZone(timeZone)
}

function checkKey(key: BallotKey): void {
  if (typeof key !== 'object' || key === null) {
    throw new InvalidInputError('write { fanId, setlistSongId } for each ballot')
  }
  const { fanId, setlistSongId } = key
  checkIds({ fanId, setlistSongId })
}

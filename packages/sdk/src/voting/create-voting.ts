import { InvalidInputError, NotFoundError } from '../core/errors.ts'
import type { EntityId } from '../domain/entity.ts'
import { showTopic } from '../domain/event.ts'
import { createNews } from '../realtime/create-news.ts'
import type { BallotKey, CastOutcome, RetractOutcome } from '../storage/vote-store.ts'
import type { CastItem } from './ballot-items.ts'
import { createBallotLanes, tellTally } from './ballot-lanes.ts'
import { checkId, checkIds, checkInstant, checkMany } from './check-input.ts'
import { createAbuseWatch } from './create-abuse-watch.ts'
import { createLimitDays } from './limit-days.ts'
import { checkTimeZone } from './local-days.ts'
import { moveLock } from './move-lock.ts'
import { createSongPlaces } from './song-places.ts'
import { readLeaderboard, readStatistics } from './statistics.ts'
import { toVotingSettings, type VotingOptions } from './voting-options.ts'
import type { CastRequest, VoteOutcome, VotingService } from './voting-service.ts'

const mostAtOnce = 1000

/**
 * Fans vote for songs. Gathers concurrent calls into batches of one storage call each, so that thousands of ballots
 * a second can go to one show; each is counted exactly once and can be read when its call has returned.
 *
 * @throws InvalidOptionsError for options that cannot be meant; the message shows what to write.
 *
 * @example
 * const voting = createVoting({ storage: memoryStorage(), perDay: 10 })
 * const outcome = await voting.cast({ fanId: 'fan_1', setlistSongId: song.id })
 */
export function createVoting(options: VotingOptions): VotingService {
  const settings = toVotingSettings(options)
  const { storage, clock, bus, logger, perDay, limitDay, abuse } = settings
  const { votes } = storage
  const news = bus && createNews({ bus, clock, logger })
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

  /** What failed was not stored, and is not held against its fans. */
  async function castAll(items: readonly CastItem[]): Promise<CastOutcome[]> {
    try {
      return await lanes.casts.addMany(items)
    } catch (error) {
      for (const { judgement } of items) judgement?.settle(false)
      throw error
    }
  }

  async function castMany(requests: readonly CastRequest[]): Promise<VoteOutcome[]> {
    const prepared = await Promise.all(requests.map(prepare))
    const known = prepared.filter((each) => each !== null)
    const outcomes = (await castAll(known.map(({ item }) => item))).values()
    return prepared.map((each) =>
      each ? toVoteOutcome(outcomes.next().value!, each.resetsAt) : { status: 'not-found' },
    )
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
      const prepared = await prepare(request)
      if (!prepared) return { status: 'not-found' }
      const [outcome] = await castAll([prepared.item])
      return toVoteOutcome(outcome!, prepared.resetsAt)
    },
    async castMany(requests) {
      checkMany('castMany', requests, mostAtOnce)
      for (const request of requests) checkRequest(request)
      return castMany(requests)
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
    async sheet({ showId, fanId = null }) {
      checkId('showId', showId)
      if (fanId !== null) checkId('fanId', fanId)
      const sheet = await votes.sheet({ showId, fanId })
      if (!sheet) throw new NotFoundError(`There is no show ${showId} in storage`)
      return sheet
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
      news?.tell(showTopic(showId), 'show.voting', { lockedAt: lockedAt?.toISOString() ?? null })
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

const toVoteOutcome = (outcome: CastOutcome, resetsAt: Date): VoteOutcome =>
  outcome.status === 'limit-reached' ? { ...outcome, resetsAt } : outcome

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

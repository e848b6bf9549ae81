import type { Ballot } from '../domain/ballot.ts'
import type { EntityId } from '../domain/entity.ts'
import type {
  BallotKey,
  CastOutcome,
  RetractOutcome,
  VoteAudit,
  VoteStatsQuery,
  VoteTally,
  VotingSheet,
} from '../storage/vote-store.ts'
import type { LeaderboardEntry, LeaderboardQuery, VotingStatistics } from './statistics.ts'

/** One fan's vote for one setlist song. Ids are texts of 1 to 200 characters. */
export interface CastRequest extends BallotKey {
  /**
   * Names the device without naming the fan, in up to 200 characters; a rule against abuse compares it.
   * @default null: that rule sees nothing
   */
  readonly deviceKey?: string | null | undefined
  /** IANA name, of a fan whose profile has none; counts where `limitDay` is 'fan'. @default null: UTC */
  readonly timeZone?: string | null | undefined
}

/** What became of a ballot: `counted` and `quarantined` ones are stored, `already-cast` ones were before. */
export type VoteOutcome =
  | Exclude<CastOutcome, { readonly status: 'limit-reached' }>
  /** `resetsAt` is when the day of the limit ends. */
  | (Extract<CastOutcome, { readonly status: 'limit-reached' }> & { readonly resetsAt: Date })

/** What is left of a fan's day. */
export interface SpentPlaces {
  /** `YYYY-MM-DD` */
  readonly day: string
  /** Ballots that count against the day, quarantined ones too. */
  readonly spent: number
  /** How many more ballots may be cast; null without a limit. */
  readonly left: number | null
  /** When the next day begins. */
  readonly resetsAt: Date
}

export interface VotingService {
  /**
   * Casts a ballot, and answers when it is stored. Repeating a call whose answer was lost is safe. Calls made at the
   * same time are stored together.
   *
   * @throws InvalidInputError for ids that nothing can have, and for a time zone that is none.
   * @throws OverloadedError when too many calls wait; nothing has happened then.
   * @throws StorageError when the storage failed: the ballot may be stored or not. Call again.
   *
   * @example
   * const outcome = await voting.cast({ fanId: 'fan_1', setlistSongId: song.id })
   * if (outcome.status === 'limit-reached') console.log('again at', outcome.resetsAt)
   */
  cast(request: CastRequest): Promise<VoteOutcome>
  /**
   * Casts up to 1000 ballots of any fans, and answers in their order. They may be stored in several batches: when
   * one fails the call rejects, others may be stored, and repeating it is safe. Throws what `cast` throws; when not all
   * may wait, none does.
   *
   * @example
   * await voting.castMany(songs.map(({ id }) => ({ fanId: 'fan_1', setlistSongId: id })))
   */
  castMany(requests: readonly CastRequest[]): Promise<VoteOutcome[]>
  /**
   * Takes a ballot back, which gives its place of the day back. Not after the end of voting, and not from quarantine.
   * Throws what `cast` throws.
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
   * All that the voting page of a show needs, in one read: its setlists with their songs and counts, when voting ends,
   * and on each song the ballot of `fanId`, if they have cast one.
   *
   * @default fanId null: nobody's ballots
   * @throws NotFoundError when there is no such show.
   *
   * @example
   * const { setlists, lockedAt } = await voting.sheet({ showId, fanId: 'fan_1' })
   * for (const { title, upvotes, ballot } of setlists[0].songs) console.log(title, upvotes, ballot !== null)
   */
  sheet(request: {
    readonly showId: EntityId
    readonly fanId?: EntityId | null | undefined
  }): Promise<VotingSheet>
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
   * Totals, rate, hourly pattern and top songs (10 unless `top` says otherwise, up to 1000), of a show, of an artist,
   * or of the platform. Reads the ballots of the period; `tally` is for what is read often.
   *
   * @throws InvalidInputError for a period that ends before it begins, or a `top` that is no whole number from 1 to 1000.
   *
   * @example
   * const { upvotes, perHour } = await voting.stats({ showId, from: new Date('2026-11-21T18:00:00Z') })
   */
  stats(query?: VoteStatsQuery): Promise<VotingStatistics>
  /**
   * The setlist songs with the most upvotes in a period, 10 unless `limit` says otherwise. Reads and throws as `stats`.
   *
   * @example
   * const [first] = await voting.leaderboard({ artistId, limit: 10 })
   */
  leaderboard(query?: LeaderboardQuery): Promise<LeaderboardEntry[]>
  /**
   * Compares every count with the ballots it stands for, while voting goes on. Reads every ballot.
   *
   * @example
   * const { status, differences } = await voting.audit()
   */
  audit(): Promise<VoteAudit>
  /**
   * Counts everything anew from the ballots, while voting waits. Answers how many counts were wrong.
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
   * Takes up to 1000 ballots out of the clean tally, with a reason of 1 to 200 characters that their fans can read.
   * Answers how many changed; ballots that are not there do not.
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

import type { Ballot, Tally } from '../domain/ballot.ts'
import type { EntityId } from '../domain/entity.ts'
import type { Setlist, SetlistSong } from '../domain/setlist.ts'

/**
 * Ballots and their counts: song → setlist → show, exact and readable when a call returns.
 */
export interface VoteStore {
  /**
   * Casts each ballot or says why not, in order. One ballot per fan and setlist song; the daily limit holds
   * however many calls race. Repeating a call whose answer was lost is safe: it answers `already-cast`.
   * A ballot counts against its `day`, quarantined ones too; a retracted one gives its place back. `perDay` null is
   * no limit. The show's lock (`votingLockOf`) holds from that instant on, compared with `castAt`.
   *
   * What is found first is answered: no such song, already cast, not to be voted for, locked, limit reached.
   * `tally` is that of the setlist song, and `spent` how many places of its day the fan has used, as the whole call
   * leaves them; `spent` is null without a limit, where nobody needs to count.
   */
  castMany(
    ballots: readonly BallotDraft[],
    limits: { readonly perDay: number | null },
  ): Promise<CastOutcome[]>
  /**
   * Takes ballots back, in order. What is found first is answered: no such song, not cast, in quarantine, locked (at
   * `at`). A ballot in quarantine stays, so that nobody sheds a suspicion by casting anew.
   */
  retractMany(ballots: readonly BallotReference[]): Promise<RetractOutcome[]>
  /**
   * The counts of a setlist, or of every setlist of a show; null when there is no such thing. `show` counts the
   * whole show either way. Setlists in the order of their list, songs by setlist, then position.
   */
  tally(subject: { readonly setlistId: EntityId } | { readonly showId: EntityId }): Promise<VoteTally | null>
  /**
   * What the voting page of a show needs, as it was at one instant; null when there is no such show. Setlists in the
   * order of their list, songs by position, each with the ballot of `fanId` on it (null asks for nobody's).
   */
  sheet(request: { readonly showId: EntityId; readonly fanId: EntityId | null }): Promise<VotingSheet | null>
  /** A fan's ballots on a show by time, then setlist song; quarantined ones with their reason. */
  castBy(request: { readonly fanId: EntityId; readonly showId: EntityId }): Promise<Ballot[]>
  /** How many places of a day's limit a fan has used. */
  spent(request: { readonly fanId: EntityId; readonly day: string }): Promise<number>
  stats(query: VoteStatsQuery): Promise<VoteStats>
  /** Compares every count with the ballots it stands for, while voting goes on. */
  audit(): Promise<VoteAudit>
  /** Counts everything anew from the ballots. Answers how many counts were wrong. */
  rebuild(): Promise<{ readonly repaired: number }>
  /** The setlist that each setlist song is on, in order; null where there is no such song. */
  setlistsOf(setlistSongIds: readonly EntityId[]): Promise<(EntityId | null)[]>
  /** Quarantines ballots with a reason, or releases them with null. Answers how many changed; unknown ones do not. */
  quarantine(ballots: readonly BallotKey[], reason: string | null): Promise<number>
}

export interface BallotKey {
  readonly fanId: EntityId
  readonly setlistSongId: EntityId
}

export interface BallotReference extends BallotKey {
  readonly at: Date
}

export interface BallotDraft extends BallotKey {
  readonly castAt: Date
  readonly day: string
  readonly deviceKey?: string | null
  readonly quarantineReason?: string | null
}

export type CastOutcome =
  | { readonly status: 'counted'; readonly tally: Tally; readonly spent: number | null }
  | {
      readonly status: 'quarantined'
      readonly tally: Tally
      readonly spent: number | null
      readonly reason: string
    }
  | { readonly status: 'already-cast'; readonly tally: Tally }
  | { readonly status: 'limit-reached'; readonly spent: number }
  /** The show has started, or the setlist is locked. `lockedAt` is null for a locked setlist. */
  | { readonly status: 'locked'; readonly lockedAt: Date | null }
  /** No such setlist song, or one that cannot be voted for (tape, unnamed). */
  | { readonly status: 'not-found' }

export type RetractOutcome =
  | { readonly status: 'retracted'; readonly tally: Tally }
  | { readonly status: 'not-cast' }
  | { readonly status: 'quarantined'; readonly reason: string }
  | { readonly status: 'locked'; readonly lockedAt: Date | null }
  | { readonly status: 'not-found' }

export interface VoteTally {
  readonly show: Tally & { readonly id: EntityId }
  readonly setlists: readonly (Tally & { readonly id: EntityId })[]
  readonly songs: readonly (Tally & {
    readonly id: EntityId
    readonly setlistId: EntityId
    readonly songId: EntityId | null
  })[]
}

/** What can be voted for at a show, how it stands, and what one fan has cast. */
export interface VotingSheet {
  readonly show: Tally & { readonly id: EntityId }
  /** When voting ends (`votingLockOf`); null while nobody knows. */
  readonly lockedAt: Date | null
  readonly setlists: readonly SheetSetlist[]
}

export interface SheetSetlist
  extends Tally,
    Pick<Setlist, 'id' | 'artistId' | 'kind' | 'fanId' | 'name' | 'locked'> {
  readonly songs: readonly SheetSong[]
}

export interface SheetSong
  extends Tally,
    Pick<SetlistSong, 'id' | 'songId' | 'title' | 'part' | 'tape' | 'probability' | 'reason'> {
  /** The fan's own; null where they have cast none. */
  readonly ballot: Pick<Ballot, 'castAt' | 'quarantineReason'> | null
}

export interface VoteStatsQuery {
  /** Leave out for the whole platform. */
  readonly showId?: EntityId
  readonly artistId?: EntityId
  readonly from?: Date
  /** Not included. */
  readonly to?: Date
  /** How many top songs. @default 10 */
  readonly top?: number
}

/** Counts of the ballots cast in the period. All but `quarantined` speak of ballots in good standing. */
export interface VoteStats extends Tally {
  /** Distinct fans. */
  readonly fans: number
  /** Ballots by hour of the UTC day, 24 numbers. */
  readonly byHour: readonly number[]
  /** Setlist songs with upvotes in the period, the most first, ties by id. */
  readonly top: readonly (Tally & {
    readonly setlistSongId: EntityId
    readonly title: string
    readonly showId: EntityId
  })[]
  readonly firstAt: Date | null
  readonly lastAt: Date | null
}

export interface VoteAudit {
  readonly ballots: number
  readonly status: 'exact' | 'wrong'
  readonly differences: readonly {
    readonly subject: 'song' | 'setlist' | 'show'
    /** Of the setlist song, the setlist or the show. */
    readonly id: string
    readonly counted: number
    readonly actual: number
  }[]
}

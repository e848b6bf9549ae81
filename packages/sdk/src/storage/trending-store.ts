import type { EntityId } from '../domain/entity.ts'
import type {
  BoardEntry,
  BoardKind,
  ScorePoint,
  TrendingFactors,
  TrendingOptions,
} from '../domain/trending.ts'

/**
 * Ranked boards by the formula of `trendingScore`. Readers see the old board or the new one, nothing between.
 * The same ballots, follows and shows give the same board on every adapter.
 */
export interface TrendingStore {
  /**
   * Brings the boards up to `at`, writing only scores that moved by more than the threshold (one that is not on the
   * board has 0) and removing those that fell to 0. A board holds only scores over 0. `changed` counts what was
   * written or removed, `ranked` what is on the boards afterwards, both boards together.
   */
  refresh(request: {
    readonly at: Date
    readonly options: TrendingOptions
  }): Promise<{ readonly changed: number; readonly ranked: number }>
  /** The best `limit` (1..1000) of a board, by score, ties by id, ranks from 1. */
  top(request: { readonly kind: BoardKind; readonly limit: number }): Promise<BoardEntry[]>
  /** What the score of one thing would be made of at `at`; null when there is no such thing. */
  factors(request: {
    readonly kind: BoardKind
    readonly id: EntityId
    readonly at: Date
    readonly options: TrendingOptions
  }): Promise<TrendingFactors | null>
  /** Scores as they were after each refresh that changed them (0 where it left the board), from `since` on, oldest first. */
  history(request: {
    readonly kind: BoardKind
    readonly id: EntityId
    readonly since: Date
  }): Promise<ScorePoint[]>
}

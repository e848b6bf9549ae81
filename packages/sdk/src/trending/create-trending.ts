import { type Clock, systemClock } from '../core/clock.ts'
import { days } from '../core/duration.ts'
import { InvalidInputError, InvalidOptionsError, NotFoundError } from '../core/errors.ts'
import { createSingleFlight } from '../core/single-flight.ts'
import type { EntityId } from '../domain/entity.ts'
import {
  type BoardEntry,
  BoardKind,
  type ScorePoint,
  type TrendingFactors,
  trendingScore,
} from '../domain/trending.ts'
import type { Storage } from '../storage/storage.ts'
import { type ScoreParts, toScoreParts } from './explain-score.ts'
import { type TrendingChanges, toTrendingOptions } from './trending-options.ts'

export type TrendingArtist = Omit<BoardEntry, 'id'> & { readonly artistId: EntityId }
export type TrendingShow = Omit<BoardEntry, 'id'> & { readonly showId: EntityId }

/** A score taken apart. */
export interface ScoreExplanation {
  readonly at: Date
  /** As it is now. The one on the board is that of the last refresh that moved it by more than the threshold. */
  readonly score: number
  readonly factors: TrendingFactors
  /** What each factor adds to the score: they add up to it. */
  readonly parts: ScoreParts
}

export interface TrendingService {
  /**
   * The artists that trend most, the first first; as the last `refresh` left them. `limit` is 1 to 1000.
   * @default limit 20
   *
   * @throws InvalidInputError for another limit.
   *
   * @example
   * const [first] = await trending.artists({ limit: 20 })
   */
  artists(options?: { readonly limit?: number }): Promise<TrendingArtist[]>
  /**
   * The shows that trend most, as `artists` answers artists.
   * @default limit 20
   *
   * @example
   * const board = await trending.shows({ limit: 5 })
   */
  shows(options?: { readonly limit?: number }): Promise<TrendingShow[]>
  /**
   * What the score of an artist, or of a show, is made of right now.
   * @default kind 'artists'
   *
   * @throws NotFoundError when there is no such thing.
   *
   * @example
   * const { score, factors, parts } = await trending.explain(artistId)
   * const ofShow = await trending.explain(showId, { kind: 'shows' })
   */
  explain(id: EntityId, options?: { readonly kind?: BoardKind }): Promise<ScoreExplanation>
  /**
   * The scores that refreshes have left on the board, oldest first; 0 where it left the board. Nothing for what has
   * never been on it.
   * @default since 30 days ago, of artists
   *
   * @example
   * const points = await trending.history(artistId, { since: new Date('2026-11-01T00:00:00Z') })
   */
  history(id: EntityId, options?: { readonly since?: Date; readonly kind?: BoardKind }): Promise<ScorePoint[]>
  /**
   * Brings both boards up to now. Calls at the same time are one. Answers how many scores moved by more than the
   * threshold, and how many there are, both boards together. When it fails, the boards are as they were.
   *
   * @example
   * const { changed, ranked } = await trending.refresh()
   */
  refresh(): Promise<{ readonly changed: number; readonly ranked: number }>
}

/**
 * Ranks artists and shows by `trendingScore`. Boards stand still between refreshes.
 *
 * @throws InvalidOptionsError for options that cannot be meant, and for names that are no options.
 *
 * @example
 * const trending = createTrending({ storage, options: { weights: { followers: 0 }, halfLifeMs: hours(24) } })
 * await trending.refresh()
 * const board = await trending.artists({ limit: 20 })
 */
export function createTrending({
  storage,
  clock = systemClock,
  options: changes,
}: {
  readonly storage: Pick<Storage, 'trending'>
  readonly clock?: Clock
  /** What differs from `defaultTrendingOptions`. */
  readonly options?: TrendingChanges
}): TrendingService {
  if (!storage) {
    throw new InvalidOptionsError(
      'createTrending needs a `storage`: createTrending({ storage: memoryStorage() })',
    )
  }
  const options = toTrendingOptions(changes)
  const { trending } = storage
  const refreshOnce = createSingleFlight<{ readonly changed: number; readonly ranked: number }>()

  async function top(kind: BoardKind, limit = 20): Promise<BoardEntry[]> {
    if (!Number.isInteger(limit) || limit < 1 || limit > 1000) {
      throw new InvalidInputError(`limit must be a whole number from 1 to 1000, not ${limit}`)
    }
    return trending.top({ kind, limit })
  }

  return {
    async artists({ limit } = {}) {
      return (await top('artists', limit)).map(({ id, ...entry }) => ({ ...entry, artistId: id }))
    },
    async shows({ limit } = {}) {
      return (await top('shows', limit)).map(({ id, ...entry }) => ({ ...entry, showId: id }))
    },
    async explain(id, { kind = 'artists' } = {}) {
      checkThing(id, kind)
      const at = clock.now()
      const factors = await trending.factors({ kind, id, at, options })
      if (!factors) {
        throw new NotFoundError(`There is no ${kind === 'artists' ? 'artist' : 'show'} ${id} in storage`)
      }
      return { at, score: trendingScore(factors, options), factors, parts: toScoreParts(factors, options) }
    },
    async history(id, { since, kind = 'artists' } = {}) {
      checkThing(id, kind)
      const from = since ?? new Date(clock.now().getTime() - days(30))
      if (!(from instanceof Date) || Number.isNaN(from.getTime())) {
        throw new InvalidInputError('since must be a valid Date')
      }
      return trending.history({ kind, id, since: from })
    },
    refresh: () => refreshOnce('refresh', () => trending.refresh({ at: clock.now(), options })),
  }
}

function checkThing(id: unknown, kind: unknown): void {
  if (typeof id !== 'string' || id === '' || id.length > 200) {
    throw new InvalidInputError('an id must be a text of 1 to 200 characters')
  }
  if (!BoardKind.safeParse(kind).success) {
    throw new InvalidInputError(`kind must be 'artists' or 'shows', not ${String(kind)}`)
  }
}

import {
  type BoardEntry,
  type BoardKind,
  checkInstants,
  checkLimit,
  type EntityId,
  smallestMove,
  type TrendingFactors,
  type TrendingOptions,
  type TrendingStore,
  trendingScore,
} from '@setvote/sdk/storage'
import { copyOf } from './copy.ts'
import type { MemoryState, StoredBoard } from './state.ts'
import { boardKinds, createFactorReader, type FactorReader } from './trending-factors.ts'

export function createMemoryTrending(state: MemoryState): TrendingStore {
  const { boards } = state

  return {
    async refresh({ at, options }) {
      const reader = createFactorReader(state, at, options)
      let changed = 0
      for (const kind of boardKinds) {
        for (const [id, factors] of factorsOfAll(state, kind, reader)) {
          if (rewrite(boards[kind], id, factors, at, options)) changed++
        }
      }
      return { changed, ranked: boards.artists.entries.size + boards.shows.entries.size }
    },
    async top({ kind, limit }) {
      checkLimit(limit)
      return [...boards[kind].entries]
        .sort(([aId, a], [bId, b]) => b.score - a.score || (aId < bId ? -1 : 1))
        .slice(0, limit)
        .map(([id, entry], index): BoardEntry => ({ rank: index + 1, id, ...copyOf(entry) }))
    },
    async factors({ kind, id, at, options }) {
      const reader = createFactorReader(state, at, options)
      if (kind === 'artists') {
        const artist = state.tables.artists.get(id)
        return artist ? reader.ofArtist(artist) : null
      }
      const show = state.tables.shows.get(id)
      return show ? reader.ofShow(show) : null
    },
    async history({ kind, id, since }) {
      checkInstants({ since })
      return copyOf((boards[kind].history.get(id) ?? []).filter(({ at }) => at >= since))
    },
  }
}

function* factorsOfAll(
  { tables }: MemoryState,
  kind: BoardKind,
  reader: FactorReader,
): Generator<readonly [EntityId, TrendingFactors]> {
  if (kind === 'artists')
    for (const artist of tables.artists.all()) yield [artist.id, reader.ofArtist(artist)]
  else for (const show of tables.shows.all()) yield [show.id, reader.ofShow(show)]
}

/** Writes a score that moved enough, or takes one off the board that fell to 0. Answers whether it did. */
function rewrite(
  { entries, history }: StoredBoard,
  id: EntityId,
  factors: TrendingFactors,
  at: Date,
  options: TrendingOptions,
): boolean {
  const before = entries.get(id)?.score ?? 0
  const score = trendingScore(factors, options)
  const fellToNothing = score === 0 && before > 0
  const leastMove = Math.max(options.threshold, smallestMove)
  if (!fellToNothing && Math.abs(score - before) <= leastMove) return false
  const refreshedAt = new Date(at)
  if (score > 0) entries.set(id, { score, factors, refreshedAt })
  else entries.delete(id)
  const points = history.get(id) ?? []
  points.push({ at: refreshedAt, score })
  history.set(id, points)
  return true
}

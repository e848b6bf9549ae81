import type { EntityId } from '../domain/entity.ts'
import type { SetlistSong } from '../domain/setlist.ts'
import { identifySongs, playedLines } from './identify-songs.ts'

/** How well some picks met what was played. Shares are 0..1. */
export interface Accuracy {
  readonly picks: number
  readonly hits: number
  /** The share of the picks that were played. */
  readonly precision: number
  /** The share of the songs played that were picked. */
  readonly recall: number
  /** The harmonic mean of both. */
  readonly f1: number
}

export interface ComparedSong {
  readonly title: string
  readonly songId: EntityId | null
  /** What was predicted; null for a song that was not. */
  readonly probability: number | null
  /** On all setlists of the show. */
  readonly upvotes: number
}

export interface SetlistComparison {
  /** How many different songs were played. */
  readonly played: number
  /** Null when nothing was predicted. */
  readonly predicted: Accuracy | null
  /** Of the songs with the most upvotes, as many as were predicted; null when nobody voted. */
  readonly voted: Accuracy | null
  /** Of the songs that the fan voted for; null when no fan was named, or this one did not vote. */
  readonly fan: Accuracy | null
  /** Predicted and played, in the order played. */
  readonly hits: readonly ComparedSong[]
  /** Predicted and not played, in the order predicted. */
  readonly misses: readonly ComparedSong[]
  /** Played and not predicted, in the order played. */
  readonly surprises: readonly ComparedSong[]
}

export interface SetlistsToCompare {
  readonly played: readonly SetlistSong[]
  readonly predicted: readonly SetlistSong[]
  /** Every line that could be voted for, on any setlist of the show, with its upvotes. */
  readonly voted: readonly { readonly line: SetlistSong; readonly upvotes: number }[]
  /** The lines that one fan voted for. */
  readonly chosenByFan: readonly SetlistSong[]
}

/** Holds what was predicted, and what was voted for, against what was played. A song played twice counts once. */
export function compareSetlists(given: SetlistsToCompare): SetlistComparison {
  const played = playedLines(given.played)
  const predicted = playedLines(given.predicted)
  const keyOf = identifySongs([...played, ...predicted, ...given.voted.map(({ line }) => line)])
  const byKey = (lines: readonly SetlistSong[]) =>
    new Map(lines.toReversed().map((line) => [keyOf(line), line])) as ReadonlyMap<string, SetlistSong>
  const playedKeys = byKey(played)
  const predictedKeys = byKey(predicted)

  const upvotes = new Map<string, number>()
  for (const { line, upvotes: count } of given.voted) {
    upvotes.set(keyOf(line), (upvotes.get(keyOf(line)) ?? 0) + count)
  }
  const favourites = [...upvotes]
    .filter(([, count]) => count > 0)
    .toSorted(([aKey, a], [bKey, b]) => b - a || (aKey < bKey ? -1 : 1))
    .map(([key]) => key)

  const accuracyOf = (keys: Iterable<string>): Accuracy | null => accuracy(new Set(keys), playedKeys)
  const toCompared = (line: SetlistSong): ComparedSong => ({
    title: line.title,
    songId: line.songId,
    probability: predictedKeys.get(keyOf(line))?.probability ?? null,
    upvotes: upvotes.get(keyOf(line)) ?? 0,
  })
  const listed = (lines: ReadonlyMap<string, SetlistSong>, isWanted: (key: string) => boolean) =>
    [...lines]
      .filter(([key]) => isWanted(key))
      .map(([, line]) => line)
      .toSorted((a, b) => a.position - b.position)
      .map(toCompared)

  return {
    played: playedKeys.size,
    predicted: accuracyOf(predictedKeys.keys()),
    voted: accuracyOf(favourites.slice(0, predictedKeys.size || playedKeys.size)),
    fan: accuracyOf(given.chosenByFan.map(keyOf)),
    hits: listed(playedKeys, (key) => predictedKeys.has(key)),
    misses: listed(predictedKeys, (key) => !playedKeys.has(key)),
    surprises: listed(playedKeys, (key) => !predictedKeys.has(key)),
  }
}

function accuracy(picks: ReadonlySet<string>, played: ReadonlyMap<string, unknown>): Accuracy | null {
  if (picks.size === 0) return null
  const hits = [...picks].filter((key) => played.has(key)).length
  return {
    picks: picks.size,
    hits,
    precision: hits / picks.size,
    recall: played.size === 0 ? 0 : hits / played.size,
    f1: (2 * hits) / (picks.size + played.size),
  }
}

import { createSetlistModel, type PastSetlist } from '../../../src/prediction/setlist-model.ts'

export const f1 = (expected: readonly string[], played: readonly string[]): number =>
  (2 * new Set(expected).intersection(new Set(played)).size) / (expected.length + played.length)

export const keysOf = ({ songs }: PastSetlist): string[] => songs.map(({ key }) => key)

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/** The mean F1 from the 21st show on, each predicted from those before it: of the model, and of three rules. */
export function scoresOf(shows: readonly PastSetlist[]) {
  const model = createSetlistModel()
  const scores = {
    model: [] as number[],
    last: [] as number[],
    frequent: [] as number[],
    decayed: [] as number[],
  }
  for (const [at, show] of shows.entries()) {
    if (at >= 20) {
      const past = shows.slice(0, at)
      const played = keysOf(show)
      scores.model.push(
        f1(
          model.predict(show).songs.map(({ key }) => key),
          played,
        ),
      )
      scores.last.push(f1(keysOf(past.at(-1)!), played))
      scores.frequent.push(
        f1(
          heaviest(past, () => 1),
          played,
        ),
      )
      scores.decayed.push(
        f1(
          heaviest(past, (showsAgo) => 2 ** (-showsAgo / 10)),
          played,
        ),
      )
    }
    model.observe(show)
  }
  return {
    model: mean(scores.model),
    bestRule: Math.max(mean(scores.last), mean(scores.frequent), mean(scores.decayed)),
  }
}

function heaviest(past: readonly PastSetlist[], weightOf: (showsAgo: number) => number): string[] {
  const weights = new Map<string, number>()
  for (const [at, show] of past.entries()) {
    for (const key of keysOf(show)) weights.set(key, (weights.get(key) ?? 0) + weightOf(past.length - at))
  }
  const lengths = past.slice(-10).map(({ songs }) => songs.length)
  const size = Math.round(mean(lengths))
  return [...weights]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, size)
    .map(([key]) => key)
}

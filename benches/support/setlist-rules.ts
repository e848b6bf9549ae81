import { median } from './median.ts'
import type { RecordedShow } from './recorded-sequences.ts'

/** Says what will be played from what was played before. */
export type SetlistRule = (past: readonly RecordedShow[]) => readonly string[]

/** What people write in one line. The lists are as long as the evenings lately: the median of the last ten. */
export const setlistRules: Readonly<Record<string, SetlistRule>> = {
  'last show': (past) => past.at(-1)?.songs ?? [],
  'most frequent of the last 200': (past) => heaviest(past, (showsAgo) => (showsAgo <= 200 ? 1 : 0)),
  'frequency decayed over 10 shows': (past) => heaviest(past, (showsAgo) => 2 ** (-showsAgo / 10)),
}

/** Of ties the song that appeared first. */
function heaviest(past: readonly RecordedShow[], weightOf: (showsAgo: number) => number): string[] {
  const weights = new Map<string, number>()
  for (const [at, { songs }] of past.entries()) {
    const weight = weightOf(past.length - at)
    if (weight === 0) continue
    for (const song of songs) weights.set(song, (weights.get(song) ?? 0) + weight)
  }
  const size = Math.round(median(past.slice(-10).map(({ songs }) => songs.length)))
  return [...weights]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, size)
    .map(([song]) => song)
}

/** Of an evening. */
export type EveningPart = 'main' | 'encore'

interface Placed {
  readonly song: number
  readonly part: EveningPart
}

/** Where in the evening each song is usually played. */
export interface SongPlaces {
  /** An evening in its order. */
  record(evening: readonly Placed[]): void
  /** Songs in the order in which they may be expected, encores last. */
  arrange(songs: readonly number[]): Placed[]
}

/** How much an earlier place of a song counts beside its next one. */
const keep = 0.8

/**
 * A song's place is the mean of its relative places so far, from 0 (opener) to 1 (the last song), the latest
 * counting most; it is an encore when it mostly was one.
 */
export function createSongPlaces(): SongPlaces {
  const weights: number[] = []
  const sums: number[] = []
  const encores: number[] = []
  const placeOf = (song: number): number => sums[song]! / weights[song]!
  return {
    record(evening) {
      const last = Math.max(1, evening.length - 1)
      for (const [at, { song, part }] of evening.entries()) {
        weights[song] = (weights[song] ?? 0) * keep + 1
        sums[song] = (sums[song] ?? 0) * keep + at / last
        encores[song] = (encores[song] ?? 0) * keep + (part === 'encore' ? 1 : 0)
      }
    },
    arrange(songs) {
      const isEncore = (song: number) => encores[song]! * 2 > weights[song]!
      return songs
        .map((song): Placed => ({ song, part: isEncore(song) ? 'encore' : 'main' }))
        .toSorted(
          (a, b) =>
            Number(a.part === 'encore') - Number(b.part === 'encore') || placeOf(a.song) - placeOf(b.song),
        )
    },
  }
}

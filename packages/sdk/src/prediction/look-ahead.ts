import type { OnlineLogistic } from './online-logistic.ts'
import type { ShowToPredict, SongStatistics } from './song-statistics.ts'

/** How many courses of the shows between are played through. */
const courses = 16

/**
 * How probable each song is at a show, when nobody knows yet what will be played at the shows before it: the mean over
 * several courses that these shows may take, each drawn song by song from its own prediction (Monte Carlo). The same
 * question gives the same answer.
 */
export function lookAhead(
  statistics: SongStatistics,
  habits: OnlineLogistic,
  between: readonly ShowToPredict[],
  show: ShowToPredict,
): Float64Array {
  if (between.length === 0) return habits.probabilities(statistics.describe(show))
  const chance = createChance()
  const means = new Float64Array(statistics.songs)
  for (let course = 0; course < courses; course++) {
    const imagined = statistics.copy()
    for (const each of between) {
      const played: number[] = []
      habits.probabilities(imagined.describe(each)).forEach((probability, song) => {
        if (chance() < probability) played.push(song)
      })
      imagined.record(each, played)
    }
    habits.probabilities(imagined.describe(show)).forEach((probability, song) => {
      means[song]! += probability / courses
    })
  }
  return means
}

/** The minimal standard generator of Park and Miller, 1988, always from the same start. */
function createChance(): () => number {
  const modulus = 2 ** 31 - 1
  let state = 1
  return () => {
    state = (state * 48_271) % modulus
    return state / modulus
  }
}

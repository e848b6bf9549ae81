import { chooseSongs } from './choose-songs.ts'
import { lookAhead } from './look-ahead.ts'
import { createOnlineLogistic } from './online-logistic.ts'
import { reasonFor } from './reason-for.ts'
import { createSongPlaces, type EveningPart } from './song-places.ts'
import { createSongStatistics, type ShowToPredict, startingWeights } from './song-statistics.ts'

/** One song that was played. */
export interface PlayedSong {
  /** The same for every appearance of the same song, as `songTitleKey` of matching gives it. */
  readonly key: string
  readonly part: EveningPart
}

/** What was played at one show, in order, without tapes. */
export interface PastSetlist extends ShowToPredict {
  readonly songs: readonly PlayedSong[]
}

export interface PredictedSong {
  readonly key: string
  /** From 0. */
  readonly position: number
  readonly part: EveningPart
  /** 0..1 */
  readonly probability: number
  /** For a reader: `played at 9 of the last 10 shows of this tour`. */
  readonly reason: string
}

export interface Prediction {
  /** The songs to name, in the order in which they may be expected. */
  readonly songs: readonly PredictedSong[]
  /** Of any song; 0 for one that was never played. */
  probabilityOf(key: string): number
}

/** Learns the habits of one artist, show by show. */
export interface SetlistModel {
  /** Takes in what was played next. Shows come in the order of their days; one without songs says nothing. */
  observe(setlist: PastSetlist): void
  /**
   * @param between shows after the last one observed and before this one, in order, of which nobody knows yet what
   *   will be played.
   */
  predict(show: ShowToPredict, between?: readonly ShowToPredict[]): Prediction
}

/** Firm enough that one odd show changes little, weak enough that twenty shows teach an artist's habits. */
const precision = 2
/** In shows. Habits last about a tour. */
const memory = 80

/**
 * An ensemble that weighs, for each artist anew, what simple rules say of a song: how often it was played lately (over
 * several half-lives), on this tour, since its debut, whether last night, and how long it has been due. The weights
 * are learned by predicting each past show from those before it (`createOnlineLogistic`), so that an artist who
 * repeats a set and one who never plays a song twice in a row end with different ones. The songs named are those
 * with the highest expected F1 (`chooseSongs`).
 *
 * Takes time in the order of shows × songs.
 *
 * @example
 * const model = createSetlistModel()
 * for (const setlist of past) model.observe(setlist)
 * model.predict({ localDate: '2026-11-21', tour: 'Harbor Lights' }).songs
 */
export function createSetlistModel(): SetlistModel {
  const numbers = new Map<string, number>()
  const keys: string[] = []
  const statistics = createSongStatistics()
  const habits = createOnlineLogistic({ start: startingWeights, precision, halfLife: memory })
  const places = createSongPlaces()
  const past: { readonly tour: string | null; readonly played: ReadonlySet<number> }[] = []

  const numberOf = (key: string): number => {
    const known = numbers.get(key)
    if (known !== undefined) return known
    numbers.set(key, keys.length)
    return keys.push(key) - 1
  }

  return {
    observe({ songs, ...show }) {
      if (songs.length === 0) return
      const played = new Set(songs.map(({ key }) => numberOf(key)))
      if (statistics.songs > 0) {
        const rows = statistics.describe(show)
        const outcomes = new Uint8Array(statistics.songs)
        // A song that was never played before has no row yet; setting beyond the end does nothing.
        for (const song of played) outcomes[song] = 1
        habits.learn(rows, habits.probabilities(rows), outcomes)
      }
      statistics.record(show, [...played])
      places.record(songs.map(({ key, part }) => ({ song: numberOf(key), part })))
      past.push({ tour: show.tour, played })
    },
    predict(show, between = []) {
      const probabilities = lookAhead(statistics, habits, between, show)
      return {
        songs: places.arrange(chooseSongs(probabilities)).map(({ song, part }, position) => ({
          key: keys[song]!,
          position,
          part,
          probability: probabilities[song]!,
          reason: reasonFor(song, past, show.tour),
        })),
        probabilityOf(key) {
          const song = numbers.get(key)
          return song === undefined ? 0 : probabilities[song]!
        },
      }
    },
  }
}

import { createSetlistModel, type PastSetlist, type PredictedSong } from './setlist-model.ts'
import type { ShowToPredict } from './song-statistics.ts'

/**
 * What an artist will probably play, from what the artist has played before: the songs with the highest expected F1,
 * in the order in which they may be expected. Without past songs the answer is empty. How it is found:
 * `createSetlistModel`.
 *
 * @param past in any order; what is not before the show's day is left out.
 * @param between shows between the last of the past and this one, of which nobody knows yet what will be played.
 *
 * @example
 * predictSetlist(past, { localDate: '2026-11-21', tour: 'Harbor Lights' })[0]
 * // { key: 'lighthouse', position: 0, part: 'main', probability: 0.93,
 * //   reason: 'played at 9 of the last 10 shows of this tour' }
 */
export function predictSetlist(
  past: readonly PastSetlist[],
  show: ShowToPredict,
  between: readonly ShowToPredict[] = [],
): readonly PredictedSong[] {
  const model = createSetlistModel()
  for (const setlist of past.toSorted(byDay)) {
    if (setlist.localDate < show.localDate) model.observe(setlist)
  }
  return model.predict(show, between.toSorted(byDay)).songs
}

const byDay = (a: ShowToPredict, b: ShowToPredict): number =>
  a.localDate < b.localDate ? -1 : Number(a.localDate > b.localDate)

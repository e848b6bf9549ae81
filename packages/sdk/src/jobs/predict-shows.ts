import { eachItem } from '../core/page.ts'
import { dayAfter } from './artist-interest.ts'
import type { JobContext } from './job.ts'

export interface PredictionRange {
  /** Today, `YYYY-MM-DD`. */
  readonly today: string
  /** How far ahead shows get their first prediction. */
  readonly horizonDays: number
  /** How near a show must be to be predicted anew each time. */
  readonly nearDays: number
}

/**
 * Predicts the setlists of coming shows: of all that have none, and anew of those that are near, for what was played
 * since tells more. Answers what came of it.
 */
export async function predictShows(
  { setvote, signal, progress }: Pick<JobContext, 'setvote' | 'signal' | 'progress'>,
  { today, horizonDays, nearDays }: PredictionRange,
): Promise<Readonly<Record<'predictions' | 'unpredictable', number>>> {
  const { shows, setlists } = setvote.storage
  const counts = { predictions: 0, unpredictable: 0 }
  const near = dayAfter(today, nearDays)
  const coming = {
    from: today,
    to: dayAfter(today, horizonDays),
    statuses: ['scheduled', 'rescheduled'],
    limit: 200,
  } as const
  let seen = 0
  for await (const { id, localDate } of eachItem((cursor) => shows.list({ ...coming, cursor }))) {
    signal.throwIfAborted()
    if (localDate! > near) {
      const { items } = await setlists.list({ showId: id, kinds: ['predicted'], limit: 1 })
      if (items.length > 0) continue
    }
    const { status } = await setvote.prediction.predict(id)
    if (status === 'predicted') counts.predictions++
    else if (status === 'no-artist' || status === 'no-songs') counts.unpredictable++
    progress({ done: ++seen, total: null, message: 'Predicted setlists of coming shows', counts })
  }
  return counts
}

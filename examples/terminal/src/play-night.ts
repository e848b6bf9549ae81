import type { Artist, Setvote } from '@setvote/sdk'
import { fillBoard, type OtherArtists } from './fill-board.ts'
import { gatherCrowd } from './gather-crowd.ts'
import { type NextPrediction, predictNextShow } from './predict-next-show.ts'
import { type Board, refreshBoard } from './refresh-board.ts'
import { type CountedRush, countRush, voteInARush } from './vote-in-a-rush.ts'

/** What happens after an import. What was not done, or could not be, is null. */
export interface Night {
  readonly prediction: NextPrediction | null
  /** Why nothing was predicted, and nobody voted. */
  readonly whyNot: string | null
  readonly rush: CountedRush | null
  readonly board: Board | null
}

const fans = 2000

/** How many ballots a fan of the demo may cast in a day. */
export const perDay = 10

/** The next show is predicted, fans vote on it, the board is refreshed. A signal ends it between two of these. */
export async function playNight(
  setvote: Setvote,
  artist: Artist,
  {
    seed,
    others,
    narrate,
    signal,
  }: {
    readonly seed: number
    readonly others: OtherArtists | null
    readonly narrate: (line: string) => void
    readonly signal: AbortSignal
  },
): Promise<Night> {
  const attempt = await predictNextShow(setvote, artist.id)
  if ('whyNot' in attempt) {
    const { whyNot } = attempt
    narrate(`Nothing is predicted, and nobody votes: ${whyNot}.`)
    return { prediction: null, whyNot, rush: null, board: await trend() }
  }
  narrate(`${fans.toLocaleString('en')} fans vote for songs of the next show.`)
  const crowd = await gatherCrowd(setvote, attempt.setlist, { fans, seed })
  const rush = await countRush(setvote, await voteInARush(setvote, crowd, signal), attempt)
  return { prediction: attempt, whyNot: null, rush, board: await trend() }

  async function trend(): Promise<Board | null> {
    if (signal.aborted) return null
    if (!others) return refreshBoard(setvote, null)
    narrate('More artists of the fake world are imported, and smaller crowds vote on their shows.')
    const elsewhere = await fillBoard(setvote, others, { besides: artist, seed, signal })
    return signal.aborted ? null : refreshBoard(setvote, elsewhere)
  }
}

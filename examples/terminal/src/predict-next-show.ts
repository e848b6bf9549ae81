import type { PredictionOutcome, Setlist, Setvote, Show, Venue } from '@setvote/sdk'
import { votingLockOf } from '@setvote/sdk'

export interface NextPrediction {
  readonly show: Show
  readonly venue: Venue | null
  readonly setlist: Setlist
  /** From past setlists, or, where none is known, from the catalog. */
  readonly basis: Extract<PredictionOutcome, { status: 'predicted' }>['basis']
  readonly milliseconds: number
}

export type PredictionAttempt = NextPrediction | { readonly whyNot: string }

/** Predicts the artist's next show that takes place and can still be voted on. */
export async function predictNextShow(
  { prediction, shows, venues }: Setvote,
  artistId: string,
): Promise<PredictionAttempt> {
  const startedAt = performance.now()
  for await (const show of shows.upcoming(artistId)) {
    if (!isOpen(show)) continue
    const outcome = await prediction.predict(show.id)
    if (outcome.status === 'no-songs') {
      return { whyNot: 'neither a past setlist nor a song of the artist is known' }
    }
    // The evening may be another artist's, or its setlist may be locked.
    if (outcome.status !== 'predicted' || outcome.setlist.artistId !== artistId) continue
    return {
      show,
      venue: show.venueId ? await venues.find(show.venueId) : null,
      setlist: outcome.setlist,
      basis: outcome.basis,
      milliseconds: performance.now() - startedAt,
    }
  }
  return { whyNot: 'no show to come is known' }
}

function isOpen(show: Show): boolean {
  const locksAt = votingLockOf(show)
  return show.status !== 'cancelled' && show.status !== 'postponed' && (!locksAt || locksAt > new Date())
}

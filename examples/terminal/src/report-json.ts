import type { DemoResult } from './demo-result.ts'
import type { NextPrediction } from './predict-next-show.ts'
import type { Board } from './refresh-board.ts'
import { services } from './service-names.ts'
import { type CountedRush, castIn, ratePerSecond } from './vote-in-a-rush.ts'

/** The result as one line of JSON, for programs. What was not done, or could not be, is null. */
export function reportJson({
  run,
  phase1Ms,
  totalMs,
  stored,
  requests,
  estimate,
  night,
}: DemoResult): string {
  return JSON.stringify({
    import: { status: run.status, phase1Ms, totalMs, ledger: run.ledger },
    artist: stored?.artist ?? null,
    counts: stored?.counts ?? { shows: 0, venues: 0, songs: 0, setlists: 0 },
    calls: Object.fromEntries(
      services.map((service) => [
        service,
        { made: requests[service], estimated: estimate?.calls[service] ?? null },
      ]),
    ),
    prediction: night?.prediction ? predictionJson(night.prediction) : null,
    votes: night?.rush ? votesJson(night.rush) : null,
    trending: night?.board ? trendingJson(night.board) : null,
  })
}

function predictionJson({ show, venue, setlist, basis, milliseconds }: NextPrediction) {
  return {
    show: {
      id: show.id,
      name: show.name,
      localDate: show.localDate,
      startsAt: show.startsAt,
      venue: venue && { name: venue.name, city: venue.city },
    },
    basis,
    songs: setlist.songs.map(({ id, position, title, part, probability, reason }) => ({
      id,
      position,
      title,
      encore: part.encore,
      probability,
      reason,
    })),
    milliseconds: Math.round(milliseconds),
  }
}

function votesJson(rush: CountedRush) {
  const { fans, outcomes, milliseconds, tally, audit, auditMs } = rush
  return {
    fans,
    cast: castIn(rush),
    counted: outcomes.counted,
    duplicates: outcomes['already-cast'],
    limited: outcomes['limit-reached'],
    others: outcomes.quarantined + outcomes.locked + outcomes['not-found'],
    milliseconds: Math.round(milliseconds),
    perSecond: ratePerSecond(rush),
    tally,
    audit: { clean: audit.status === 'exact', ...audit, milliseconds: Math.round(auditMs) },
  }
}

function trendingJson({ artists, shows, changed, ranked, milliseconds }: Board) {
  return {
    artists: artists.map(({ rank, artistId, name, score, factors }) => ({
      rank,
      artistId,
      name,
      score,
      factors,
    })),
    shows: shows.map(({ rank, show, score, factors }) => ({
      rank,
      showId: show.id,
      name: show.name,
      localDate: show.localDate,
      score,
      factors,
    })),
    changed,
    ranked,
    milliseconds: Math.round(milliseconds),
  }
}

import type { MatchOptions } from './identity.ts'
import { type ArtistClues, matchArtist } from './match-artist.ts'
import type { Verdict } from './verdict.ts'

export interface RankedArtist<Candidate extends ArtistClues> {
  readonly candidate: Candidate
  readonly verdict: Verdict
}

export type ArtistPick<Candidate extends ArtistClues> =
  /** One candidate stands out. Its verdict says whether that is proof (`same`) or only the best guess (`unsure`). */
  | ({ readonly status: 'picked' } & RankedArtist<Candidate>)
  /** Several answer about equally well: a person must choose. */
  | { readonly status: 'ambiguous'; readonly candidates: readonly RankedArtist<Candidate>[] }
  | { readonly status: 'none'; readonly rejected: readonly RankedArtist<Candidate>[] }

export interface PickOptions extends MatchOptions {
  /** Candidates this close behind the best one count as equally good. @default 0.05 */
  readonly margin?: number | undefined
}

/**
 * Chooses among the answers of a search the one that means the same artist as `reference`. Lists come best
 * first, equals in the order of the search.
 *
 * @example
 * const pick = pickArtist({ name: 'Skid Row' }, answers)
 * if (pick.status === 'ambiguous') show(pick.candidates.map(({ candidate }) => candidate.disambiguation))
 */
export function pickArtist<Candidate extends ArtistClues>(
  reference: ArtistClues,
  candidates: readonly Candidate[],
  { margin = 0.05, overrides }: PickOptions = {},
): ArtistPick<Candidate> {
  const ranked = candidates
    .map((candidate) => ({ candidate, verdict: matchArtist(reference, candidate, { overrides }) }))
    .sort((a, b) => b.verdict.score - a.verdict.score)
  const possible = ranked.filter(({ verdict }) => verdict.outcome !== 'different')
  const best = possible[0]
  if (!best) return { status: 'none', rejected: ranked }
  const equals = possible.filter(({ verdict }) => best.verdict.score - verdict.score < margin)
  return equals.length > 1 ? { status: 'ambiguous', candidates: equals } : { status: 'picked', ...best }
}

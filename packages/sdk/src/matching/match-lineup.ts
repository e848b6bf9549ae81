import { compareIds } from './identity.ts'
import { type ArtistClues, artistIds } from './match-artist.ts'
import { nameKey, tokens } from './normalize-name.ts'
import { tributeEventMarker, tributeMarker } from './tribute.ts'
import { type Reason, type Verdict, weigh } from './verdict.ts'

/** Who is announced for an event. */
export interface Lineup {
  /** The acts on the bill; each may be a billing string such as `X with special guest Y`. */
  readonly attractions: readonly ArtistClues[]
  /** The title of the event. Looked at only when there are no attractions. */
  readonly title?: string | null | undefined
}

export interface LineupVerdict extends Verdict {
  /** Which of the attractions is meant; null when the title was read, or none is. */
  readonly attraction: number | null
}

/**
 * Whether an artist plays at an event. Each attraction speaks for itself: the id of a headliner does not veto
 * the support act. An attraction is the artist by id, by its whole name, or when the name stands between
 * separators in a billing string. The title counts only without attractions, for names of two words or more, and
 * never with the mark of a tribute.
 *
 * @example
 * matchLineup({ attractions: [{ name: 'Slipknot' }, { name: 'Knocked Loose' }] }, { name: 'Knocked Loose' })
 * // { outcome: 'same', attraction: 1, … }
 */
export function matchLineup(lineup: Lineup, artist: ArtistClues): LineupVerdict {
  if (lineup.attractions.length === 0)
    return { ...titleVerdict(lineup.title ?? '', artist), attraction: null }
  const verdicts = lineup.attractions.map((attraction) => weigh(attractionReasons(attraction, artist)))
  const best = verdicts.reduce(
    (top, verdict, index) => (verdict.score > verdicts[top]!.score ? index : top),
    0,
  )
  return { ...verdicts[best]!, attraction: verdicts[best]!.outcome === 'different' ? null : best }
}

/** True when `matchLineup` is sure that the artist plays. */
export const lineupContains = (lineup: Lineup, artist: ArtistClues): boolean =>
  matchLineup(lineup, artist).outcome === 'same'

function attractionReasons(attraction: ArtistClues, artist: ArtistClues): Reason[] {
  const billed = artistIds(attraction)
  const wanted = artistIds(artist)
  const mbid = compareIds(billed, wanted, 'musicbrainz')
  if (mbid === 'same') return [{ code: 'same-mbid', weight: 1 }]
  if (mbid === 'different') return [{ code: 'different-mbid', weight: -1 }]
  for (const service of ['spotify', 'ticketmaster']) {
    const held = compareIds(billed, wanted, service)
    if (held !== 'unknown')
      return [
        {
          code: held === 'same' ? 'same-id' : 'different-id',
          detail: service,
          weight: held === 'same' ? 1 : -1,
        },
      ]
  }
  if ([artist.name, ...(artist.aliases ?? [])].some((name) => nameKey(name) === nameKey(attraction.name))) {
    return [{ code: 'same-name', weight: 0.9 }]
  }
  return billingReasons(attraction.name, artist.name)
}

/** What stands between acts in a billing string. */
const separators = new Set(['with', 'w', 'feat', 'ft', 'featuring', 'presents', 'plus', 'vs', '|'])
/** These also stand inside names ("Earth, Wind & Fire"), so they only part longer names from the rest. */
const weakSeparators = new Set(['and', ','])

function billingReasons(billing: string, name: string): Reason[] {
  const words = billingWords(billing)
  const phrase = phraseOf(name)
  const found = indexOfPhrase(words, phrase)
  if (found < 0) return [{ code: 'different-name', weight: -0.5 }]
  const rest = [...words.slice(0, found), ...words.slice(found + phrase.length)].join(' ')
  const marker = tributeMarker(rest)
  if (marker !== null) return [{ code: 'tribute-marker', detail: marker, weight: -1 }]
  const parts = (word: string | undefined) =>
    word === undefined || separators.has(word) || (phrase.length > 1 && weakSeparators.has(word))
  const before = words[found - 1] === 'the' ? words[found - 2] : words[found - 1]
  if (parts(before) && parts(words[found + phrase.length]))
    return [{ code: 'billed', detail: billing, weight: 0.8 }]
  return [{ code: 'part-of-name', detail: billing, weight: phrase.length > 1 ? 0.5 : 0.3 }]
}

/** The words of a billing string; what parts acts stands between them as a word of its own. */
const billingWords = (billing: string): string[] =>
  billing
    .replace(/\s[-‐-―]\s|\s\/\s|[:;()[\]|]|\bw\//gi, ' | ')
    .replace(/,(?!\d)/g, ' , ')
    .split(/ ([|,]) /)
    .flatMap((piece) => (piece === '|' || piece === ',' ? [piece] : tokens(piece)))

/** The words to look for: "The" is left off a longer name, as bills do. */
function phraseOf(name: string): string[] {
  const words = tokens(name)
  return words[0] === 'the' && words.length > 2 ? words.slice(1) : words
}

function indexOfPhrase(words: readonly string[], phrase: readonly string[]): number {
  if (phrase.length === 0) return -1
  return words.findIndex((_, start) => phrase.every((word, index) => words[start + index] === word))
}

function titleVerdict(title: string, artist: ArtistClues): Verdict {
  const words = tokens(title)
  const phrase = phraseOf(artist.name)
  const found = indexOfPhrase(words, phrase)
  if (found < 0) return weigh([{ code: 'different-name', weight: -0.5 }])
  const rest = [...words.slice(0, found), '|', ...words.slice(found + phrase.length)].join(' ')
  const marker = tributeEventMarker(rest)
  if (marker !== null) return weigh([{ code: 'tribute-marker', detail: marker, weight: -1 }])
  if (phrase.length < 2) return weigh([{ code: 'part-of-name', detail: title, weight: 0.3 }])
  return weigh([{ code: 'named-in-title', detail: title, weight: 0.75 }])
}

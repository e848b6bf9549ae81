import type { Attraction, Classification, Event } from './schemas.ts'
import { tidy } from './wire-values.ts'

/** The segment that concerts are in. */
export const musicSegmentId = 'KZFzniwnSyZfZ7v7nJ'

const placeholders: ReadonlySet<string> = new Set(['other', 'undefined', 'miscellaneous'])

/**
 * The genres of an event or attraction, the main one first: genre and sub-genre, without the placeholders "Other"
 * and "Undefined".
 *
 * @example
 * genresOf(attraction) // ['Rock', 'Hard Rock']
 */
export function genresOf({ classifications }: Pick<Attraction, 'classifications'>): string[] {
  const names = byPrimary(classifications).flatMap(({ genre, subGenre }) => [
    tidy(genre?.name) ?? [],
    tidy(subGenre?.name) ?? [],
  ])
  return [...new Set(names.flat().filter((name) => !placeholders.has(name.toLowerCase())))]
}

/**
 * True for what the service files under music by its segment. A search by `classificationName: 'music'` also
 * finds films and theatre. Without a classification of its own, an event is what its attractions are.
 */
export function isMusic(thing: Pick<Event, 'classifications' | '_embedded'>): boolean {
  const own = thing.classifications ?? []
  if (own.length > 0) return own.some(inMusic)
  return (thing._embedded?.attractions ?? []).some(({ classifications }) =>
    (classifications ?? []).some(inMusic),
  )
}

const inMusic = ({ segment }: Classification): boolean =>
  segment?.id ? segment.id === musicSegmentId : segment?.name === 'Music'

function byPrimary(classifications: readonly Classification[] | null | undefined): Classification[] {
  return (classifications ?? []).toSorted((a, b) => Number(b.primary ?? false) - Number(a.primary ?? false))
}

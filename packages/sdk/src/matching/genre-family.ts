import { tokens } from './normalize-name.ts'

/**
 * Words of genres and of disambiguations by family. Pop is missing on purpose: everybody is filed under it, so it
 * tells nobody apart.
 */
const families = {
  rock: 'rock indie alternative punk grunge shoegaze metal hardcore emo britpop postpunk screamo metalcore deathcore thrash doom sludge stoner psychedelic goth gothic industrial djent grindcore krautrock rockabilly surf blackgaze',
  folk: 'folk celtic',
  country: 'country bluegrass americana honkytonk',
  blues: 'blues',
  'hip-hop': 'rap rapper hip hop hiphop trap drill grime crunk',
  soul: 'soul funk rnb motown disco',
  jazz: 'jazz bebop swing',
  reggae: 'reggae ska dancehall rocksteady',
  electronic:
    'electronic electro electronica techno house edm dance trance dubstep idm dj synthwave ambient hardstyle',
  classical:
    'classical opera orchestra orchestral symphony baroque choral composer conductor pianist tenor soprano',
  latin: 'latin salsa bachata reggaeton cumbia merengue tango mariachi banda norteno flamenco samba fado',
  gospel: 'gospel worship christian ccm',
  comedy: 'comedy comedian',
  children: 'children kids nursery',
} as const
export type GenreFamily = keyof typeof families

/** Families whose musicians play in each other's: one artist is often filed under several of a neighbourhood. */
const neighbourhoods: readonly (readonly GenreFamily[])[] = [
  ['rock', 'folk', 'country', 'blues'],
  ['hip-hop', 'soul', 'jazz', 'reggae', 'blues', 'gospel'],
  ['jazz', 'classical'],
  ['electronic', 'rock', 'hip-hop', 'soul'],
]

const familyOf = new Map(
  Object.entries(families).flatMap(([family, words]) =>
    words.split(' ').map((word) => [word, family as GenreFamily] as const),
  ),
)

/** Placeholders that Ticketmaster sends as genres. */
const placeholders = new Set(['other', 'undefined', 'music', 'miscellaneous'])

/** Genres that half of all artists share. */
const broad = new Set([
  ...Object.keys(families).map((family) => family.replace('-', ' ')),
  ...[
    'pop',
    'metal',
    'punk',
    'indie',
    'alternative',
    'alternative rock',
    'hard rock',
    'rap',
    'hip hop rap',
    'rnb',
    'dance electronic',
  ],
])

const genreWords = (text: string): string => tokens(text).join(' ').replace('r and b', 'rnb')

/** The families that genres, or the description of an artist, speak of. */
export const genreFamilies = (texts: readonly string[]): Set<GenreFamily> =>
  new Set(texts.flatMap((text) => genreWords(text).split(' ')).flatMap((word) => familyOf.get(word) ?? []))

/** True when both speak of families and none of one is found near those of the other. */
export function familiesConflict(a: ReadonlySet<GenreFamily>, b: ReadonlySet<GenreFamily>): boolean {
  if (a.size === 0 || b.size === 0) return false
  const near = (one: GenreFamily, other: GenreFamily) =>
    one === other || neighbourhoods.some((each) => each.includes(one) && each.includes(other))
  return ![...a].some((one) => [...b].some((other) => near(one, other)))
}

/** Genres in both lists, word for word, without placeholders, sorted. */
export function sharedGenres(a: readonly string[], b: readonly string[]): string[] {
  const known = new Set(a.map(genreWords))
  const shared = b.map(genreWords).filter((genre) => known.has(genre) && !placeholders.has(genre))
  return [...new Set(shared)].sort()
}

export const isBroadGenre = (genre: string): boolean => broad.has(genre)

export const isGenreWord = (word: string): boolean => word === 'pop' || familyOf.has(word)

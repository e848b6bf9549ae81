import { familiesConflict, genreFamilies, isBroadGenre, isGenreWord, sharedGenres } from './genre-family.ts'
import { compareIds, type Identified, type MatchOptions, overrideReason, type ServiceId } from './identity.ts'
import { looseNameKey, nameKey, tokens } from './normalize-name.ts'
import { keySimilarity } from './similarity.ts'
import { songTitleKey } from './title.ts'
import { tributeMarker } from './tribute.ts'
import { type Reason, type Verdict, weigh } from './verdict.ts'

/** What is known about an artist, as far as it helps to recognise it. An artist of the domain fits. */
export interface ArtistClues extends Identified {
  readonly name: string
  /** Other names: MusicBrainz and Ticketmaster aliases, spellings in other scripts. */
  readonly aliases?: readonly string[] | undefined
  /** Pages of the artist. Spotify and MusicBrainz ids are read from them. */
  readonly links?: readonly { readonly url: string }[] | undefined
  readonly disambiguation?: string | null | undefined
  readonly genres?: readonly string[] | undefined
  /** ISO 3166-1 alpha-2. */
  readonly countryCode?: string | null | undefined
  /** Titles of songs that this artist has recorded or played. */
  readonly songTitles?: readonly string[] | undefined
  /** ISRCs of recordings. */
  readonly isrcs?: readonly string[] | undefined
  /** Something that names one show on both sides, for example `2026-11-21 the fillmore`. */
  readonly shows?: readonly string[] | undefined
}

/**
 * Whether two descriptions mean one artist. Ids decide: an override made by a person, then MusicBrainz, then
 * Spotify and Ticketmaster, from ids or links. Without ids a name is not enough: it takes a second witness
 * (shared song titles, ISRC, genre, show, country), and a tribute marker on one side vetoes. Symmetric.
 *
 * @example
 * matchArtist({ name: 'Nirvana' }, { name: 'Nirvana' }).outcome // 'unsure'
 * matchArtist(
 *   { name: 'Nirvana', songTitles: ['Rainbow Chaser', 'Tiny Goddess'] },
 *   { name: 'Nirvana', songTitles: ['Tiny Goddess', 'Rainbow Chaser - Remastered'] },
 * ).outcome // 'same'
 */
export function matchArtist(a: ArtistClues, b: ArtistClues, { overrides }: MatchOptions = {}): Verdict {
  const idsOfA = artistIds(a)
  const idsOfB = artistIds(b)
  const override = overrideReason(idsOfA, idsOfB, overrides)
  if (override) return weigh([override])
  const ids = idReasons(idsOfA, idsOfB)
  if (ids.length > 0) return weigh(ids)
  const tribute = tributeVeto(a, b)
  const name = nameReason(a, b)
  return weigh([...tribute, name, ...witnesses(a, b, name)])
}

/**
 * The ids of an artist, those in its links included. At setlist.fm artists have MusicBrainz ids.
 *
 * @example
 * artistIds({ name: 'X', links: [{ url: 'https://open.spotify.com/artist/0dmPX6ovclgOy8WWJaFEUU?autoplay=true' }] })
 * // [{ service: 'spotify', id: '0dmPX6ovclgOy8WWJaFEUU' }]
 */
export function artistIds(artist: ArtistClues): ServiceId[] {
  const listed = (artist.externalIds ?? []).map((each) =>
    each.service === 'setlistfm' ? { service: 'musicbrainz', id: each.id } : each,
  )
  return [...listed, ...linkedIds(artist)]
}

const spotifyArtist = /^https?:\/\/open\.spotify\.com\/(?:intl-[a-z]+\/)?artist\/([A-Za-z0-9]{22})(?:[/?#]|$)/
const musicBrainzArtist =
  /^https?:\/\/(?:www\.|beta\.)?musicbrainz\.org\/artist\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:[/?#]|$)/i

function linkedIds({ links = [] }: ArtistClues): ServiceId[] {
  return links.flatMap(({ url }) => {
    const spotify = spotifyArtist.exec(url)?.[1]
    if (spotify !== undefined) return [{ service: 'spotify', id: spotify }]
    const mbid = musicBrainzArtist.exec(url)?.[1]
    return mbid !== undefined ? [{ service: 'musicbrainz', id: mbid.toLowerCase() }] : []
  })
}

/**
 * MusicBrainz is edited by people to hold one id per artist, so it decides. Spotify and Ticketmaster list artists
 * twice and mix namesakes up: when they contradict each other or MusicBrainz, nothing is certain.
 */
function idReasons(a: readonly ServiceId[], b: readonly ServiceId[]): Reason[] {
  const mbid = compareIds(a, b, 'musicbrainz')
  if (mbid === 'same') return [{ code: 'same-mbid', weight: 1 }]
  const others = (['spotify', 'ticketmaster'] as const).map((service) => ({
    service,
    held: compareIds(a, b, service),
  }))
  const same = others.filter(({ held }) => held === 'same')
  const different = others.filter(({ held }) => held === 'different')
  if (same.length > 0 && (mbid === 'different' || different.length > 0)) {
    const against = mbid === 'different' ? 'musicbrainz' : different[0]!.service
    return [{ code: 'contradicting-ids', detail: `${same[0]!.service} against ${against}`, weight: 0.5 }]
  }
  if (mbid === 'different') return [{ code: 'different-mbid', weight: -1 }]
  return [
    ...same.map(
      ({ service }): Reason =>
        service === 'spotify'
          ? { code: 'spotify-link', weight: 1 }
          : { code: 'same-id', detail: service, weight: 1 },
    ),
    ...different.map(({ service }): Reason => ({ code: 'different-id', detail: service, weight: -1 })),
  ]
}

function tributeVeto(a: ArtistClues, b: ArtistClues): Reason[] {
  const markerOf = ({ name, disambiguation }: ArtistClues) =>
    tributeMarker(`${name}, ${disambiguation ?? ''}`)
  const ofA = markerOf(a)
  const ofB = markerOf(b)
  return (ofA === null) === (ofB === null)
    ? []
    : [{ code: 'tribute-marker', detail: ofA ?? ofB!, weight: -1 }]
}

function nameReason(a: ArtistClues, b: ArtistClues): Reason {
  if (nameKey(a.name) === nameKey(b.name)) return { code: 'same-name', weight: 0.5 }
  const namesOfB = new Set([b.name, ...(b.aliases ?? [])].map(nameKey))
  const alias = [a.name, ...(a.aliases ?? [])].map(nameKey).find((name) => namesOfB.has(name))
  if (alias !== undefined) return { code: 'alias', detail: alias, weight: 0.5 }
  const looseA = looseNameKey(a.name)
  const looseB = looseNameKey(b.name)
  const likeness = keySimilarity(looseA, looseB)
  if (likeness === 1) return { code: 'similar-name', weight: 0.45 }
  if (likeness >= 0.85) return { code: 'similar-name', detail: likeness.toFixed(2), weight: 0.3 }
  const scripts = new Set([scriptOf(looseA), scriptOf(looseB)])
  if (scripts.size === 2 && !scripts.has('')) return { code: 'other-script', weight: 0.3 }
  return { code: 'different-name', weight: -0.5 }
}

const alphabets = ['Latin', 'Cyrillic', 'Greek', 'Hebrew', 'Arabic', 'Thai', 'Hangul', 'Devanagari'].map(
  (name) => [name, new RegExp(`\\p{sc=${name}}`, 'u')] as const,
)
const scriptOf = (key: string): string =>
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u.test(key)
    ? 'CJK'
    : (alphabets.find(([, script]) => script.test(key))?.[0] ?? '')

function witnesses(a: ArtistClues, b: ArtistClues, name: Reason): Reason[] {
  // Tributes share songs, co-headliners share shows: without the name these prove nothing.
  if (name.code === 'different-name') return []
  return [
    isrcs(a, b),
    titles(a, b, name),
    genres(a, b),
    show(a, b, name),
    country(a, b),
    disambiguation(a, b),
  ].flatMap((reason) => reason ?? [])
}

function isrcs({ isrcs: ofA = [] }: ArtistClues, { isrcs: ofB = [] }: ArtistClues): Reason | null {
  const known = new Set(ofA.map((each) => each.toUpperCase()))
  const shared = ofB
    .filter((each) => known.has(each.toUpperCase()))
    .map((each) => each.toUpperCase())
    .sort()[0]
  return shared === undefined ? null : { code: 'same-isrc', detail: shared, weight: 0.5 }
}

function titles(
  { songTitles: ofA = [] }: ArtistClues,
  { songTitles: ofB = [] }: ArtistClues,
  name: Reason,
): Reason | null {
  const keysA = new Set(ofA.map(songTitleKey))
  const keysB = new Set(ofB.map(songTitleKey))
  const shared = [...keysA].filter((key) => keysB.has(key)).sort()
  if (shared.length === 0) return null
  const enough = shared.length >= 3 || (shared.length === 2 && Math.min(keysA.size, keysB.size) <= 4)
  const detail = `${shared.length}: ${shared.slice(0, 3).join(', ')}`
  // A tribute band is named almost like its model and plays the same songs.
  const weight = name.code === 'similar-name' && name.weight < 0.4 ? 0.1 : enough ? 0.35 : 0.15
  return { code: 'shared-titles', detail, weight }
}

function genres(a: ArtistClues, b: ArtistClues): Reason | null {
  const shared = sharedGenres(a.genres ?? [], b.genres ?? [])
  const narrow = shared.find((genre) => !isBroadGenre(genre))
  if (narrow !== undefined) return { code: 'genre-overlap', detail: narrow, weight: 0.25 }
  const ofA = genreFamilies([...(a.genres ?? []), a.disambiguation ?? ''])
  const ofB = genreFamilies([...(b.genres ?? []), b.disambiguation ?? ''])
  const common = shared[0] ?? [...ofA].filter((family) => ofB.has(family)).sort()[0]
  if (common !== undefined) return { code: 'genre-overlap', detail: common, weight: 0.15 }
  if (!familiesConflict(ofA, ofB)) return null
  const detail = [ofA, ofB]
    .map((families) => [...families].sort().join(', '))
    .sort()
    .join(' against ')
  return { code: 'genre-conflict', detail, weight: -0.25 }
}

function show(
  { shows: ofA = [] }: ArtistClues,
  { shows: ofB = [] }: ArtistClues,
  name: Reason,
): Reason | null {
  const shared = ofA.filter((each) => ofB.includes(each)).sort()[0]
  if (shared === undefined) return null
  return { code: 'shared-show', detail: shared, weight: name.code === 'other-script' ? 0.2 : 0.35 }
}

function country(a: ArtistClues, b: ArtistClues): Reason | null {
  if (!a.countryCode || !b.countryCode) return null
  return a.countryCode.toUpperCase() === b.countryCode.toUpperCase()
    ? { code: 'same-country', detail: a.countryCode.toUpperCase(), weight: 0.1 }
    : { code: 'different-country', weight: -0.15 }
}

const describesAnybody = new Set(
  'a an the of in from and for by band singer artist group musician project duo trio solo us usa uk american english british formerly known as'.split(
    ' ',
  ),
)

function disambiguation(a: ArtistClues, b: ArtistClues): Reason | null {
  if (!a.disambiguation || !b.disambiguation) return null
  const words = (text: string) =>
    tokens(text).filter((word) => !describesAnybody.has(word) && !isGenreWord(word))
  const ofA = words(a.disambiguation)
  const ofB = words(b.disambiguation)
  if (ofA.length === 0 || ofB.length === 0) return null
  const shared = ofA.filter((word) => ofB.includes(word)).sort()
  return shared.length > 0
    ? { code: 'same-disambiguation', detail: shared.join(' '), weight: 0.15 }
    : { code: 'different-disambiguation', weight: -0.2 }
}

import { normalizeName, withoutSpellingMarks } from './normalize-name.ts'
import { partMark, type VersionKind, versionKinds } from './version-words.ts'

export interface SongVersion {
  readonly kind: VersionKind
  /** The words as they stood in the title: `Live at Budokan`. */
  readonly text: string
}

export interface ParsedTitle {
  /** The title without version words and guests, as it was written. */
  readonly base: string
  /** The key of the base: see `songTitleKey`. */
  readonly baseKey: string
  /** In the order of the title; a group that says two things appears twice. */
  readonly versions: readonly SongVersion[]
  /** Guests named in the title. */
  readonly featuring: readonly string[]
}

/**
 * Takes a track title apart. Version words count only at the end, in brackets or behind a dash, and only when
 * the whole group reads as one; a bracket at the start belongs to the title. Time grows with the length of the
 * title, whatever it holds.
 *
 * @example
 * parseTitle('Superstition - Live at Budokan / Remastered 2009').base // 'Superstition'
 * parseTitle('Live and Let Die').versions // []
 * parseTitle("(I Can't Get No) Satisfaction - Mono").base // "(I Can't Get No) Satisfaction"
 * parseTitle('Wanna Know Remix (feat. Drake)').featuring // ['Drake']
 */
export function parseTitle(title: string): ParsedTitle {
  const versions: SongVersion[] = []
  const featuring: string[] = []
  let base = title.trim()
  for (let rest: Stripped | null = strip(base); rest !== null; rest = strip(base)) {
    base = rest.base
    versions.unshift(...rest.versions)
    featuring.unshift(...rest.featuring)
  }
  return { base, baseKey: titleKey(base), versions, featuring }
}

/**
 * The key under which all recordings of one song by one artist meet: remasters, editions, live versions and
 * guests share it. Parts, reprises and numerals stay apart. Written differently but the same: typographic
 * quotes, `&` and `and`, `Pt. II` and `Part 2`, a leading `The` of a longer title, punctuation; the price is that
 * "In the Flesh?" meets "In the Flesh". Compare keys of one artist only. Never empty unless the title is blank.
 *
 * @example
 * songTitleKey('Another Brick in the Wall, Pt. 2 - 2011 Remaster') // 'another brick in the wall part 2'
 * songTitleKey('Rock ’n’ Roll') === songTitleKey('Rock & Roll') // true
 */
export const songTitleKey = (title: string): string => parseTitle(title).baseKey

interface Stripped {
  readonly base: string
  readonly versions: readonly SongVersion[]
  readonly featuring: readonly string[]
}

const strip = (title: string): Stripped | null =>
  stripBracket(title) ?? stripDash(title) ?? stripGuests(title)

const openingOf: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{', '）': '（', '】': '【' }

function stripBracket(title: string): Stripped | null {
  const start = openingBracket(title)
  if (start <= 0) return null
  const before = title.slice(0, start).trimEnd()
  if (before === '') return null
  const group = title.slice(start + 1, -1).trim()
  const guests = guestsIn(group)
  if (guests) return { base: before, versions: [], featuring: guests }
  const kinds = versionKinds(group)
  return kinds.length === 0
    ? null
    : { base: withPart(before, group), versions: named(kinds, group), featuring: [] }
}

/** Where the bracket opens that the last character closes; -1 without one. */
function openingBracket(title: string): number {
  const closing = title.charAt(title.length - 1)
  const opening = openingOf[closing]
  if (opening === undefined) return -1
  let depth = 0
  for (let index = title.length - 1; index >= 0; index--) {
    const character = title.charAt(index)
    if (character === closing) depth++
    else if (character === opening && --depth === 0) return index
  }
  return -1
}

const dash = /\s[-‐‑‒–—―−]\s/g

/**
 * Finds the first group behind a dash that starts the version words. What follows it must be one too, or a day
 * or year; behind a live mark it may be anything, since concerts are described there: place, evening, town.
 */
function stripDash(title: string): Stripped | null {
  const cuts = [...title.matchAll(dash)].map((match) => match.index)
  let first: number | null = null
  let complete = true
  for (let index = cuts.length - 1; index >= 0; index--) {
    const text = title.slice(cuts[index]! + 3, cuts[index + 1])
    const kinds = versionKinds(text)
    if (kinds.includes('live') || (kinds.length > 0 && complete)) first = index
    complete = first === index || (complete && isDate(text))
  }
  if (first === null) return null
  const cut = cuts[first]!
  const group = title.slice(cut + 3)
  const kinds = new Set(group.split(dash).flatMap(versionKinds))
  return {
    base: withPart(withoutYear(title.slice(0, cut).trimEnd()), group),
    versions: named([...kinds], group),
    featuring: [],
  }
}

const isDate = (text: string): boolean => /^\s*(?:\p{L}+ )?(?:\d{1,2}[./ -]){0,2}\d{2,4}\s*$/u.test(text)
/** Some labels write "Title - 2012 - Remaster". */
const withoutYear = (base: string): string => base.replace(/(?<=\S)\s[-–—]\s(?:19|20)\d\d$/, '')

const named = (kinds: readonly VersionKind[], text: string): SongVersion[] =>
  kinds.map((kind) => ({ kind, text }))

/** "Song (Live, Part 2)" is still the second part. */
function withPart(base: string, group: string): string {
  const part = partMark.exec(group)?.[1]
  return part === undefined ? base : `${base}, ${part}`
}

const guestMark = /^(?:feat\.?|ft\.?|featuring)\s+(?=\S)/i
/** "(with Drake)" names a guest; "(with You)" and "(With a Little Help)" do not. */
const withGuest =
  /^(?:with|w\/)\s+(?=[\p{Lu}\p{N}])(?!(?:You|Me|Us|Him|Her|Them|My|Your|Our|The|A|An|Love|No)\b)/u

function guestsIn(group: string): string[] | null {
  const mark = guestMark.exec(group) ?? withGuest.exec(group)
  return mark ? names(group.slice(mark[0].length)) : null
}

const guestsAtEnd = /\s(?:feat\.|ft\.|featuring\s|feat\s)\s*(?=\S)/i

function stripGuests(title: string): Stripped | null {
  const mark = guestsAtEnd.exec(title)
  if (!mark) return null
  const before = title.slice(0, mark.index).trimEnd()
  if (before === '') return null
  return { base: before, versions: [], featuring: names(title.slice(mark.index + mark[0].length)) }
}

const names = (list: string): string[] =>
  list
    .split(/,\s|\s&\s/)
    .map((name) => name.trim())
    .filter(Boolean)

const numerals: Readonly<Record<string, string>> = {
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
  ten: '10',
}
const romanNumerals = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x', 'xi', 'xii']
const digits = (word: string): string | null => {
  const roman = romanNumerals.indexOf(word)
  return roman >= 0 ? String(roman + 1) : (numerals[word] ?? null)
}

function titleKey(base: string): string {
  const name = normalizeName(base)
  const words = withoutSpellingMarks(name)
    .replace(/&/g, ' and ')
    .replace(/[+=]/g, ' $& ')
    .replace(/\$+/g, (run, at: number, all: string) =>
      besideLetter(all, at, run.length) ? 's'.repeat(run.length) : run,
    )
    .replace(/[\p{P}^|~<>`]+/gu, ' ')
    .split(' ')
    .filter(Boolean)
  const key = sameWords(words).join(' ')
  return key === '' ? name : key
}

/** The dollar signs of A$AP are letters, those of a price are not. */
const besideLetter = (text: string, at: number, length: number): boolean =>
  /\p{L}/u.test(text.charAt(at - 1)) || /\p{L}/u.test(text.charAt(at + length))

/** One spelling for words that setlist.fm and Spotify write differently. */
function sameWords(words: readonly string[]): string[] {
  let numbered = false
  const spelled = words.map((word, index) => {
    const isPart = word === 'part' || word === 'parts' || word === 'pt' || word === 'pts'
    const number = numbered ? digits(word) : null
    numbered = isPart || number !== null || (numbered && (word === 'and' || /^\d+$/.test(word)))
    if (isPart) return 'part'
    if (number !== null) return number
    return word === 'n' && index > 0 && index < words.length - 1 ? 'and' : word
  })
  return spelled.length > 2 && spelled[0] === 'the' ? spelled.slice(1) : spelled
}

import { normalizeName } from './normalize-name.ts'

/**
 * What the words behind a title say about the recording. `remaster` and `edition` are the same performance sold
 * again, `re-recorded` is the artist doing it anew, `other` is another arrangement or language.
 */
export type VersionKind =
  | 'live'
  | 'acoustic'
  | 'demo'
  | 'remix'
  | 'instrumental'
  | 'karaoke'
  | 'edit'
  | 'commentary'
  | 're-recorded'
  | 'remaster'
  | 'edition'
  | 'other'

const longestGroup = 160
const atPlace = String.raw`(?:(?:at|from|on|@) \S|in (?!(?:my|your|our|love|peace|fear|harmony|hope|sin|the (?:moment|now|past|dark|light))\b)\S)`
const liveWords =
  'lounge|aid|version|ver|sessions?|recording|performance|take|cut|mix|edit|acoustic|unplugged|solo|studio|bootleg|bonus|video|audio|radio|demo|medley|remaster(?:ed)?|and (?:acoustic|unplugged|direct|remastered)'
const liveAfter =
  'recorded|performed|captured|acoustic|solo|full band|bbc(?: radio(?: \\d)?)?|mtv|kexp|radio(?: \\d)?|studio|unreleased|previously unreleased|bonus(?: track)?|stripped|piano|orchestral|official|\\d{4}'

/** Each pattern sees one group, normalised, without punctuation. Several may hold: "live acoustic version". */
const patterns: readonly (readonly [VersionKind, RegExp])[] = [
  ['live', new RegExp(`^(?:(?:${liveAfter}) )*live(?:$| (?:${atPlace}|\\d|(?:${liveWords})\\b))`)],
  [
    'live',
    /^(?:ao vivo|en vivo|en directo|en direct|en concert|en concierto|dal vivo|in concert|ライブ|ライヴ)(?:$| )/,
  ],
  ['live', /^(?:(?:mtv|nirvana) )?unplugged(?:$| (?:at|in|on|version|live|\d))/],
  ['live', /^(?:recorded|performed) (?:at|in|live|for) /],
  ['live', /(?:^|\s)(?:live|concert) (?:version|ver|sessions?|recording|performance|cut|take|edit|mix)$/],
  ['live', /^(?!.*\b(?:demo|recording|studio) sessions?$).*\bsessions?$/],
  ['live', /(?:^|\s)(?:like a version|tiny desk|live lounge)(?:$|\s)/],
  [
    'acoustic',
    /^(?:\S+ ){0,2}(?:acoustic|acustico|acustica|acoustique|akustik|unplugged)(?: (?:version|ver|mix|take|demo|sessions?|edit|live|recording|performance|bonus track|cover)\b.*)?$/,
  ],
  [
    'acoustic',
    /(?:^|\s)(?:piano|stripped(?: down)?|solo|guitar and vocals?) (?:version|ver|mix|edit)$|^stripped$/,
  ],
  ['demo', /\b(?:demos?|out-?takes?|rehearsals?|work tape|voice memo)\b/],
  ['demo', /(?:^|\s)take #?\d+(?:$|\s)/],
  ['demo', /^(?:.+ )?(?:rough|monitor|early|working|unfinished|home) (?:mix|cut|version|recording)$/],
  [
    'remix',
    /^(?:.+ )?(?:re-?mix(?:ed)?|rmx|rework(?:ed)?|refix|flip|mash-?up|bootleg)(?:$| (?:by|feat|version|edit|radio|extended|instrumental|\d)\b)/,
  ],
  ['remix', /^(?!rub a dub)(?:.+ )?(?:dub|dub version|vip|vip mix|nightcore|8d audio|a ?cappella|acapella)$/],
  ['remix', /^(?:.+ )?(?:slowed|sped up|chopped and screwed)(?:$| (?:and|version|\+))/],
  ['instrumental', /\b(?:instrumentals?|instrumentale|off vocal)\b/],
  [
    'karaoke',
    /\bkaraoke\b|カラオケ|^(?:as )?(?:originally performed|made famous|made popular) by |^(?:as )?made famous by |^in the style of |^(?:backing track|sing-?along)\b|^(?:a )?tribute (?:to|version)\b/,
  ],
  ['edit', /^(?:.+ )?(?:re-)?edit$/],
  [
    'edit',
    /^(?:.+ )?(?:radio|single|short|long|extended|full length|tv|movie|video|7 ?inch|12 ?inch|7|12) (?:version|ver|mix|cut|size|remix)$/,
  ],
  ['edit', /^(?:extended|tv size|mix cut|mixed|mixed version)$/],
  ['commentary', /\bcommentary\b|^track by track\b|^interview(?:$| with )/],
  ['re-recorded', /\bre-?record(?:ed|ing)\b|^taylors version\b|^new recording\b/],
  ['remaster', /\bre-?master(?:ed|isee?|izado|izada|izzato)?\b/],
  [
    'remaster',
    /^(?:\d{4} |new |original |album |lp |mono |stereo |surround |atmos |dolby atmos )+mix(?: \d{4})?$/,
  ],
  [
    'edition',
    /^(?:mono|stereo|explicit|clean|original|bonus|deluxe|expanded|unreleased|soundtrack|single|hidden track|b-?side|visualizer)$/,
  ],
  [
    'edition',
    /^(?:album|lp|main|original|explicit|clean|mono|stereo|standard|cd|vinyl|soundtrack|film|deluxe|bonus|censored|uncensored|dirty|original album|original single) (?:version|ver)$/,
  ],
  [
    'edition',
    /(?:^|\s)(?:edition|bonus track)(?:$|\s)|^(?:deluxe|expanded|previously unreleased|non-album|digital bonus)\s/,
  ],
  ['edition', /^(?:\S+ )?anniversary(?:$| (?:version|mix|edition|deluxe|remaster))/],
  [
    'edition',
    /^from (?:the )?(?:vault|motion picture|movie|film|tv series|television|series|original|netflix|album|musical)\b|^from .+ soundtrack$|^(?:original|music from the) (?:motion picture|soundtrack|broadway|cast|television)\b/,
  ],
  ['edition', /^official (?:music |lyric )?(?:video|audio|visualizer)$|^lyric video$/],
]

const general: readonly (readonly [VersionKind, RegExp])[] = [
  ['remix', /^(?!(?:in|into|in the|into the|in my|the|my|your) mix$)(?:.+ )?mix(?: (?:by .+|\d+))?$/],
  [
    'other',
    /^(?!.*\b(?:my|your|own|another|better|no) version$)(?:.+ )?(?:version|ver|versione|versao|fassung)(?: \d+)?$/,
  ],
  ['other', /^(?:cover|en espanol|alternate take|alternative take|\d{4} recording)$/],
]

/** A word of this list has to be there before the patterns are worth asking. */
const anyVersionWord =
  /live|vivo|direct|concert|ライ[ブヴ]|unplugged|record|perform|session|version|\bver\b|versao|fassung|tiny desk|acoust|acust|akust|stripped|solo|vocal|piano|demo|out-?take|rehearsal|tape|memo|take|mix|rmx|rework|refix|flip|mash|bootleg|dub|vip|nightcore|audio|cappella|acapella|slowed|sped|chopped|instrumental|off vocal|karaoke|カラオケ|famous|popular|style|backing|sing-?along|tribute|edit|cut|extended|tv size|radio|commentary|track|interview|master|mono|stereo|explicit|clean|original|bonus|deluxe|expanded|unreleased|soundtrack|single|b-?side|visualizer|non-album|anniversary|^from |video|cover|espanol|^music/

/** A part of a work, named anywhere in a group: `Live, Pt. II`. Its first capture is the part. */
export const partMark = /(?:^|[\s,(])((?:parts?|pts?)\.? ?(?:\d+|[ivx]+|one|two|three|four|five)\b)/i

/**
 * What a group behind a title says about the recording, or an empty list when it is part of the title.
 * Takes the text between the brackets or behind the dash.
 *
 * @example
 * versionKinds('Live at Budokan') // ['live']
 * versionKinds('2009 Remaster') // ['remaster']
 * versionKinds('Slight Return') // []
 */
export function versionKinds(group: string): VersionKind[] {
  if (group.length > longestGroup) return []
  const words = normalizeName(group.replace(partMark, ' '))
  if (!anyVersionWord.test(words)) return []
  const parts = words.split('/').map(plainWords).filter(Boolean)
  const kinds = parts.map(kindsOf)
  const known = kinds.flat()
  // "BBC Live/ Top Gear/ London": behind a live mark stand places and dates. Anything else must speak for itself.
  const complete = kinds[0]?.includes('live') || kinds.every((each) => each.length > 0)
  return complete ? [...new Set(known)] : []
}

function kindsOf(words: string): VersionKind[] {
  const specific = patterns.filter(([, pattern]) => pattern.test(words)).map(([kind]) => kind)
  if (specific.length > 0) return [...new Set(specific)]
  return general.filter(([, pattern]) => pattern.test(words)).map(([kind]) => kind)
}

const plainWords = (text: string): string =>
  text
    .replace(/'/g, '')
    .replace(/&/g, ' and ')
    .replace(/[".,:;!?()[\]{}]|- | -/g, ' ')
    .replace(/ +/g, ' ')
    .trim()

/** Kinds that make a recording something else than the studio recording of the song, the strongest first. */
const variants = [
  'karaoke',
  'commentary',
  'instrumental',
  'remix',
  'live',
  'acoustic',
  'demo',
  'edit',
] as const
export type VariantKind = (typeof variants)[number]

/** The one kind that names a recording with these marks, or null for a studio recording. */
export const variantOf = (kinds: readonly VersionKind[]): VariantKind | null =>
  variants.find((variant) => kinds.includes(variant)) ?? null

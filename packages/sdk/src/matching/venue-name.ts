import { looseNameKey, normalizeName } from './normalize-name.ts'

/** The parts of a hall's name that help to recognise it. All are keys. */
export interface VenueName {
  /** The whole name, spellings folded: `the Ryman Theatre` gives `ryman theater`. */
  readonly key: string
  /** Without sponsors' phrases, the town and what stands behind "at". */
  readonly core: string
  /** The building behind "at": `sphere at the venetian resort` stands in the `venetian resort`. */
  readonly building: string | null
  /** Which room of a building: `upstairs`, `main room`, `sala 2`. */
  readonly room: string | null
}

const spellings: Readonly<Record<string, string>> = {
  theatre: 'theater',
  theatres: 'theater',
  amphitheatre: 'amphitheater',
  centre: 'center',
  ctr: 'center',
  auditorio: 'auditorium',
  saint: 'st',
  mount: 'mt',
}

const respell = (key: string): string =>
  key
    .split(' ')
    .map((word) => spellings[word] ?? word)
    .join(' ')

const sponsorPhrase = /\b(?:presented by|pres by|sponsored by|powered by|brought to you by)\b.*$/
const roomAtEnd =
  /(?:^|[\s-])((?:(?:main|big|small|back|front|upper|lower|live|music|red|blue|green|black|white|gold|vip|the) )*(?:room|stage|lounge|bar|floor|studio|sala|saal|salle|hall|zaal|club)(?: (?:\d+|[a-d]|one|two|three))|(?:(?:main|big|small|back|front|upper|lower|vip) )(?:room|stage|lounge|bar|hall|floor)|upstairs|downstairs|basement|rooftop|roof|terrace|foyer|lobby|patio|backroom)$/
/** "The Basement" is a club of its own; a room needs a building before it. */
const placeholders =
  /^(?:unknown|private|tba|tbd|to be announced|secret)(?: (?:venue|location|event|residence|place))?$|^$/

/**
 * Reads the name of a hall. `city` is taken off its end: `House of Blues Boston` in Boston.
 *
 * @example
 * venueName('Orpheum Theatre-San Francisco', 'San Francisco').core // 'orpheum theater'
 * venueName('Thousand Island at The Garage').building // 'garage'
 */
export function venueName(name: string, city?: string | null): VenueName {
  const key = respell(looseNameKey(name))
  const [head, ...rest] = normalizeName(name).split(/\s(?:at|@|inside)\s|\s?@\s?/)
  const building = rest.length > 0 ? respell(looseNameKey(rest.join(' '))) : null
  const short = withoutTown(respell(looseNameKey(head!)).replace(sponsorPhrase, '').trim(), city)
  const room = roomAtEnd.exec(short)
  const core = room ? short.slice(0, room.index).trim() : short
  return room && core !== ''
    ? { key, core, building, room: room[1]! }
    : { key, core: short || key, building, room: null }
}

function withoutTown(key: string, city: string | null | undefined): string {
  const town = city ? respell(looseNameKey(city)) : ''
  return town !== '' && key.endsWith(` ${town}`) ? key.slice(0, -town.length - 1) : key
}

/** Names that upstreams send for halls they do not know, or may not tell. */
export const isPlaceholderVenue = (name: string): boolean => placeholders.test(looseNameKey(name))

/** Words of kind, which a renaming adds or drops: `Fillmore Auditorium`, `The Fillmore`. */
const kinds =
  /\b(?:arena|theater|hall|center|stadium|club|pavilion|amphitheater|park|auditorium|music|concert|ballroom|nightclub|bar|live|performing|arts|for|the|of|and)\b/g

/** The telling words of a core: what is left without words of kind, or the core itself. */
export const tellingWords = (core: string): string =>
  core.replace(kinds, ' ').replace(/ +/g, ' ').trim() || core

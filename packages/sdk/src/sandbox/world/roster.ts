import type { MusicGenre } from './genres.ts'
import type { Script } from './special-titles.ts'
import type { ArtistTrait } from './traits.ts'
import type { WorldLinks } from './world.ts'

/** How much an artist has recorded and played. */
export type Scale = 'headliner' | 'major' | 'minor' | 'tiny'

/** An artist that the world always has, at a fixed place. */
export interface RosterEntry {
  /** `null` to invent one. */
  readonly name: string | null
  readonly genre: MusicGenre | null
  readonly country?: string
  readonly scale: Scale
  readonly traits: readonly ArtistTrait[]
  readonly popularity?: number
  readonly aliases?: readonly string[]
  readonly disambiguation?: string
  readonly script?: Script
  readonly absentOn?: 'ticketmaster' | 'setlistfm' | 'musicbrainz' | 'spotify'
  readonly links?: Partial<WorldLinks>
}

const unlinked: WorldLinks = {
  ticketmasterToSpotify: false,
  ticketmasterToMusicbrainz: false,
  musicbrainzToSpotify: false,
}

/** The name of the demo's artist, whatever the seed. */
export const headlinerName = 'Velvet Harbor'

/** The city that a band and a team are named after. */
export const bandCity = 'Milwaukee'

const namesake = 'Nova Reyes'

/** The artists the sandbox is for, in order. Any further ones are invented. */
export const roster: readonly RosterEntry[] = [
  {
    name: headlinerName,
    genre: 'alternative',
    country: 'US',
    scale: 'headliner',
    traits: ['headliner', 'tributed'],
    popularity: 74,
    aliases: ['velvet harbour', 'velvetharbor'],
  },
  {
    name: 'Iron Tide',
    genre: 'metal',
    country: 'GB',
    scale: 'major',
    traits: ['tributed'],
    popularity: 70,
    aliases: ['irontide'],
  },
  { name: 'The Iron Tides', genre: 'metal', scale: 'minor', traits: ['tribute-unmarked'], popularity: 31 },
  {
    name: 'Harbor Lights – A Tribute to Velvet Harbor',
    genre: 'alternative',
    scale: 'tiny',
    traits: ['tribute'],
    popularity: 12,
  },
  {
    name: 'Paper Lanterns',
    genre: 'rock',
    country: 'US',
    scale: 'minor',
    traits: ['same-name'],
    popularity: 48,
    disambiguation: 'Oregon indie rock band',
  },
  {
    name: 'Paper Lanterns',
    genre: 'electronic',
    country: 'DE',
    scale: 'minor',
    traits: ['same-name'],
    // More popular than the linked one, so that a search by name shows the wrong one first.
    popularity: 61,
    disambiguation: 'Berlin house duo',
    links: unlinked,
  },
  {
    name: 'Paper Lanterns',
    genre: 'folk',
    country: 'IE',
    scale: 'tiny',
    traits: ['same-name'],
    popularity: 17,
    disambiguation: 'Irish folk trio',
    links: unlinked,
  },
  unicode('נמל הקטיפה', 'unicode-hebrew', 'hebrew', 'Namal HaKtifa'),
  unicode('夜の港', 'unicode-japanese', 'japanese', 'Yoru no Minato'),
  unicode('Бархатный Порт', 'unicode-cyrillic', 'cyrillic', 'Barkhatny Port'),
  unicode('Sólveig Bjørnsdóttir', 'unicode-diacritics', 'icelandic', 'Solveig Bjornsdottir'),
  unicode('İzmir Işığı', 'unicode-turkish', 'turkish', 'Izmir Isigi'),
  {
    name: '!!!',
    genre: 'electronic',
    country: 'US',
    scale: 'minor',
    traits: ['symbol-name'],
    aliases: ['chk chk chk'],
  },
  { name: 'NO/SIGNAL', genre: 'hardRock', country: 'US', scale: 'minor', traits: ['slash-name'] },
  { name: 'Salt & Cedar', genre: 'folk', country: 'CA', scale: 'minor', traits: ['ampersand-name'] },
  { name: bandCity, genre: 'rock', country: 'US', scale: 'minor', traits: ['city-name'], popularity: 44 },
  { name: 'The Quiet Cartographers', genre: 'alternative', scale: 'minor', traits: ['the-name'] },
  linked('no-spotify-link', { ticketmasterToSpotify: false }),
  linked('no-musicbrainz-link', { ticketmasterToMusicbrainz: false }),
  linked('no-links', { ticketmasterToSpotify: false, ticketmasterToMusicbrainz: false }),
  linked('no-spotify-relation', { musicbrainzToSpotify: false }),
  absent('absent-on-ticketmaster', 'ticketmaster'),
  absent('absent-on-setlistfm', 'setlistfm'),
  absent('absent-on-musicbrainz', 'musicbrainz'),
  absent('absent-on-spotify', 'spotify'),
  { name: null, genre: 'alternative', country: 'US', scale: 'minor', traits: ['support-act'] },
  { name: null, genre: null, scale: 'tiny', traits: ['no-shows'] },
  // Contains the city's name and outranks the band of exactly that name.
  { name: `${bandCity} Nights`, genre: 'soul', country: 'US', scale: 'minor', traits: [], popularity: 66 },
  { name: namesake, genre: 'pop', country: 'US', scale: 'minor', traits: ['many-namesakes'], popularity: 57 },
  ...Array.from(
    { length: 20 },
    (): RosterEntry => ({
      name: namesake,
      genre: null,
      scale: 'tiny',
      traits: ['many-namesakes'],
      links: unlinked,
    }),
  ),
]

function unicode(name: string, trait: ArtistTrait, script: Script, alias: string): RosterEntry {
  return { name, genre: 'pop', scale: 'minor', traits: [trait], script, aliases: [alias] }
}

function linked(trait: ArtistTrait, links: Partial<WorldLinks>): RosterEntry {
  return { name: null, genre: null, scale: 'minor', traits: [trait], links }
}

function absent(trait: ArtistTrait, absentOn: NonNullable<RosterEntry['absentOn']>): RosterEntry {
  return { name: null, genre: null, scale: 'minor', traits: [trait], absentOn }
}

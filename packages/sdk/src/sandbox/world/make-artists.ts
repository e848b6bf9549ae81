import type { Faker } from '@faker-js/faker'
import { yearOf } from './calendar.ts'
import { type MusicGenre, musicGenres } from './genres.ts'
import { slug } from './ids.ts'
import type { Random } from './random.ts'
import { type RosterEntry, roster, type Scale } from './roster.ts'
import { adjectives, nouns } from './vocabulary.ts'
import type { Workshop } from './workshop.ts'
import type { WorldArtist } from './world.ts'
import type { ArtistAmount, ResolvedSize } from './world-size.ts'

/** An artist before anything is recorded or played. */
export interface ArtistPlan {
  readonly artist: WorldArtist
  readonly entry: RosterEntry
  readonly amount: ArtistAmount
}

const genreNames = Object.keys(musicGenres) as MusicGenre[]
const homeCountries = ['US', 'US', 'US', 'GB', 'GB', 'CA', 'DE', 'FR', 'SE', 'IE', 'ES', 'IT', 'NL', 'DK']
const manyEvents: RosterEntry = { name: null, genre: 'country', scale: 'major', traits: ['many-events'] }

/** The artists of a world: the roster, then invented ones, in a fixed order. */
export function makeArtists(shop: Workshop, size: ResolvedSize): ArtistPlan[] {
  const taken = new Set(roster.map((entry) => entry.name))
  const plans: ArtistPlan[] = []
  for (let at = 0; at < size.artists; at++) {
    const random = shop.random.fork(`artist-${at + 1}`)
    const entry = entryAt(at, size, random)
    const faker = shop.faker(random)
    const name = entry.name ?? inventName(random, faker, taken)
    taken.add(name)
    plans.push({
      artist: makeArtist(shop, random, faker, at, name, entry),
      entry,
      amount: { ...amountOf(entry, random), ...(at === 0 ? size.headliner : {}) },
    })
  }
  return plans
}

function entryAt(at: number, size: ResolvedSize, random: Random): RosterEntry {
  const fixed = roster[at]
  if (fixed !== undefined) return fixed
  if (size.manyEvents && at === roster.length) return manyEvents
  return { name: null, genre: null, scale: random.chance(0.25) ? 'major' : 'minor', traits: [] }
}

function makeArtist(
  shop: Workshop,
  random: Random,
  faker: Faker,
  at: number,
  name: string,
  entry: RosterEntry,
): WorldArtist {
  const { ids } = shop
  const popularity = entry.popularity ?? popularityOf(entry.scale, random)
  const genre = musicGenres[entry.genre ?? random.pick(genreNames)]
  return {
    id: `artist-${at + 1}`,
    name,
    sortName: name.startsWith('The ') ? `${name.slice(4)}, The` : name,
    aliases: entry.aliases ?? [],
    disambiguation: entry.disambiguation ?? disambiguationOf(entry, genre.genre.name, faker),
    genre,
    country: entry.country ?? random.pick(homeCountries),
    formedYear: formedYearOf(entry.scale, yearOf(shop.today), random),
    popularity,
    followers: Math.round(1.16 ** popularity * random.int(40, 60)),
    traits: entry.traits,
    spotifyId: entry.absentOn === 'spotify' ? null : ids.spotify(),
    attractionId: entry.absentOn === 'ticketmaster' ? null : ids.attraction(),
    tmid: ids.tmid(),
    mbid: ids.mbid(),
    // setlist.fm takes its artists from MusicBrainz.
    onSetlistfm: entry.absentOn !== 'setlistfm' && entry.absentOn !== 'musicbrainz',
    onMusicbrainz: entry.absentOn !== 'musicbrainz',
    setlistfmSlug: `${slug(name)}-${ids.setlistfm()}`,
    links: {
      ticketmasterToSpotify: true,
      ticketmasterToMusicbrainz: entry.absentOn !== 'musicbrainz',
      musicbrainzToSpotify: true,
      ...entry.links,
    },
  }
}

function disambiguationOf(entry: RosterEntry, genre: string, faker: Faker): string {
  if (entry.traits.includes('many-namesakes')) return `${genre} singer from ${faker.location.city()}`
  if (entry.traits.includes('tribute') || entry.traits.includes('tribute-unmarked')) return 'tribute band'
  return ''
}

function popularityOf(scale: Scale, random: Random): number {
  if (scale === 'major') return random.int(45, 72)
  return scale === 'minor' ? random.int(18, 52) : random.int(0, 22)
}

function formedYearOf(scale: Scale, thisYear: number, random: Random): number {
  if (scale === 'headliner') return thisYear - 15
  if (scale === 'major') return thisYear - random.int(9, 24)
  return thisYear - (scale === 'minor' ? random.int(4, 12) : random.int(2, 5))
}

function amountOf(entry: RosterEntry, random: Random): ArtistAmount {
  const amount = byScale(entry.scale, random)
  if (entry.traits.includes('no-shows')) return { ...amount, setlists: 0, upcomingShows: 0 }
  if (entry.traits.includes('many-events')) return { ...amount, upcomingShows: 1_300 }
  return amount
}

function byScale(scale: Scale, random: Random): Required<ArtistAmount> {
  if (scale === 'headliner') return { tracks: 190, setlists: 120, upcomingShows: 25 }
  if (scale === 'major')
    return { tracks: random.int(60, 90), setlists: random.int(30, 45), upcomingShows: random.int(8, 12) }
  if (scale === 'minor')
    return { tracks: random.int(20, 35), setlists: random.int(10, 20), upcomingShows: random.int(2, 6) }
  return { tracks: random.int(3, 8), setlists: random.int(0, 2), upcomingShows: random.int(0, 1) }
}

function inventName(random: Random, faker: Faker, taken: ReadonlySet<string | null>): string {
  const noun = () => random.pick(nouns)
  for (;;) {
    const names = [
      `The ${random.pick(adjectives)} ${noun()}s`,
      `${random.pick(adjectives)} ${noun()}`,
      `${faker.person.firstName()} & the ${noun()}s`,
      `${faker.person.firstName()} ${faker.person.lastName()}`,
      `${faker.location.city()} ${noun()}`,
    ]
    const name = random.pick(names)
    if (!taken.has(name)) return name
  }
}

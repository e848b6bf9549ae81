import { type City, countries } from '../world/geography.ts'
import { slug } from '../world/ids.ts'
import type {
  PlayedSong,
  World,
  WorldArtist,
  WorldSetlist,
  WorldStranger,
  WorldVenue,
} from '../world/world.ts'

const site = 'https://www.setlist.fm'

type Named = Pick<
  WorldArtist | WorldStranger,
  'mbid' | 'name' | 'sortName' | 'disambiguation' | 'setlistfmSlug'
>

export function toArtist({ mbid, name, sortName, disambiguation, setlistfmSlug }: Named) {
  return { mbid, name, sortName, disambiguation, url: encodeURI(`${site}/setlists/${setlistfmSlug}.html`) }
}

/** Languages in which city and country names are told; only the country is translated here. */
const translated: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  de: {
    US: 'Vereinigte Staaten',
    GB: 'Vereinigtes Königreich',
    DE: 'Deutschland',
    FR: 'Frankreich',
    ES: 'Spanien',
  },
  fr: { US: 'États-Unis', GB: 'Royaume-Uni', DE: 'Allemagne', FR: 'France', ES: 'Espagne' },
  es: { US: 'Estados Unidos', GB: 'Reino Unido', DE: 'Alemania', FR: 'Francia', ES: 'España' },
}

export function toCountry(code: string, language: string) {
  return { code, name: translated[language]?.[code] ?? countries[code]!.setlistfm }
}

export function toCity(city: City, language: string) {
  return {
    id: city.geoId,
    name: city.name,
    state: city.state,
    stateCode: city.stateCode,
    coords: { lat: city.latitude, long: city.longitude },
    country: toCountry(city.countryCode, language),
  }
}

function placeSlug({ city, setlistfmName }: WorldVenue): string {
  const state =
    city.countryCode === 'US'
      ? `-${slug(city.stateCode)}-usa`
      : `-${slug(countries[city.countryCode]!.setlistfm)}`
  return `${slug(setlistfmName === '' ? 'unknown-venue' : setlistfmName)}-${slug(city.name)}${state}`
}

export function toVenue(venue: WorldVenue, language: string) {
  return {
    id: venue.setlistfmId,
    name: venue.setlistfmName,
    city: toCity(venue.city, language),
    url: encodeURI(`${site}/venue/${placeSlug(venue)}-${venue.setlistfmId}.html`),
  }
}

function toSong(song: PlayedSong) {
  return {
    name: song.name,
    ...(song.guest === null ? {} : { with: toArtist(song.guest) }),
    ...(song.cover === null ? {} : { cover: toArtist(song.cover) }),
    ...(song.info === null ? {} : { info: song.info }),
    ...(song.tape ? { tape: true } : {}),
  }
}

export function toSetlist(world: World, setlist: WorldSetlist, language: string) {
  const artist = world.index.artistById.get(setlist.artistId)!
  const venue = world.index.venueById.get(setlist.venueId)!
  const [year, month, day] = setlist.date.split('-')
  return {
    id: setlist.id,
    versionId: setlist.versionId,
    eventDate: `${day}-${month}-${year}`,
    lastUpdated: setlist.lastUpdatedAt.replace('Z', '+0000'),
    artist: toArtist(artist),
    venue: toVenue(venue, language),
    ...(setlist.tourName === null ? {} : { tour: { name: setlist.tourName } }),
    sets: {
      set: setlist.sets.map((set) => ({
        ...(set.name === null ? {} : { name: set.name }),
        ...(set.encore === null ? {} : { encore: set.encore }),
        song: set.songs.map(toSong),
      })),
    },
    ...(setlist.info === null ? {} : { info: setlist.info }),
    url: encodeURI(`${site}/setlist/${slug(artist.name)}/${year}/${placeSlug(venue)}-${setlist.id}.html`),
  }
}

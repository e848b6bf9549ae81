import type { Genre } from '../world/genres.ts'
import { countries } from '../world/geography.ts'
import { slug } from '../world/ids.ts'
import { hashText } from '../world/random.ts'
import type { World, WorldArtist, WorldBystander, WorldEvent, WorldVenue } from '../world/world.ts'

const imageSizes = [
  ['16_9', 'RETINA_LANDSCAPE_16_9', 1136, 639],
  ['16_9', 'TABLET_LANDSCAPE_LARGE_16_9', 2048, 1152],
  ['16_9', 'TABLET_LANDSCAPE_16_9', 1024, 576],
  ['16_9', 'RETINA_PORTRAIT_16_9', 640, 360],
  ['16_9', 'EVENT_DETAIL_PAGE_16_9', 205, 115],
  ['16_9', 'RECOMENDATION_16_9', 100, 56],
  ['3_2', 'TABLET_LANDSCAPE_3_2', 1024, 683],
  ['3_2', 'RETINA_PORTRAIT_3_2', 640, 427],
  ['3_2', 'ARTIST_PAGE_3_2', 305, 203],
  ['4_3', 'CUSTOM', 305, 225],
] as const

/** The ten sizes of a picture. A generic picture is marked `fallback`. */
export function pictures(seed: string, fallback: boolean) {
  const name = fallback ? 'c/8cf/generic' : `a/${(hashText(seed) % 4096).toString(16)}/${hashText(seed)}`
  return imageSizes.map(([ratio, label, width, height]) => ({
    ratio,
    url: `https://s1.ticketm.net/dam/${name}_${label}.jpg`,
    width,
    height,
    fallback,
  }))
}

function self(kind: 'events' | 'venues' | 'attractions', id: string) {
  return { href: `/discovery/v2/${kind}/${id}?locale=en-us` }
}

export function classification({ segment, genre, subGenre }: Genre) {
  return {
    primary: true,
    segment,
    genre,
    subGenre,
    type: { id: 'KZAyXgnZfZ7v7nI', name: 'Undefined' },
    subType: { id: 'KZFzBErXgnZfZ7v7lJ', name: 'Undefined' },
    family: false,
  }
}

/** An attraction: an artist of this world or a bystander. */
export function attractionById(world: World, id: string): WorldArtist | WorldBystander | undefined {
  return (
    world.index.artistByAttractionId.get(id) ?? world.bystanders.find((other) => other.attractionId === id)
  )
}

export function toAttraction(world: World, thing: WorldArtist | WorldBystander) {
  const id = thing.attractionId!
  const links = 'links' in thing ? externalLinks(thing) : {}
  const aliases = 'aliases' in thing ? thing.aliases : []
  const total = world.index.eventsByAttraction.get(id)?.length ?? 0
  const resale = world.index.eventsByAttraction.get(id)?.filter((event) => event.source === 'tmr').length ?? 0
  return {
    name: thing.name,
    type: 'attraction',
    id,
    test: false,
    url: `https://www.ticketmaster.com/${slug(thing.name)}-tickets/artist/${'tmid' in thing ? thing.tmid : hashText(id)}`,
    locale: 'en-us',
    ...(Object.keys(links).length === 0 ? {} : { externalLinks: links }),
    ...(aliases.length === 0 ? {} : { aliases }),
    images: pictures(id, 'popularity' in thing && thing.popularity < 20),
    classifications: [classification(thing.genre)],
    upcomingEvents: {
      _total: total,
      ticketmaster: total - resale,
      ...(resale === 0 ? {} : { tmr: resale }),
      _filtered: 0,
    },
    _links: { self: self('attractions', id) },
  }
}

function externalLinks(artist: WorldArtist) {
  const { links, spotifyId, mbid } = artist
  const name = slug(artist.name)
  const toSpotify = links.ticketmasterToSpotify && spotifyId !== null
  const known = toSpotify || links.ticketmasterToMusicbrainz
  return {
    ...(known ? { facebook: [{ url: `https://www.facebook.com/${name}` }] } : {}),
    ...(toSpotify
      ? {
          spotify: [
            {
              url: `https://open.spotify.com/artist/${spotifyId}${artist.popularity % 3 === 0 ? '?autoplay=true' : ''}`,
            },
          ],
        }
      : {}),
    ...(links.ticketmasterToMusicbrainz
      ? { musicbrainz: [musicbrainzLink(mbid, artist.popularity % 4 === 0)] }
      : {}),
    ...(known ? { homepage: [{ url: `https://www.${name}.example/` }] } : {}),
  }
}

function musicbrainzLink(mbid: string, withUrl: boolean) {
  return withUrl ? { id: mbid, url: `https://musicbrainz.org/artist/${mbid}` } : { id: mbid }
}

function placeOf(venue: WorldVenue) {
  const { city } = venue
  const northAmerica = city.countryCode === 'US' || city.countryCode === 'CA'
  return {
    postalCode: venue.postalCode,
    city: { name: venue.traits.includes('stray-spaces') ? ` ${city.name} ` : city.name },
    ...(northAmerica ? { state: { name: city.state, stateCode: city.stateCode } } : {}),
    country: { name: countries[city.countryCode]!.ticketmaster, countryCode: city.countryCode },
    address: { line1: venue.address },
    ...(venue.traits.includes('no-location')
      ? {}
      : { location: { longitude: String(venue.longitude), latitude: String(venue.latitude) } }),
  }
}

export function toVenue(world: World, venue: WorldVenue) {
  const total = world.index.eventsByVenue.get(venue.id)?.length ?? 0
  const { postalCode, ...place } = placeOf(venue)
  return {
    name: venue.ticketmasterName,
    type: 'venue',
    id: venue.ticketmasterId,
    test: false,
    url: `https://www.ticketmaster.com/${slug(venue.ticketmasterName)}-tickets-${slug(venue.city.name)}/venue/${hashText(venue.id) % 1_000_000}`,
    locale: 'en-us',
    postalCode,
    timezone: venue.city.timeZone,
    ...place,
    dmas: [{ id: 200 + (hashText(venue.city.geoId) % 300) }],
    upcomingEvents: { _total: total, ticketmaster: total, _filtered: 0 },
    _links: { self: self('venues', venue.ticketmasterId) },
  }
}

export function toEvent(world: World, event: WorldEvent) {
  const venue = world.index.venueById.get(event.venueId)!
  const attractions = event.attractionIds.map((id) => attractionById(world, id)!)
  const promoter = { id: String(hashText(event.promoter) % 1000), name: event.promoter }
  const embedded = {
    ...(event.placeOnly ? {} : { venues: [toVenue(world, venue)] }),
    ...(attractions.length === 0
      ? {}
      : { attractions: attractions.map((thing) => toAttraction(world, thing)) }),
  }
  return {
    name: event.name,
    type: 'event',
    id: event.id,
    test: false,
    // The id in the address is another system's: no way leads from it to the id above.
    url: `https://www.ticketmaster.com/${slug(event.name)}/event/${hashText(event.id).toString(16).padStart(16, '0').toUpperCase()}`,
    locale: 'en-us',
    images: pictures(event.attractionIds[0] ?? event.id, attractions.length === 0),
    ...(event.placeOnly ? { place: { ...placeOf(venue), area: {}, name: venue.ticketmasterName } } : {}),
    sales: {
      public: {
        startDateTime: event.saleStartsAt,
        startTBD: false,
        startTBA: false,
        endDateTime: event.saleEndsAt,
      },
    },
    dates: toDates(event, venue),
    classifications: [classification(event.genre)],
    promoter,
    promoters: [promoter],
    ...(event.info === null ? {} : { info: event.info, pleaseNote: event.info }),
    ...(event.price === null ? {} : { priceRanges: [{ type: 'standard', ...event.price }] }),
    accessibility: { ticketLimit: 8 },
    ageRestrictions: { legalAgeEnforced: false },
    ticketing: { safeTix: { enabled: true } },
    _links: {
      self: self('events', event.id),
      ...(attractions.length === 0
        ? {}
        : { attractions: event.attractionIds.map((id) => self('attractions', id)) }),
      ...(event.placeOnly ? {} : { venues: [self('venues', venue.ticketmasterId)] }),
    },
    ...(Object.keys(embedded).length === 0 ? {} : { _embedded: embedded }),
  }
}

function toDates(event: WorldEvent, venue: WorldVenue) {
  const undated = event.localDate === null
  return {
    start: {
      ...(undated ? {} : { localDate: event.localDate }),
      ...(event.localTime === null ? {} : { localTime: event.localTime, dateTime: event.startsAt }),
      dateTBD: event.dateTBD,
      dateTBA: event.dateTBA,
      timeTBA: undated,
      noSpecificTime: !undated && event.localTime === null,
    },
    ...(event.endLocalDate === null
      ? {}
      : { end: { localDate: event.endLocalDate, approximate: false, noSpecificTime: true } }),
    ...(event.initialLocalDate === null ? {} : { initialStartDate: { localDate: event.initialLocalDate } }),
    ...(event.timezoneMissing ? {} : { timezone: venue.city.timeZone }),
    ...(event.status === null ? {} : { status: { code: event.status } }),
    spanMultipleDays: event.endLocalDate !== null,
  }
}

import { addDays } from './calendar.ts'
import { type Genre, musicGenres, otherGenres } from './genres.ts'
import { bandCity, headlinerName } from './roster.ts'
import type { EventTrait } from './traits.ts'
import type { Workshop } from './workshop.ts'
import type { WorldBystander, WorldEvent, WorldVenue } from './world.ts'

/**
 * What a search by keyword finds besides artists: a team named like the band's city, a musical and an orchestra
 * that borrow the headliner's name, and a tribute evening without any attraction.
 */
export function makeBystanders(
  shop: Workshop,
  venues: readonly WorldVenue[],
): { bystanders: WorldBystander[]; events: WorldEvent[] } {
  const random = shop.random.fork('bystanders')
  const make = (name: string, genre: Genre): WorldBystander => ({
    attractionId: shop.ids.attraction(),
    name,
    genre,
  })
  const team = make(`${bandCity} Foxes`, otherGenres.hockey)
  const musical = make(`${headlinerName} Hotel – The Musical`, otherGenres.musical)
  const film = make(`${headlinerName}: Live in Cinemas`, otherGenres.film)
  const orchestra = make(`${bandCity} City Philharmonic`, musicGenres.folk)
  const home = venues.filter((venue) => venue.city.name === bandCity && !venue.traits.includes('open-air'))
  const halls = venues.filter((venue) => !venue.traits.includes('open-air'))

  const event = (
    name: string,
    attraction: WorldBystander | null,
    genre: Genre,
    venue: WorldVenue,
    days: number,
    trait: EventTrait,
  ): WorldEvent => {
    const localDate = addDays(shop.today, days)
    const startsAt = shop.toInstant(localDate, '19:30:00', venue.city.timeZone)
    return {
      id: shop.ids.event('ticketmaster'),
      name,
      showIds: [],
      attractionIds: attraction === null ? [] : [attraction.attractionId],
      venueId: venue.id,
      placeOnly: false,
      genre,
      localDate,
      localTime: '19:30:00',
      startsAt,
      dateTBD: false,
      dateTBA: false,
      initialLocalDate: null,
      endLocalDate: null,
      status: 'onsale',
      timezoneMissing: false,
      source: 'ticketmaster',
      saleStartsAt: `${addDays(shop.today, -60)}T15:00:00Z`,
      saleEndsAt: startsAt,
      price: null,
      promoter: 'Northwind Live',
      info: null,
      traits: [trait, 'missing-prices'],
    }
  }

  const matches = Array.from({ length: 24 }, (_, at) =>
    event(
      `${bandCity} Foxes vs. Rivals ${at + 1}`,
      team,
      team.genre,
      home[at % home.length]!,
      2 + at * 5,
      'bystander',
    ),
  )
  const shows = [0, 1, 2].map((at) =>
    event(musical.name, musical, musical.genre, random.pick(halls), 20 + at, 'bystander'),
  )
  return {
    bystanders: [team, musical, film, orchestra],
    events: [
      ...matches,
      ...shows,
      event(film.name, film, film.genre, random.pick(halls), 9, 'bystander'),
      event(`Symphony of ${headlinerName}`, orchestra, orchestra.genre, home[0]!, 51, 'tribute-evening'),
      event(
        `Candlelight: The Music of ${headlinerName}`,
        null,
        musicGenres.alternative,
        random.pick(halls),
        27,
        'tribute-evening',
      ),
    ],
  }
}

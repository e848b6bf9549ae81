import { addDays } from './calendar.ts'
import { placeholderGenres } from './genres.ts'
import { currencies } from './geography.ts'
import type { PlannedShow } from './make-upcoming.ts'
import type { Random } from './random.ts'
import type { EventTrait } from './traits.ts'
import type { Workshop } from './workshop.ts'
import type { ShowStatus, WorldArtist, WorldEvent, WorldShow, WorldVenue } from './world.ts'

export interface EventsOptions {
  readonly shop: Workshop
  readonly planned: readonly PlannedShow[]
  readonly artistById: ReadonlyMap<string, WorldArtist>
  readonly venueById: ReadonlyMap<string, WorldVenue>
}

/** How Ticketmaster lists the upcoming shows. What only absent artists play is not listed. */
export function makeEvents(options: EventsOptions): WorldEvent[] {
  const random = options.shop.random.fork('events')
  const events = options.planned.flatMap((planned) => list(options, planned, random))
  return [...events, ...twoDayPasses(options, events)]
}

function list(options: EventsOptions, { show, listing }: PlannedShow, random: Random): WorldEvent[] {
  const { shop } = options
  const artists = show.lineup.map(({ artistId }) => options.artistById.get(artistId)!)
  const attractionIds = artists.flatMap((artist) => artist.attractionId ?? [])
  if (attractionIds.length === 0) return []
  const repeats: readonly EventTrait[] = ['vip-package', 'resale']
  const event = oneEvent(
    options,
    show,
    listing.filter((trait) => !repeats.includes(trait)),
    attractionIds,
    random,
  )
  const events = [event]
  if (listing.includes('vip-package')) {
    const name = `${artists[0]!.name} | VIP Packages`
    events.push(
      withTraits({ ...event, id: shop.ids.event('ticketmaster'), name, price: null }, ['vip-package']),
    )
  }
  if (listing.includes('resale')) {
    const resale = { id: shop.ids.event('tmr'), source: 'tmr', price: null, info: null } as const
    events.push(withTraits({ ...event, ...resale, name: artists[0]!.name }, ['resale']))
  }
  // Festivals are also listed for some of their artists alone.
  const alone = artists[0]?.attractionId ?? null
  if (show.kind === 'festival' && alone !== null && attractionIds.length > 1) {
    const repeat = { id: shop.ids.event('frontgate'), source: 'frontgate', attractionIds: [alone] } as const
    events.push(
      withTraits({ ...event, ...repeat, name: `${artists[0]!.name} at ${show.festivalName}` }, ['festival']),
    )
  }
  return events
}

function oneEvent(
  { shop, artistById, venueById }: EventsOptions,
  show: WorldShow,
  listing: readonly EventTrait[],
  attractionIds: readonly string[],
  random: Random,
): WorldEvent {
  const has = (trait: EventTrait) => listing.includes(trait)
  const [first, ...supports] = show.lineup.map(({ artistId }) => artistById.get(artistId)!)
  const venue = venueById.get(show.venueId)!
  const onFrom = addDays(shop.today, -random.int(20, 160))
  const low = random.int(25, 80)
  const traits =
    show.traits.includes('matinee') && !has('matinee') ? ([...listing, 'matinee'] as const) : listing
  const event: WorldEvent = {
    id: shop.ids.event(has('place-instead-of-venue') ? 'universe' : 'ticketmaster'),
    name: eventName(show, first!, supports, random),
    showIds: [show.id],
    attractionIds: has('missing-attractions') ? [] : attractionIds,
    venueId: venue.id,
    placeOnly: has('place-instead-of-venue'),
    genre: has('genre-undefined')
      ? placeholderGenres.undefined
      : has('genre-other')
        ? placeholderGenres.other
        : first!.genre,
    localDate: show.localDate,
    localTime: show.localTime,
    startsAt:
      show.startsAt ??
      (show.localDate === null ? null : shop.toInstant(show.localDate, '00:00:00', venue.city.timeZone)),
    dateTBD: has('tbd'),
    dateTBA: has('tba'),
    initialLocalDate: show.firstLocalDate,
    endLocalDate: null,
    status: has('missing-status') ? null : statusText(show.status, has('canceled'), random),
    timezoneMissing: has('missing-timezone') || random.chance(0.1),
    source: has('place-instead-of-venue') ? 'universe' : 'ticketmaster',
    saleStartsAt:
      has('sale-placeholder') || random.chance(0.12) ? '1900-01-01T18:00:00Z' : `${onFrom}T15:00:00Z`,
    saleEndsAt: show.startsAt ?? `${addDays(shop.today, 300)}T20:00:00Z`,
    price: random.chance(0.2)
      ? { currency: currencies[venue.city.countryCode] ?? 'EUR', min: low, max: low + random.int(10, 120) }
      : null,
    promoter: random.pick(['Pier & Sons Concerts', 'Northwind Live', 'Harbourside Presents']),
    info: random.chance(0.25) ? 'There is an overall 8 ticket limit for this event.' : null,
    traits: [],
  }
  return withTraits(event, traits)
}

/** The traits asked for, and those that chance gave. */
function withTraits(event: WorldEvent, wanted: readonly EventTrait[]): WorldEvent {
  const traits = new Set<EventTrait>(wanted)
  if (event.price === null) traits.add('missing-prices')
  if (event.timezoneMissing) traits.add('missing-timezone')
  if (event.saleStartsAt.startsWith('1900')) traits.add('sale-placeholder')
  if (event.localDate !== null && event.localTime === null) traits.add('no-specific-time')
  return { ...event, traits: [...traits] }
}

function eventName(
  show: WorldShow,
  first: WorldArtist,
  supports: readonly WorldArtist[],
  random: Random,
): string {
  if (show.festivalName !== null) return `${show.festivalName} ${show.localDate?.slice(0, 4) ?? ''}`.trim()
  if (supports.length > 0) return `${first.name} with special guest ${supports[0]!.name}`
  if (show.tourName === null || random.chance(0.4)) return first.name
  return `${first.name}: ${show.tourName}`
}

function statusText(status: ShowStatus, oneL: boolean, random: Random): string {
  if (status === 'cancelled') return oneL ? 'canceled' : 'cancelled'
  if (status === 'postponed' || status === 'rescheduled') return status
  return random.chance(0.1) ? 'offsale' : 'onsale'
}

/** One ticket for both days of a festival. */
function twoDayPasses({ shop }: EventsOptions, events: readonly WorldEvent[]): WorldEvent[] {
  const firstDays = events.filter((event) => /^show-festival-\d+-day-1$/.test(event.showIds[0] ?? ''))
  return firstDays.flatMap((day) => {
    if (day.source === 'frontgate') return []
    const secondId = day.showIds[0]!.replace('day-1', 'day-2')
    const second = events.find((event) => event.showIds[0] === secondId)
    if (second === undefined) return []
    const pass: WorldEvent = {
      ...day,
      id: shop.ids.event('frontgate'),
      source: 'frontgate',
      name: `${day.name} - 2 Day Pass`,
      showIds: [day.showIds[0]!, secondId],
      attractionIds: [...day.attractionIds, ...second.attractionIds],
      localTime: null,
      startsAt: day.startsAt,
      endLocalDate: second.localDate,
    }
    return [withTraits(pass, ['festival', 'two-day-pass'])]
  })
}

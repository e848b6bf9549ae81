import { addDays } from './calendar.ts'
import type { ArtistPlan } from './make-artists.ts'
import type { PlannedShow } from './make-upcoming.ts'
import type { Workshop } from './workshop.ts'
import type { WorldShow, WorldVenue } from './world.ts'

/**
 * Upcoming evenings of several artists: three festivals of two days, and one night on which the demo's headliner
 * plays before somebody else.
 */
export function makeSharedShows(
  shop: Workshop,
  plans: readonly ArtistPlan[],
  venues: readonly WorldVenue[],
): PlannedShow[] {
  const random = shop.random.fork('shared shows')
  const touring = plans.filter(
    ({ entry, amount }) => entry.scale !== 'tiny' && (amount.upcomingShows ?? 0) > 0,
  )
  if (touring.length < 4) return []
  const [headliner, host, ...others] = touring.map(({ artist }) => artist)
  const fields = venues.filter((venue) => venue.traits.includes('open-air'))
  const planned: PlannedShow[] = []

  for (const [at, venue] of random.sample(fields, 3).entries()) {
    const firstDay = addDays(shop.today, 45 + at * 40)
    const players = random.sample(others, Math.min(8, others.length))
    const days = [players.slice(0, players.length / 2), players.slice(players.length / 2)]
    if (at === 0) days[1]!.unshift(headliner!)
    for (const [dayAt, artists] of days.entries()) {
      if (artists.length === 0) continue
      const show = evening(shop, venue, addDays(firstDay, dayAt), '14:00:00')
      planned.push({
        show: {
          ...show,
          id: `show-festival-${at + 1}-day-${dayAt + 1}`,
          kind: 'festival',
          lineup: artists.map((artist) => ({ artistId: artist.id, role: 'festival' })),
          festivalName: `${venue.name} Festival`,
          traits: ['festival', 'two-day-festival', 'no-tour'],
        },
        listing: ['festival'],
      })
    }
  }

  const hall = random.pick(venues.filter((venue) => !venue.traits.includes('open-air')))
  planned.push({
    show: {
      ...evening(shop, hall, addDays(shop.today, 33), '20:00:00'),
      id: 'show-supporting',
      lineup: [
        { artistId: host!.id, role: 'headliner' },
        { artistId: headliner!.id, role: 'support' },
      ],
      traits: ['supporting', 'with-supports', 'no-tour'],
    },
    listing: [],
  })
  return planned
}

function evening(shop: Workshop, venue: WorldVenue, localDate: string, localTime: string): WorldShow {
  return {
    id: '',
    kind: 'concert',
    lineup: [],
    venueId: venue.id,
    localDate,
    localTime,
    startsAt: shop.toInstant(localDate, localTime, venue.city.timeZone),
    firstLocalDate: null,
    tourName: null,
    festivalName: null,
    status: 'scheduled',
    traits: [],
  }
}

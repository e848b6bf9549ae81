import { addDays } from './calendar.ts'
import type { ArtistPlan } from './make-artists.ts'
import type { Random } from './random.ts'
import type { EventTrait, ShowTrait, VenueTrait } from './traits.ts'
import type { Workshop } from './workshop.ts'
import type { ShowStatus, WorldArtist, WorldShow, WorldVenue } from './world.ts'

/** An upcoming evening and how Ticketmaster will list it. */
export interface PlannedShow {
  readonly show: WorldShow
  readonly listing: readonly EventTrait[]
}

export interface UpcomingOptions {
  readonly shop: Workshop
  readonly plan: ArtistPlan
  /** Evenings with others that this artist has already promised. */
  readonly shared: readonly PlannedShow[]
  readonly venues: readonly WorldVenue[]
  readonly tourName: string | null
  /** Who may play before this artist, on a day not yet booked; booking adds the day. */
  readonly support: { readonly artist: WorldArtist; readonly bookedDays: Set<string> } | null
  /** Days on which this artist plays with others. */
  readonly busy: ReadonlySet<string>
}

/** What is odd about an evening, or about its listing. `matinee` makes two shows on one day. */
type Oddity = EventTrait | 'with-supports'

/** The headliner's calendar shows every oddity once. */
const headlinerOddities: readonly (Oddity | null)[] = [
  null,
  'with-supports',
  'vip-package',
  'resale',
  'matinee',
  'cancelled',
  'canceled',
  'postponed',
  'rescheduled',
  'tba',
  'tbd',
  'no-specific-time',
  'place-instead-of-venue',
  'missing-attractions',
  'missing-timezone',
  'missing-status',
  'sale-placeholder',
  'genre-undefined',
  'genre-other',
  'with-supports',
]
const usualOddities = headlinerOddities.filter((oddity) => oddity !== null)
const showcaseVenues: readonly VenueTrait[] = [
  'the-prefix',
  'sponsor-suffix',
  'stray-spaces',
  'no-location',
  'no-name',
]

/** The rest of an artist's upcoming evenings, from three days ahead on, never two on one day but a matinee. */
export function makeUpcoming(options: UpcomingOptions): PlannedShow[] {
  const { shop, plan, shared, venues, busy } = options
  const { artist } = plan
  const random = shop.random.fork(`${artist.id}/upcoming`)
  const wanted = Math.max(0, (plan.amount.upcomingShows ?? 0) - shared.length)
  const halls = venues.filter((venue) => !venue.traits.includes('open-air'))
  const fields = venues.filter((venue) => venue.traits.includes('open-air'))
  const headlining = plan.entry.scale === 'headliner'
  const crowded = wanted > 200
  const planned: PlannedShow[] = []
  let day = addDays(shop.today, 3)

  for (let at = 0; planned.length < wanted; at++) {
    while (busy.has(day)) day = addDays(day, 1)
    const oddity = headlining
      ? (headlinerOddities[at] ?? null)
      : random.chance(0.3)
        ? random.pick(usualOddities)
        : null
    const outside = oddity === 'place-instead-of-venue'
    const showcase = headlining
      ? halls.find((hall) => hall.traits.includes(showcaseVenues[at] ?? 'open-air'))
      : undefined
    const venue = outside ? random.pick(fields) : (showcase ?? random.pick(halls))
    for (const next of evenings(options, oddity, day, venue, random)) planned.push(next)
    day = addDays(day, crowded ? 1 : random.pick([1, 2, 2, 3, 4]))
  }
  return planned.slice(0, wanted)
}

function evenings(
  { shop, plan, tourName, support }: UpcomingOptions,
  oddity: Oddity | null,
  day: string,
  venue: WorldVenue,
  random: Random,
): PlannedShow[] {
  const { artist } = plan
  const withSupport = oddity === 'with-supports' && support !== null && !support.bookedDays.has(day)
  if (withSupport) support.bookedDays.add(day)
  const base: WorldShow = {
    id: `show-${artist.id}-${day}`,
    kind: 'concert',
    lineup: [
      { artistId: artist.id, role: 'headliner' },
      ...(withSupport ? [{ artistId: support.artist.id, role: 'support' } as const] : []),
    ],
    venueId: venue.id,
    localDate: day,
    localTime: random.pick(['19:00:00', '19:30:00', '20:00:00']),
    startsAt: null,
    firstLocalDate: null,
    tourName,
    festivalName: null,
    status: 'scheduled',
    traits: [
      ...(withSupport ? (['with-supports'] as const) : []),
      ...(tourName === null ? (['no-tour'] as const) : []),
    ],
  }
  const listing: EventTrait[] = oddity === null || oddity === 'with-supports' ? [] : [oddity]
  const plannedShow = (facts: Partial<WorldShow>, ...traits: ShowTrait[]): PlannedShow => {
    const show = { ...base, ...facts, traits: [...base.traits, ...traits] }
    return { show: { ...show, startsAt: startOf(shop, show, venue) }, listing }
  }
  const withStatus = (status: ShowStatus, facts: Partial<WorldShow>, ...traits: ShowTrait[]) =>
    plannedShow({ status, ...facts }, ...traits)
  const before = addDays(shop.today, -random.int(20, 90))
  const nowhen = { localDate: null, localTime: null }

  switch (oddity) {
    case 'matinee':
      return [
        plannedShow({ id: `${base.id}-matinee`, localTime: '15:00:00' }, 'matinee'),
        { ...plannedShow({ localTime: '20:00:00' }, 'evening-after-matinee'), listing: [] },
      ]
    case 'cancelled':
    case 'canceled':
      return [withStatus('cancelled', {}, 'cancelled')]
    case 'postponed':
      return [withStatus('postponed', {}, 'postponed')]
    case 'rescheduled':
      return [withStatus('rescheduled', { firstLocalDate: before }, 'rescheduled')]
    case 'tba':
      return [
        withStatus('postponed', { ...nowhen, firstLocalDate: before }, 'postponed', 'date-to-be-announced'),
      ]
    case 'tbd':
      return [plannedShow(nowhen, 'date-to-be-determined')]
    case 'no-specific-time':
      return [plannedShow({ localTime: null }, 'no-time-announced')]
    default:
      return [plannedShow({})]
  }
}

function startOf(shop: Workshop, show: WorldShow, venue: WorldVenue): string | null {
  if (show.localDate === null || show.localTime === null) return null
  return shop.toInstant(show.localDate, show.localTime, venue.city.timeZone)
}

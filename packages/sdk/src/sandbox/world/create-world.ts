import { InvalidOptionsError } from '../../core/errors.ts'
import { compareText } from './compare-text.ts'
import { makeArtists } from './make-artists.ts'
import { makeBystanders } from './make-bystanders.ts'
import { makeCompilations } from './make-compilations.ts'
import { makeDiscography } from './make-discography.ts'
import { makeEvents } from './make-events.ts'
import { makeFutureSetlists } from './make-future-setlists.ts'
import { makePast, type Past } from './make-past.ts'
import { makeSharedShows } from './make-shared-shows.ts'
import { makeStrangers } from './make-strangers.ts'
import { makeUpcoming, type PlannedShow } from './make-upcoming.ts'
import { makeVenues } from './make-venues.ts'
import { createWorkshop } from './workshop.ts'
import type { World, WorldArtist, WorldShow } from './world.ts'
import { indexWorld } from './world-index.ts'
import { resolveSize, type WorldSize } from './world-size.ts'

export interface WorldOptions {
  /** A whole number. Another seed gives other names, songs and dates; the headliner keeps its name. */
  readonly seed: number
  /** @default 'small' */
  readonly size?: WorldSize | undefined
  /** An instant (its UTC day counts) or `YYYY-MM-DD`. */
  readonly today: Date | string
}

/**
 * Makes a whole fake concert world: artists, songs, releases, venues, past and upcoming evenings. The same seed,
 * size and day always give the same world. What it contains on purpose is listed in `traits.ts`.
 *
 * @throws InvalidOptionsError for a seed, size or day it cannot work with.
 * @example
 * const world = createWorld({ seed: 7, today: '2026-11-21' })
 * world.artists[0].name // 'Velvet Harbor'
 */
export function createWorld(options: WorldOptions): World {
  const size = resolveSize(options.size ?? 'small')
  const shop = createWorkshop(checkedSeed(options.seed), dayOf(options.today))
  const plans = makeArtists(shop, size)
  const artists = plans.map(({ artist }) => artist)
  const strangers = makeStrangers(shop)
  const venues = makeVenues(shop)

  const guests = artists.filter((artist) => artist.spotifyId !== null).slice(1, 40)
  const discographies = plans.map((plan) => makeDiscography(shop, plan, guests, strangers))
  const compilations = makeCompilations(shop, artists, discographies)

  const supportAt = artists.findIndex((artist) => artist.traits.includes('support-act'))
  const support =
    supportAt < 0 ? null : { artist: artists[supportAt]!, discography: discographies[supportAt]! }
  const shared = makeSharedShows(shop, plans, venues)
  // Whoever plays before others fits the own evenings in between, so that one comes last.
  const supportDays = daysOf(support?.artist, shared)
  const order = [...plans.keys()].sort((a, b) => Number(a === supportAt) - Number(b === supportAt))
  const pasts = new Map<number, Past>()
  const own = new Map<number, PlannedShow[]>()
  for (const at of order) {
    const plan = plans[at]!
    const isSupport = at === supportAt
    const past = makePast({
      shop,
      plan,
      discography: discographies[at]!,
      venues,
      strangers,
      support: at === 0 ? support : null,
      busy: isSupport
        ? daysOf(support?.artist, pasts.get(0)?.shows.map((show) => ({ show })) ?? [])
        : new Set(),
    })
    pasts.set(at, past)
    const upcoming = makeUpcoming({
      shop,
      plan,
      shared: shared.filter(({ show }) => plays(show, plan.artist)),
      venues,
      tourName: past.currentTour,
      support: isSupport || support === null ? null : { artist: support.artist, bookedDays: supportDays },
      busy: isSupport ? supportDays : daysOf(plan.artist, shared),
    })
    own.set(at, upcoming)
  }
  const planned = [...shared, ...plans.flatMap((_plan, at) => own.get(at)!)]

  const artistById = new Map(artists.map((artist) => [artist.id, artist]))
  const venueById = new Map(venues.map((venue) => [venue.id, venue]))
  const bystanding = makeBystanders(shop, venues)
  const setlists = [
    ...[...pasts.values()].flatMap((past) => past.setlists),
    ...makeFutureSetlists(shop, planned, artistById),
  ].filter((setlist) => artistById.get(setlist.artistId)!.onSetlistfm)

  const data: Omit<World, 'index'> = {
    seed: options.seed,
    today: shop.today,
    artists,
    venues,
    songs: discographies.flatMap(({ songs }) => songs),
    releases: [...discographies.flatMap(({ releases }) => releases), ...compilations.releases],
    tracks: [...discographies.flatMap(({ tracks }) => tracks), ...compilations.tracks],
    shows: [...[...pasts.values()].flatMap(({ shows }) => shows), ...planned.map(({ show }) => show)].sort(
      byDate,
    ),
    events: [...makeEvents({ shop, planned, artistById, venueById }), ...bystanding.events],
    setlists: setlists.sort((a, b) => compareText(b.date, a.date) || compareText(a.id, b.id)),
    bystanders: bystanding.bystanders,
    strangers,
  }
  return { ...data, index: indexWorld(data) }
}

function plays(show: WorldShow, artist: WorldArtist): boolean {
  return show.lineup.some(({ artistId }) => artistId === artist.id)
}

function daysOf(
  artist: WorldArtist | undefined,
  evenings: readonly { readonly show: WorldShow }[],
): Set<string> {
  if (artist === undefined) return new Set()
  return new Set(evenings.flatMap(({ show }) => (plays(show, artist) ? (show.localDate ?? []) : [])))
}

/** Shows without a date come last. */
function byDate(a: WorldShow, b: WorldShow): number {
  const when = (show: WorldShow) => `${show.localDate ?? '9999-12-31'}T${show.localTime ?? '00:00:00'}`
  return compareText(when(a), when(b)) || compareText(a.id, b.id)
}

function checkedSeed(seed: number): number {
  if (Number.isSafeInteger(seed)) return seed
  throw new InvalidOptionsError('seed must be a whole number, for example seed: 7.')
}

function dayOf(today: Date | string): string {
  const instant = typeof today === 'string' ? new Date(`${today}T00:00:00Z`) : today
  if (!Number.isNaN(instant.getTime()) && (typeof today !== 'string' || /^\d{4}-\d{2}-\d{2}$/.test(today))) {
    return instant.toISOString().slice(0, 10)
  }
  throw new InvalidOptionsError("today must be a date, for example today: new Date() or today: '2026-11-21'.")
}

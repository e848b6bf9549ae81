import { addDays, yearOf } from './calendar.ts'
import type { ArtistPlan } from './make-artists.ts'
import type { Discography } from './make-discography.ts'
import type { Random } from './random.ts'
import { setlistTraits } from './setlist-traits.ts'
import { type NightKind, planTour, type Tour } from './tour.ts'
import type { Workshop } from './workshop.ts'
import type { WorldArtist, WorldSetlist, WorldShow, WorldSong, WorldStranger, WorldVenue } from './world.ts'
import { createScribe, drawIncidents, type Incident, incidents, writeDown } from './write-down.ts'

/** An artist's evenings so far, what was written down of them, and the tour that is still going on. */
export interface Past {
  readonly shows: readonly WorldShow[]
  readonly setlists: readonly WorldSetlist[]
  readonly currentTour: string | null
}

export interface PastOptions {
  readonly shop: Workshop
  readonly plan: ArtistPlan
  readonly discography: Discography
  readonly venues: readonly WorldVenue[]
  readonly strangers: readonly WorldStranger[]
  /** Plays before this artist on most nights of the current tour. */
  readonly support: { readonly artist: WorldArtist; readonly discography: Discography } | null
  /** Days on which this artist played before somebody else. */
  readonly busy: ReadonlySet<string>
}

/** Walks back from yesterday, tour by tour, until there are as many evenings as wanted. */
export function makePast(options: PastOptions): Past {
  const { shop, plan, discography } = options
  const { artist } = plan
  const wanted = plan.amount.setlists ?? 0
  const random = shop.random.fork(`${artist.id}/past`)
  const nightsPerTour = Math.max(6, Math.min(40, Math.round(wanted / 5)))
  const halls = options.venues.filter((venue) => !venue.traits.includes('open-air'))
  const fields = options.venues.filter((venue) => venue.traits.includes('open-air'))
  const scribes = createSetlistMaker(options)
  const shows: WorldShow[] = []
  const setlists: WorldSetlist[] = []
  let currentTour: string | null = null
  let day = addDays(shop.today, -random.int(2, 6))

  for (let tourAt = 0; shows.length < wanted; tourAt++) {
    const tour = tourOf(discography.songs, yearOf(day), artist, random)
    if (tourAt === 0) currentTour = tour.name
    for (let night = 0; night < nightsPerTour && shows.length < wanted; night++) {
      while (options.busy.has(day)) day = addDays(day, -1)
      const festival = random.chance(0.07)
      const oneOff = random.chance(0.08)
      const support = tourAt === 0 && !festival && random.chance(0.6) ? options.support : null
      const show = pastShow(shop, artist, day, random.pick(festival ? fields : halls), {
        festival,
        tourName: oneOff || festival ? null : tour.name,
        support: support?.artist ?? null,
        localTime: random.pick(['19:00:00', '19:30:00', '20:00:00']),
      })
      shows.push(show)
      setlists.push(scribes.write(artist, discography, show, tour, festival ? 'festival' : 'concert', random))
      if (support !== null && random.chance(0.5)) {
        const supportTour = tourOf(support.discography.songs, yearOf(day), support.artist, random)
        setlists.push(
          scribes.write(support.artist, support.discography, show, supportTour, 'support', random),
        )
      }
      day = addDays(day, -random.pick([1, 1, 1, 2, 2, 3]))
    }
    day = addDays(day, -random.int(60, wanted > 200 ? 90 : 460))
  }
  return { shows, setlists, currentTour }
}

function tourOf(songs: readonly WorldSong[], year: number, artist: WorldArtist, random: Random): Tour {
  const recorded = songs.filter((song) => song.recorded)
  const known = recorded.filter((song) => song.year <= year)
  // Somebody who tours before the first album plays what will be on it.
  const repertoire = known.length >= 12 ? known : recorded.slice(0, 24)
  const title = repertoire.at(-1)?.title ?? artist.name
  return planTour(
    {
      name: random.pick([
        `${title} Tour`,
        `${title} World Tour ${year}`,
        `An Evening With ${artist.name} ${year}`,
      ]),
      introTape: random.chance(0.35) ? 'Waltz of the Harbor Pilots' : null,
      repertoire: repertoire.length > 0 ? repertoire : songs,
    },
    random,
  )
}

interface PastShowFacts {
  readonly festival: boolean
  readonly tourName: string | null
  readonly support: WorldArtist | null
  readonly localTime: string
}

function pastShow(
  shop: Workshop,
  artist: WorldArtist,
  localDate: string,
  venue: WorldVenue,
  facts: PastShowFacts,
): WorldShow {
  return {
    id: `show-${artist.id}-${localDate}`,
    kind: facts.festival ? 'festival' : 'concert',
    lineup: [
      { artistId: artist.id, role: facts.festival ? 'festival' : 'headliner' },
      ...(facts.support === null ? [] : [{ artistId: facts.support.id, role: 'support' } as const]),
    ],
    venueId: venue.id,
    localDate,
    localTime: facts.localTime,
    startsAt: shop.toInstant(localDate, facts.localTime, venue.city.timeZone),
    firstLocalDate: null,
    tourName: facts.tourName,
    festivalName: facts.festival ? `${venue.name} Festival` : null,
    status: 'played',
    traits: [
      ...(facts.festival ? (['festival'] as const) : []),
      ...(facts.tourName === null ? (['no-tour'] as const) : []),
      ...(facts.support === null ? [] : (['with-supports'] as const)),
    ],
  }
}

function createSetlistMaker({ shop, plan, strangers, discography: own, support }: PastOptions) {
  const line = createScribe()
  const songs = new Map([...own.songs, ...(support?.discography.songs ?? [])].map((song) => [song.id, song]))
  let written = 0

  /** The headliner's first nights show every incident once; after that chance decides. */
  function incidentsOf(
    artist: WorldArtist,
    random: Random,
  ): { happened: Set<Incident>; empty: boolean; partial: boolean } {
    const happened = drawIncidents(random)
    const empty = random.chance(plan.entry.scale === 'headliner' ? 0.1 : 0.28)
    const partial = random.chance(0.03)
    if (!artist.traits.includes('headliner')) return { happened, empty, partial }
    const forced = incidents[written++]
    if (forced !== undefined) return { happened: happened.add(forced), empty: false, partial }
    return {
      happened,
      empty: written === incidents.length + 1 || empty,
      partial: written === incidents.length + 2 || partial,
    }
  }

  return {
    write(
      artist: WorldArtist,
      discography: Discography,
      show: WorldShow,
      tour: Tour,
      kind: NightKind,
      random: Random,
    ): WorldSetlist {
      const { happened, empty, partial } = incidentsOf(artist, random)
      const material = {
        introTape: kind === 'concert' ? tour.introTape : null,
        covers: discography.songs.filter((song) => song.coverOf !== null),
        neverRecorded: discography.songs.filter((song) => !song.recorded && song.coverOf === null),
        strangers,
      }
      const sets = empty ? [] : writeDown(tour.night(random, kind), happened, material, line, random)
      const setlist = {
        id: shop.ids.setlistfm(),
        versionId: shop.ids.version(),
        artistId: artist.id,
        showId: show.id,
        venueId: show.venueId,
        date: show.localDate!,
        lastUpdatedAt: lastUpdated(show.localDate!, shop.today, random),
        tourName: show.tourName,
        info: partial && !empty ? 'Setlist incomplete and out of order' : null,
        sets: partial && !empty ? sets.slice(0, 1) : sets,
      }
      const facts = {
        today: shop.today,
        festival: show.kind === 'festival',
        songById: (id: string) => songs.get(id)!,
      }
      return { ...setlist, traits: setlistTraits(setlist, facts) }
    },
  }
}

/** Days or weeks after the show, never after today. */
function lastUpdated(date: string, today: string, random: Random): string {
  const after = addDays(date, random.pick([0, 1, 1, 1, 2, 3, 9, 40, 400]))
  const day = after < today ? after : date
  const part = (max: number) => String(random.int(0, max)).padStart(2, '0')
  return `${day}T${part(23)}:${part(59)}:${part(59)}.${String(random.int(0, 999)).padStart(3, '0')}Z`
}

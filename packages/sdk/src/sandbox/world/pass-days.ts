import { addDays, createToInstant } from './calendar.ts'
import { compareText } from './compare-text.ts'
import { createRandom, hashText, type Random } from './random.ts'
import { setlistTraits } from './setlist-traits.ts'
import type { World, WorldEvent, WorldSetlist, WorldShow } from './world.ts'
import { indexWorld } from './world-index.ts'

/** Fans write most nights down, not all. */
const writtenDown = 0.85
/** How far behind an artist's last announced show a new one is, and how far ahead at least. */
const daysBehind = 2
const daysAhead = 20

/**
 * The world some days later. Shows of the days gone by have been played: Ticketmaster sells them no more, and
 * setlist.fm has what was played, of most. Every day one more show is announced. The same world and day always give
 * the same, in one step or in several.
 */
export function passDays(world: World, today: string): World {
  let passed = world
  while (passed.today < today) passed = nextDay(passed)
  return passed
}

function nextDay(world: World): World {
  const today = addDays(world.today, 1)
  const random = createRandom(`${world.seed}/${today}`)
  const over = new Set(
    world.shows.filter((show) => takesPlace(show) && show.localDate !== null && show.localDate < today),
  )
  const added = announce(world, today, random)
  const data: Omit<World, 'index'> = {
    ...world,
    today,
    shows: [
      ...world.shows.map((show) => (over.has(show) ? { ...show, status: 'played' as const } : show)),
      ...(added ? [added.show] : []),
    ].sort((a, b) => compareText(a.localDate ?? '9999', b.localDate ?? '9999') || compareText(a.id, b.id)),
    events: [
      ...world.events.filter(({ localDate }) => localDate === null || localDate >= today),
      ...(added ? [added.event] : []),
    ],
    setlists: writeDown(world, [...over], today, random),
  }
  return { ...data, index: indexWorld(data) }
}

const takesPlace = ({ status }: WorldShow): boolean => status === 'scheduled' || status === 'rescheduled'

/** What setlist.fm has after the nights: empty pages are filled in, and new ones are written. */
function writeDown(
  world: World,
  nights: readonly WorldShow[],
  today: string,
  random: Random,
): readonly WorldSetlist[] {
  const written = new Map<string, WorldSetlist>()
  for (const show of nights) {
    for (const { artistId } of show.lineup) {
      const known = world.index.setlistsByArtist.get(artistId) ?? []
      const earlier = known.filter(({ sets }) => sets.length > 0).slice(0, 5)
      if (!random.chance(writtenDown) || earlier.length === 0) continue
      const page = known.find(({ showId }) => showId === show.id)
      const id = page?.id ?? hexOf(`${show.id}/${artistId}`)
      const setlist = {
        id,
        versionId: `g${hexOf(`${id}/${today}`).slice(0, 7)}`,
        artistId,
        showId: show.id,
        venueId: show.venueId,
        date: show.localDate!,
        lastUpdatedAt: `${today}T00:${String(random.int(10, 59))}:00.000Z`,
        tourName: show.tourName,
        info: null,
        sets: random.pick(earlier).sets,
      }
      const songById = (songId: string) => world.index.songById.get(songId)!
      const traits = setlistTraits(setlist, { today, festival: show.kind === 'festival', songById })
      written.set(id, { ...setlist, traits })
    }
  }
  return [...world.setlists.filter(({ id }) => !written.has(id)), ...written.values()].sort(
    (a, b) => compareText(b.date, a.date) || compareText(a.id, b.id),
  )
}

/** One more evening of an artist who sells one already; null when nobody does. */
function announce(
  world: World,
  today: string,
  random: Random,
): { readonly show: WorldShow; readonly event: WorldEvent } | null {
  const plain = world.events.filter(
    ({ traits, showIds, attractionIds, localTime }) =>
      traits.length === 0 && showIds.length === 1 && attractionIds.length === 1 && localTime !== null,
  )
  if (plain.length === 0) return null
  const event = random.pick(plain)
  const show = world.index.showById.get(event.showIds[0]!)!
  const { timeZone } = world.index.venueById.get(show.venueId)!.city
  const artistId = show.lineup[0]!.artistId
  const days = (world.index.showsByArtist.get(artistId) ?? []).flatMap(({ localDate }) => localDate ?? [])
  const behind = addDays(days.toSorted().at(-1)!, daysBehind)
  const ahead = addDays(today, daysAhead)
  const localDate = [behind, ahead].toSorted().at(-1)!
  const startsAt = createToInstant()(localDate, event.localTime!, timeZone)
  const id = `show-${artistId}-${localDate}`
  return {
    show: { ...show, id, localDate, localTime: event.localTime, startsAt, lineup: show.lineup.slice(0, 1) },
    event: {
      ...event,
      id: `${event.id.slice(0, 5)}${hexOf(`${event.id}/${today}`)}`,
      showIds: [id],
      localDate,
      startsAt,
    },
  }
}

const hexOf = (text: string): string => hashText(text).toString(16).padStart(8, '0')

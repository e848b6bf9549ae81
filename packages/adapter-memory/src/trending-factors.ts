import {
  type Artist,
  type BoardKind,
  checkInstants,
  checkPositive,
  type EntityId,
  InvalidInputError,
  type Setlist,
  type Show,
  type TrendingFactors,
  type TrendingOptions,
} from '@setvote/sdk/storage'
import { type MemoryState, noAttendance } from './state.ts'

const hourMs = 3_600_000

/** Computes factors at one instant, as `TrendingFactors` defines them. */
export interface FactorReader {
  ofArtist(artist: Artist): TrendingFactors
  ofShow(show: Show): TrendingFactors
}

export function createFactorReader(state: MemoryState, at: Date, options: TrendingOptions): FactorReader {
  checkOptions(at, options)
  const { tables, follows, attendanceCounts } = state

  const activityOn = (list: string) => activityOf(state, tables.setlists.inList(list), at, options)
  const nearnessOf = (show: Show) => nearness(show, at, options)

  return {
    ofArtist(artist) {
      const shows = tables.shows.inList(`artist:${artist.id}`).map(nearnessOf)
      return {
        ...activityOn(`artist:${artist.id}`),
        upcomingShows: shows.filter((each) => each === 'upcoming').length,
        recentShows: shows.filter((each) => each === 'recent').length,
        followers: follows.ofThing(artist.id).size,
        popularity: artist.popularity ?? 0,
      }
    },
    ofShow(show) {
      const near = nearnessOf(show)
      const { interested, going } = attendanceCounts.get(show.id) ?? noAttendance
      return {
        ...activityOn(`show:${show.id}`),
        upcomingShows: near === 'upcoming' ? 1 : 0,
        recentShows: near === 'recent' ? 1 : 0,
        followers: near === null ? 0 : interested + going,
        popularity: near === null ? 0 : headlinerPopularity(state, show),
      }
    },
  }
}

export const boardKinds = ['artists', 'shows'] as const satisfies readonly BoardKind[]

function activityOf(
  { box }: MemoryState,
  setlists: readonly Setlist[],
  at: Date,
  { halfLifeMs, windowMs }: TrendingOptions,
): Pick<TrendingFactors, 'recentVotes' | 'activeFans' | 'hoursSinceActivity'> {
  const fans = new Set<EntityId>()
  let recentVotes = 0
  let youngestMs = Number.POSITIVE_INFINITY
  for (const { songs } of setlists) {
    for (const { id } of songs) {
      for (const [fanId, { castAt, quarantineReason }] of box.ballots.ofThing(id)) {
        const ageMs = at.getTime() - castAt.getTime()
        if (ageMs < 0 || quarantineReason !== null) continue
        if (ageMs < 40 * halfLifeMs) recentVotes += 2 ** (-ageMs / halfLifeMs)
        if (ageMs < windowMs) fans.add(fanId)
        youngestMs = Math.min(youngestMs, ageMs)
      }
    }
  }
  const hoursSinceActivity = Number.isFinite(youngestMs) ? youngestMs / hourMs : null
  return { recentVotes, activeFans: fans.size, hoursSinceActivity }
}

function nearness(
  show: Show,
  at: Date,
  { windowMs, horizonMs }: TrendingOptions,
): 'upcoming' | 'recent' | null {
  const day = show.startsAt ? utcDay(show.startsAt.getTime()) : show.localDate
  if (day === null || show.status === 'cancelled' || show.status === 'postponed') return null
  const now = at.getTime()
  if (day >= utcDay(now)) return day <= utcDay(now + horizonMs) ? 'upcoming' : null
  return day >= utcDay(now - windowMs) ? 'recent' : null
}

const utcDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

function headlinerPopularity({ tables }: MemoryState, { lineup }: Show): number {
  const headliner = lineup.find(({ role, artistId }) => role === 'headliner' && artistId !== null)
  return tables.artists.get(headliner?.artistId ?? '')?.popularity ?? 0
}

function checkOptions(
  at: Date,
  { halfLifeMs, windowMs, horizonMs, midpoint, threshold }: TrendingOptions,
): void {
  checkInstants({ at })
  for (const [name, value] of Object.entries({ halfLifeMs, windowMs, horizonMs, midpoint })) {
    checkPositive(`options.${name}`, value)
  }
  if (!(threshold >= 0)) throw new InvalidInputError(`options.threshold must be 0 or more, not ${threshold}`)
}

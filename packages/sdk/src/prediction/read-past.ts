import { localDayOf } from '../domain/local-day.ts'
import type { Setlist, SetlistSong } from '../domain/setlist.ts'
import type { Show } from '../domain/show.ts'
import { identifySongs, playedLines, type SongIdentity } from './identify-songs.ts'
import type { PredictionStorage } from './prediction-storage.ts'
import type { PastSetlist } from './setlist-model.ts'
import type { ShowToPredict } from './song-statistics.ts'

/** What is known before a show. */
export interface Past {
  readonly show: ShowToPredict
  /** The latest setlists before the day of the show, in the order of their days. */
  readonly setlists: readonly PastSetlist[]
  /** Shows after the last of them and before this one. */
  readonly between: readonly ShowToPredict[]
  /** How each song was written the last time it was played, and which song of the catalog it is. */
  readonly lines: ReadonlyMap<string, SetlistSong>
  readonly keyOf: SongIdentity
}

/** Older habits say nothing about tonight. */
const mostSetlists = 400
/** Beyond that, the shows between are a haze. */
const mostBetween = 20

/** Who sells tickets names no tour. A show so soon after one of a tour belongs to it. */
const sameTourDays = 30

/** A show that has no day yet is predicted as if it were today. */
export async function readPast(
  storage: Pick<PredictionStorage, 'setlists' | 'shows'>,
  artistId: string,
  { localDate, tour, timeZone }: Show,
  now: Date,
): Promise<Past> {
  const day = localDate ?? localDayOf(now, timeZone ?? 'UTC')
  const dayBefore = shiftDay(day, -1)
  const { items } = await storage.setlists.list({
    artistId,
    kinds: ['actual'],
    to: dayBefore,
    order: 'descending',
    limit: mostSetlists,
  })
  const setlists = items
    .map((setlist) => ({ ...setlist, songs: playedLines(setlist.songs) }))
    .filter(({ songs }) => songs.length > 0)
    .toReversed()
  const all = setlists.flatMap(({ songs }) => songs)
  const keyOf = identifySongs(all)
  return {
    show: { localDate: day, tour: tour ?? currentTour(setlists, day) },
    setlists: setlists.map((setlist) => toPastSetlist(setlist, keyOf)),
    between: await showsBetween(storage, artistId, setlists.at(-1)?.localDate ?? null, dayBefore),
    lines: new Map(all.map((line) => [keyOf(line), line])),
    keyOf,
  }
}

function currentTour(setlists: readonly Setlist[], day: string): string | null {
  const latest = setlists.findLast(({ tour }) => tour !== null)
  return latest && latest.localDate! >= shiftDay(day, -sameTourDays) ? latest.tour : null
}

const toPastSetlist = ({ localDate, tour, songs }: Setlist, keyOf: SongIdentity): PastSetlist => ({
  localDate: localDate!,
  tour,
  songs: songs.map((line) => ({ key: keyOf(line), part: line.part.encore === null ? 'main' : 'encore' })),
})

async function showsBetween(
  storage: Pick<PredictionStorage, 'shows'>,
  artistId: string,
  lastDay: string | null,
  dayBefore: string,
): Promise<ShowToPredict[]> {
  if (lastDay === null || lastDay >= dayBefore) return []
  const { items } = await storage.shows.list({
    artistId,
    from: shiftDay(lastDay, 1),
    to: dayBefore,
    statuses: ['scheduled', 'rescheduled'],
    order: 'descending',
    limit: mostBetween,
  })
  return items.map(({ localDate, tour }) => ({ localDate: localDate!, tour })).toReversed()
}

const shiftDay = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)

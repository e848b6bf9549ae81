/** When and for which tour a show takes place. */
export interface ShowToPredict {
  /** `YYYY-MM-DD` */
  readonly localDate: string
  readonly tour: string | null
}

/** What has been played so far, kept up to date show by show, and what it says about each song at the next show. */
export interface SongStatistics {
  /** How many songs have been played: they are numbered from 0 in the order of their first appearance. */
  readonly songs: number
  /** One row of `featureCount` numbers for each song. */
  describe(show: ShowToPredict): Float64Array
  /** Each song once; a song that was never played before takes the next number. */
  record(show: ShowToPredict, played: readonly number[]): void
  /** An independent copy. */
  copy(): SongStatistics
}

/** Half-lives, in shows, of the frequencies that are watched. */
const halfLives = [2, 4, 16, 64] as const
const fast = 1
const slow = 3
const keeps = halfLives.map((shows) => 2 ** (-1 / shows))

/** A pause of that many days ends a stretch of shows: what was played before it is no longer last night's. */
const pauseDays = 10
/** How many shows of its longer memory a short one is mixed with, so that one show alone decides nothing. */
const trust = { decayed: 0.3, debut: 0.5, section: 2 } as const

/**
 * The features of a song, in this order: a constant; the log odds of each decayed frequency; those of its frequency
 * since its first appearance, within the tour, and since the last pause or change of tour; how overdue it is; whether
 * it was played at the last show, the one before, the one before that; the first of these again when the shows are
 * on consecutive days, and when there is a pause between them.
 */
export const featureCount = halfLives.length + 10

/** The weights to start from: the mean of what the decayed frequencies say, and nothing of the rest. */
export const startingWeights: readonly number[] = Array.from({ length: featureCount }, (_, at) =>
  at >= 1 && at <= halfLives.length ? 1 / halfLives.length : 0,
)

interface Section {
  shows: number
  readonly plays: number[]
}

interface Memory {
  shows: number
  lastDay: number | null
  lastTour: string | null
  readonly plays: number[]
  readonly firstAt: number[]
  readonly lastAt: number[]
  /** For each half-life the number of shows, and the plays of each song, decayed. */
  readonly decayedShows: number[]
  readonly decayedPlays: number[][]
  stretch: Section
  readonly tours: Map<string, Section>
}

/** Statistics of nothing yet. */
export const createSongStatistics = (): SongStatistics =>
  statisticsOf({
    shows: 0,
    lastDay: null,
    lastTour: null,
    plays: [],
    firstAt: [],
    lastAt: [],
    decayedShows: halfLives.map(() => 0),
    decayedPlays: halfLives.map(() => []),
    stretch: emptySection(),
    tours: new Map(),
  })

function statisticsOf(memory: Memory): SongStatistics {
  return {
    get songs() {
      return memory.plays.length
    },
    describe: (show) => describe(memory, show),
    record: (show, played) => record(memory, show, played),
    copy: () => statisticsOf(structuredClone(memory)),
  }
}

function describe(memory: Memory, show: ShowToPredict): Float64Array {
  const { shows, plays, firstAt, lastAt, decayedShows, decayedPlays } = memory
  const days = daysSince(memory, show)
  const consecutive = days <= 1 ? 1 : 0
  const paused = days >= pauseDays ? 1 : 0
  const stretch = startsStretch(memory, show) ? emptySection() : memory.stretch
  const tour = show.tour === null ? null : (memory.tours.get(show.tour) ?? emptySection())
  const rows = new Float64Array(plays.length * featureCount)
  const decayed = new Float64Array(halfLives.length)
  let at = 0
  for (let song = 0; song < plays.length; song++) {
    const overall = plays[song]! / shows
    rows[at++] = 1
    for (let each = 0; each < halfLives.length; each++) {
      decayed[each] =
        (decayedPlays[each]![song]! + trust.decayed * overall) / (decayedShows[each]! + trust.decayed)
      rows[at++] = logOdds(decayed[each]!)
    }
    const sinceDebut = shows - firstAt[song]!
    rows[at++] = logOdds((plays[song]! + trust.debut * overall) / (sinceDebut + trust.debut))
    const recent = decayed[fast]!
    rows[at++] = logOdds(tour ? within(tour, song, recent) : recent)
    rows[at++] = logOdds(within(stretch, song, recent))
    const showsAgo = shows - lastAt[song]!
    rows[at++] = overdue(showsAgo, decayed[slow]!)
    rows[at++] = showsAgo === 1 ? 1 : 0
    rows[at++] = showsAgo === 2 ? 1 : 0
    rows[at++] = showsAgo === 3 ? 1 : 0
    rows[at++] = showsAgo === 1 ? consecutive : 0
    rows[at++] = showsAgo === 1 ? paused : 0
  }
  return rows
}

function record(memory: Memory, show: ShowToPredict, played: readonly number[]): void {
  const { plays, firstAt, lastAt, decayedShows, decayedPlays } = memory
  for (let each = 0; each < halfLives.length; each++) {
    const keep = keeps[each]!
    const counts = decayedPlays[each]!
    decayedShows[each] = decayedShows[each]! * keep + 1
    for (let song = 0; song < counts.length; song++) counts[song]! *= keep
    for (const song of played) counts[song] = (counts[song] ?? 0) + 1
  }
  for (const song of played) {
    plays[song] = (plays[song] ?? 0) + 1
    firstAt[song] ??= memory.shows
    lastAt[song] = memory.shows
  }
  if (startsStretch(memory, show)) memory.stretch = emptySection()
  addTo(memory.stretch, played)
  if (show.tour !== null) {
    const tour = memory.tours.get(show.tour) ?? emptySection()
    addTo(tour, played)
    memory.tours.set(show.tour, tour)
    memory.lastTour = show.tour
  }
  memory.lastDay = dayNumber(show.localDate)
  memory.shows++
}

const emptySection = (): Section => ({ shows: 0, plays: [] })

function addTo(section: Section, played: readonly number[]): void {
  section.shows++
  for (const song of played) section.plays[song] = (section.plays[song] ?? 0) + 1
}

const within = ({ shows, plays }: Section, song: number, otherwise: number): number =>
  ((plays[song] ?? 0) + trust.section * otherwise) / (shows + trust.section)

/** A show without a tour (a festival, a one-off) interrupts no tour. */
const startsStretch = (memory: Memory, show: ShowToPredict): boolean =>
  daysSince(memory, show) >= pauseDays ||
  (show.tour !== null && memory.lastTour !== null && show.tour !== memory.lastTour)

const daysSince = ({ lastDay }: Memory, { localDate }: ShowToPredict): number =>
  lastDay === null ? Number.POSITIVE_INFINITY : dayNumber(localDate) - lastDay

const dayNumber = (localDate: string): number => Date.parse(localDate) / 86_400_000

/** Bounded, so that a song that was always played, or hardly ever, is still only nearly certain. */
function logOdds(probability: number): number {
  const bounded = Math.min(0.998, Math.max(0.002, probability))
  return Math.log(bounded / (1 - bounded))
}

/**
 * The logarithm of how often the song would have been played since its last time at its usual rate: the elapsed time
 * of a renewal process in units of its mean interval (Cox, Renewal Theory, 1962).
 */
const overdue = (showsAgo: number, rate: number): number =>
  Math.min(3, Math.max(-4, Math.log(showsAgo * Math.max(rate, 1e-9))))

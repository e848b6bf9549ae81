import type {
  Artist,
  Attendance,
  BoardEntry,
  BoardKind,
  Clock,
  Cooldown,
  EntityId,
  Fan,
  HealthSample,
  Ids,
  ImportProgress,
  ImportRun,
  JobRun,
  JsonValue,
  ScorePoint,
  Setlist,
  Show,
  SlidingSpend,
  Song,
  Venue,
  VenueReview,
} from '@setvote/sdk/storage'
import { type BallotBox, createBallotBox } from './ballot-box.ts'
import { artistKind } from './kinds/artist-kind.ts'
import { setlistKind } from './kinds/setlist-kind.ts'
import { showKind } from './kinds/show-kind.ts'
import { songKind } from './kinds/song-kind.ts'
import { venueKind } from './kinds/venue-kind.ts'
import { createPairs, type Pairs } from './pairs.ts'
import { createTable, type Table } from './table.ts'

export interface Tables {
  readonly artists: Table<Artist>
  readonly venues: Table<Venue>
  readonly shows: Table<Show>
  readonly songs: Table<Song>
  readonly setlists: Table<Setlist>
}

/** A run, and what outlives its lease. */
export interface StoredRun {
  run: ImportRun
  fence: number
  readonly progress: ImportProgress[]
}

export interface StoredBoard {
  readonly entries: Map<EntityId, Omit<BoardEntry, 'rank' | 'id'>>
  readonly history: Map<EntityId, ScorePoint[]>
}

export interface QuotaCounter {
  readonly endsAt: number
  readonly spent: number
  /** Of a sliding window. */
  readonly spends?: readonly SlidingSpend[]
}

export interface QuotaAccount {
  readonly counters: Map<string, QuotaCounter>
  cooldown: Cooldown | null
}

/** Everything that one memory storage holds, shared by its ports. */
export interface MemoryState {
  readonly now: () => Date
  readonly newId: Ids
  readonly tables: Tables
  readonly box: BallotBox
  readonly fans: Map<EntityId, Fan>
  readonly follows: Pairs<Date>
  readonly attendances: Pairs<Attendance>
  readonly attendanceCounts: Map<EntityId, Readonly<Record<Attendance, number>>>
  readonly reviews: Pairs<Omit<VenueReview, 'fanId' | 'venueId'>>
  readonly ratingSums: Map<EntityId, number>
  readonly boards: Readonly<Record<BoardKind, StoredBoard>>
  readonly runs: Map<EntityId, StoredRun>
  /** By id. */
  readonly jobRuns: Map<EntityId, JobRun>
  /** Ids by job and slot. */
  readonly slots: Map<string, EntityId>
  readonly pausedJobs: Set<string>
  /** By job. */
  readonly checkpoints: Map<string, JsonValue>
  readonly quotas: Map<string, QuotaAccount>
  readonly settings: Map<string, JsonValue>
  /** By component and instant. */
  readonly health: Map<string, HealthSample>
}

export const noAttendance: Readonly<Record<Attendance, number>> = { interested: 0, going: 0, went: 0 }

export function createMemoryState(clock: Clock, newId: Ids): MemoryState {
  const tables: Tables = {
    artists: createTable(artistKind),
    venues: createTable(venueKind),
    shows: createTable(showKind),
    songs: createTable(songKind),
    setlists: createTable(setlistKind),
  }
  const box = createBallotBox()
  tables.setlists.watch(box.setlistChanged)

  const attendanceCounts: MemoryState['attendanceCounts'] = new Map()
  const ratingSums: MemoryState['ratingSums'] = new Map()
  return {
    now: () => clock.now(),
    newId,
    tables,
    box,
    fans: new Map(),
    follows: createPairs(),
    attendances: createPairs((_fanId, showId, before, after) => {
      const counts = { ...(attendanceCounts.get(showId) ?? noAttendance) }
      if (before) counts[before]--
      if (after) counts[after]++
      attendanceCounts.set(showId, counts)
    }),
    attendanceCounts,
    reviews: createPairs((_fanId, venueId, before, after) => {
      const sum = (ratingSums.get(venueId) ?? 0) - (before?.rating ?? 0) + (after?.rating ?? 0)
      ratingSums.set(venueId, sum)
    }),
    ratingSums,
    boards: {
      artists: { entries: new Map(), history: new Map() },
      shows: { entries: new Map(), history: new Map() },
    },
    runs: new Map(),
    jobRuns: new Map(),
    slots: new Map(),
    pausedJobs: new Set(),
    checkpoints: new Map(),
    quotas: new Map(),
    settings: new Map(),
    health: new Map(),
  }
}

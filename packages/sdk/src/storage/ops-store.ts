import type { HealthSample } from '../domain/health-sample.ts'

/** What an operator needs to look after a storage. */
export interface OpsStore {
  /** How many things of each kind there are. */
  stats(): Promise<Readonly<Record<StoredKind, number>>>
  /** Looks for broken promises: links to nothing, counts that do not match. Changes nothing. */
  integrity(): Promise<{
    readonly status: 'sound' | 'broken'
    readonly problems: readonly IntegrityProblem[]
  }>
  /** Removes ended runs and score points that are older at `at` than their retention. Answers how many of each. */
  cleanup(request: {
    readonly at: Date
    readonly keepImportRunsMs: number
    readonly keepJobRunsMs: number
    readonly keepScoreHistoryMs: number
  }): Promise<Readonly<Record<'importRuns' | 'jobRuns' | 'scorePoints', number>>>
  /** What the engine needs from time to time (statistics, compaction). */
  maintain(): Promise<void>
  /**
   * Writes down how parts of the system were at `at`, and forgets what is older at `at` than `keepMs`. A second sample
   * of a component at the same instant replaces the first.
   */
  recordHealth(request: {
    readonly at: Date
    readonly samples: readonly Omit<HealthSample, 'at'>[]
    readonly keepMs: number
  }): Promise<void>
  /** Samples at `since` or later, of a component or of all: the latest first, then by component. `limit` is 1..1000. @default limit 1000 */
  healthSamples(query: {
    readonly since: Date
    readonly component?: string
    readonly limit?: number
  }): Promise<HealthSample[]>
}

export type StoredKind =
  | 'artists'
  | 'venues'
  | 'shows'
  | 'songs'
  | 'setlists'
  | 'setlistSongs'
  | 'ballots'
  | 'fans'
  | 'follows'
  | 'attendances'
  | 'reviews'
  | 'importRuns'
  | 'jobRuns'

export interface IntegrityProblem {
  readonly kind: StoredKind
  readonly id: string
  readonly problem: string
}

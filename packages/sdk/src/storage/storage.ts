import type { ArtistStore, SetlistStore, ShowStore, SongStore, VenueStore } from './catalog-store.ts'
import type { FanStore } from './fan-store.ts'
import type { ImportStore } from './import-store.ts'
import type { JobStore } from './job-store.ts'
import type { OpsStore } from './ops-store.ts'
import type { QuotaStore } from './quota-store.ts'
import type { SettingsStore } from './settings-store.ts'
import type { TrendingStore } from './trending-store.ts'
import type { VoteStore } from './vote-store.ts'

/** The version of this contract. An adapter states the one it was built for; `createSetvote` refuses another. */
export const storageContractVersion = 1

/**
 * Everything setvote keeps. Atomic inside a verb, nothing across verbs: what must hold together is one verb.
 * Expected outcomes are values; an error is a broken promise. Prove an adapter with `storageContract` of
 * `@setvote/sdk/conformance`.
 *
 * What holds for every verb:
 * - Answers and arguments are the caller's: changing them afterwards changes nothing in storage.
 * - Input that cannot be meant (a negative limit, a day that is none, an invalid date, text with a NUL character or
 *   half a surrogate pair in something to save) is an `InvalidInputError`, and nothing happens. Looking for such
 *   text is no error: there is no such thing.
 * - Texts that order something (ids, keys, days) compare by their UTF-16 code units, whatever the locale.
 * - Instants are kept to the millisecond, from 4713 BC on.
 */
export interface Storage {
  readonly contractVersion: number
  readonly artists: ArtistStore
  readonly venues: VenueStore
  readonly shows: ShowStore
  readonly songs: SongStore
  readonly setlists: SetlistStore
  readonly votes: VoteStore
  readonly trending: TrendingStore
  readonly fans: FanStore
  readonly imports: ImportStore
  readonly jobs: JobStore
  readonly quotas: QuotaStore
  readonly settings: SettingsStore
  readonly ops: OpsStore
  /** Ends connections. Calls afterwards reject with a `StorageError`; closing again does nothing. */
  close(): Promise<void>
}

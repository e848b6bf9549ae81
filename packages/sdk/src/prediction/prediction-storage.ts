import type { Storage } from '../storage/storage.ts'

/** What the service reads and writes. */
export interface PredictionStorage {
  readonly shows: Pick<Storage['shows'], 'find' | 'list'>
  readonly setlists: Pick<Storage['setlists'], 'list' | 'save'>
  readonly songs: Pick<Storage['songs'], 'list'>
  readonly votes: Pick<Storage['votes'], 'tally' | 'castBy'>
}

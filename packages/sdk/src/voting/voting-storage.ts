import type { Storage } from '../storage/storage.ts'

/** What the service reads and writes. */
export interface VotingStorage {
  readonly votes: Storage['votes']
  readonly setlists: Pick<Storage['setlists'], 'find'>
  readonly shows: Pick<Storage['shows'], 'find' | 'save'>
  readonly venues: Pick<Storage['venues'], 'find'>
  readonly fans: Pick<Storage['fans'], 'find'>
}

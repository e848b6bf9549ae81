import type { Clock, Ids } from '@setvote/sdk/storage'
import type { Database } from './database/database.ts'

/** What every port of one storage shares. */
export interface Context {
  readonly database: Database
  readonly clock: Clock
  readonly newId: Ids
}

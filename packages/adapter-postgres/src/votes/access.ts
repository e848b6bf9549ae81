import type { Database, Session } from '../database/database.ts'

export interface Access {
  readonly session: Session
  readonly names: Pick<Database, 'in'>
}

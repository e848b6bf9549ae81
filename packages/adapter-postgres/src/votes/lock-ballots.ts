import { sql } from 'kysely'
import type { Database, Session } from '../database/database.ts'

/**
 * Who casts and counts shares this lock; who takes setlist songs away from under ballots has it alone. It comes before
 * every other lock of a transaction, so nobody waits for anybody who holds rows.
 *
 * The order of locks after it: places of the day (by fan and day), votes (by song and fan), `show_stats` (by show),
 * then setlist songs and `setlist_stats`, which belong to a locked show.
 */
export async function lockBallots(
  { schema }: Pick<Database, 'schema'>,
  session: Session,
  mode: 'shared' | 'exclusive',
): Promise<void> {
  const key = sql`hashtextextended(${`setvote ballots ${schema}`}, 0)`
  await session.run(
    mode === 'shared'
      ? sql`select pg_advisory_xact_lock_shared(${key})`
      : sql`select pg_advisory_xact_lock(${key})`,
  )
}

import { sql } from 'kysely'
import type { Database, Session } from '../database/database.ts'

/**
 * Who casts and counts shares this lock; who takes setlist songs away from under ballots has it alone. It comes before
 * every other lock of a transaction, so nobody waits for anybody who holds rows.
 *
 * The order of locks after it: days of fans (by fan and day), votes (by song and fan), `show_stats` (by show), then
 * setlist songs and `setlist_stats`, which belong to a locked show.
 *
 * It also says that this transaction keeps the counts itself, so that the triggers for writes from outside rest.
 */
export async function lockBallots(
  { schema }: Pick<Database, 'schema'>,
  session: Session,
  mode: 'shared' | 'exclusive',
): Promise<void> {
  const key = sql`hashtextextended(${`setvote ballots ${schema}`}, 0)`
  const lock = sql.raw(mode === 'shared' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock')
  await session.run(sql`select ${lock}(${key}), set_config('setvote.counts', 'kept', true)`)
}

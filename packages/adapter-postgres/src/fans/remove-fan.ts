import type { EntityId } from '@setvote/sdk/storage'
import { isKeepable } from '@setvote/sdk/storage'
import { sql } from 'kysely'
import { dropSetlists } from '../catalog/remove-thing.ts'
import type { Database, Session } from '../database/database.ts'
import { dropFanBallots } from '../votes/drop-fan-ballots.ts'
import { lockBallots } from '../votes/lock-ballots.ts'
import { sumCounts } from '../votes/sum-counts.ts'
import { recountAttendance, recountFollowers } from './recount.ts'

/** Removes a fan with everything of theirs. Answers whether there was anything. */
export async function removeFan(database: Database, id: EntityId): Promise<boolean> {
  if (!isKeepable(id)) return false
  return database.transaction(async (session) => {
    await lockBallots(database, session, 'exclusive')
    const access = { session, names: database }
    const shows = await dropSetlists(access, sql`user_id = ${id}`)
    await sumCounts(access, { setlistIds: [], showIds: shows })
    const ballots = await dropFanBallots(access, id)
    const artists = await drop(session, database, 'user_follows_artists', 'artist_id', id)
    for (const artistId of artists) await recountFollowers(access, artistId)
    const attended = await drop(session, database, 'user_show_attendance', 'show_id', id)
    for (const showId of attended) await recountAttendance(access, showId)
    const reviews = await drop(session, database, 'venue_reviews', 'venue_id', id)
    const profiles = await session.run(sql`delete from ${database.in('users')} where id = ${id}`)
    return shows.length + ballots + artists.length + attended.length + reviews.length + profiles > 0
  })
}

/** Answers the things that the removed rows were about, in order. */
async function drop(
  session: Session,
  names: Pick<Database, 'in'>,
  table: string,
  column: string,
  fanId: EntityId,
): Promise<EntityId[]> {
  const rows = await session.rows<{ thing: EntityId }>(
    sql`delete from ${names.in(table)} where user_id = ${fanId} returning ${sql.ref(column)} as thing`,
  )
  return rows.map(({ thing }) => thing).sort()
}

import { sql } from 'kysely'
import type { Database, Session } from '../database/database.ts'

interface Access {
  readonly session: Session
  readonly names: Pick<Database, 'in'>
}

/** Counts an artist's followers anew. */
export async function recountFollowers({ session, names }: Access, artistId: string): Promise<void> {
  await session.run(sql`
    update ${names.in('artist_stats')} set followers = (
      select count(*) from ${names.in('user_follows_artists')} where artist_id = ${artistId}
    ) where artist_id = ${artistId}`)
}

/** Counts who comes to a show anew. */
export async function recountAttendance({ session, names }: Access, showId: string): Promise<void> {
  await session.run(sql`
    update ${names.in('show_stats')} set
      interested = x.interested, going = x.going, went = x.went
    from (
      select count(*) filter (where attendance = 'interested') as interested,
        count(*) filter (where attendance = 'going') as going, count(*) filter (where attendance = 'went') as went
      from ${names.in('user_show_attendance')} where show_id = ${showId}
    ) x where show_id = ${showId}`)
}

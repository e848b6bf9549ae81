import { sql } from 'kysely'
import type { Access } from './access.ts'

/**
 * Removes every ballot on these setlist songs and gives their places of the day back. The caller holds the ballots
 * alone, removes the songs, and sums the counts of what they stood on (`sumCounts`).
 */
export async function dropBallots({ session, names }: Access, songIds: readonly string[]): Promise<void> {
  if (songIds.length === 0) return
  await session.run(sql`
    with gone as (
      delete from ${names.in('votes')} where setlist_song_id = any(${songIds}::text[]) returning user_id, day
    ), back as (
      select user_id, day, count(*) as places from gone group by user_id, day
    )
    update ${names.in('user_vote_limits')} l set spent = l.spent - back.places
    from back where l.user_id = back.user_id and l.day = back.day`)
}

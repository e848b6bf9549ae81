import { sql } from 'kysely'
import type { Access } from './access.ts'

/**
 * Removes every ballot on these setlist songs. The caller holds the ballots alone, removes the songs, and sums the counts of what they stood on (`sumCounts`).
 */
export async function dropBallots({ session, names }: Access, songIds: readonly string[]): Promise<void> {
  if (songIds.length === 0) return
  await session.run(sql`delete from ${names.in('votes')} where setlist_song_id = any(${songIds}::text[])`)
}

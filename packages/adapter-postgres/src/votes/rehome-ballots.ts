import { sql } from 'kysely'
import type { Access } from './access.ts'

/** Makes ballots say again on which setlist and show they are, and for which artist, after their setlists moved. */
export async function rehomeBallots(
  { session, names }: Access,
  setlistIds: readonly string[],
): Promise<void> {
  await session.run(sql`
    update ${names.in('votes')} v set setlist_id = l.id, show_id = l.show_id, artist_id = l.artist_id
    from ${names.in('setlist_songs')} s join ${names.in('setlists')} l on l.id = s.setlist_id
    where v.setlist_song_id = s.id and l.id = any(${setlistIds}::text[])`)
}

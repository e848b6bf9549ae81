import type { EntityId } from '@setvote/sdk/storage'
import { sql } from 'kysely'
import type { Access } from './access.ts'
import { sumCounts } from './sum-counts.ts'

/** Removes every ballot of a fan from all counts. The caller holds the ballots alone. Answers how many there were. */
export async function dropFanBallots({ session, names }: Access, fanId: EntityId): Promise<number> {
  const gone = await session.rows<{ setlist_id: string; show_id: string }>(sql`
    with gone as (
      delete from ${names.in('votes')} where user_id = ${fanId}
      returning setlist_song_id, setlist_id, show_id, quarantine_reason
    ), uncounted as (
      update ${names.in('setlist_songs')} s set
        upvotes = s.upvotes - (gone.quarantine_reason is null)::integer,
        quarantined = s.quarantined - (gone.quarantine_reason is not null)::integer
      from gone where s.id = gone.setlist_song_id
    )
    select setlist_id, show_id from gone`)
  await session.run(sql`delete from ${names.in('user_vote_limits')} where user_id = ${fanId}`)
  await sumCounts(
    { session, names },
    { setlistIds: gone.map((ballot) => ballot.setlist_id), showIds: gone.map((ballot) => ballot.show_id) },
  )
  return gone.length
}

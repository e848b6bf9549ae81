import type { BallotKey } from '@setvote/sdk/storage'
import { isKeepable } from '@setvote/sdk/storage'
import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { type CountChange, countBallots } from './count-ballots.ts'
import { lockBallots } from './lock-ballots.ts'

interface ChangedRow {
  readonly setlist_song_id: string
  readonly setlist_id: string
  readonly show_id: string
  readonly was_good: boolean
}

/** Quarantines ballots with a reason, or releases them with null. Answers how many changed. */
export async function quarantine(
  database: Database,
  keys: readonly BallotKey[],
  reason: string | null,
): Promise<number> {
  const sought = keys.filter(({ fanId, setlistSongId }) => isKeepable(fanId) && isKeepable(setlistSongId))
  if (sought.length === 0) return 0
  return database.transaction(async (session) => {
    await lockBallots(database, session, 'shared')
    const votes = database.in('votes')
    const changed = await session.rows<ChangedRow>(sql`
      with held as (
        select setlist_song_id, user_id, quarantine_reason is null as was_good from ${votes}
        where (setlist_song_id, user_id) in (
          select "setlistSongId", "fanId"
          from json_to_recordset(${JSON.stringify(sought)}::json) as s ("fanId" text, "setlistSongId" text)
        ) and quarantine_reason is distinct from ${reason}
        order by setlist_song_id, user_id for update
      )
      update ${votes} v set quarantine_reason = ${reason} from held
      where v.setlist_song_id = held.setlist_song_id and v.user_id = held.user_id
      returning v.setlist_song_id, v.setlist_id, v.show_id, held.was_good`)
    const moved = changed.filter((row) => row.was_good !== (reason === null))
    await countBallots(
      { session, names: database },
      moved.map(
        (row): CountChange => ({
          songId: row.setlist_song_id,
          setlistId: row.setlist_id,
          showId: row.show_id,
          upvotes: reason === null ? 1 : -1,
          quarantined: reason === null ? -1 : 1,
        }),
      ),
    )
    return changed.length
  })
}

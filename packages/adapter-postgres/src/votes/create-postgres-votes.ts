import {
  type Ballot,
  checkNames,
  checkSchema,
  type EntityId,
  isKeepable,
  LocalDay,
  type VoteStore,
} from '@setvote/sdk/storage'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { audit, rebuild } from './audit.ts'
import { castMany } from './cast-many.ts'
import { quarantine } from './quarantine.ts'
import { readSheet } from './read-sheet.ts'
import { readTally } from './read-tally.ts'
import { retractMany } from './retract-many.ts'
import { voteStats } from './vote-stats.ts'

export function createPostgresVotes({ database }: Context): VoteStore {
  return {
    castMany: (drafts, { perDay }) => castMany(database, drafts, perDay),
    retractMany: (references) => retractMany(database, references),
    tally: (subject) => readTally(database, subject),
    sheet: (request) => readSheet(database, request),
    async castBy({ fanId, showId }) {
      if (!isKeepable(fanId) || !isKeepable(showId)) return []
      const rows = await database.rows<Ballot>(sql`
        select user_id as "fanId", setlist_song_id as "setlistSongId", setlist_id as "setlistId",
          show_id as "showId", artist_id as "artistId", cast_at as "castAt", day, device_key as "deviceKey",
          quarantine_reason as "quarantineReason"
        from ${database.in('votes')} where user_id = ${fanId} and show_id = ${showId}
        order by cast_at, setlist_song_id`)
      return rows.map((row) => ({ ...row }))
    },
    async spent({ fanId, day }) {
      checkSchema(LocalDay, day, 'day')
      if (!isKeepable(fanId)) return 0
      const [row] = await database.rows<{ spent: number }>(sql`
        select count(*) as spent from ${database.in('votes')} where user_id = ${fanId} and day = ${day}::date`)
      return row!.spent
    },
    stats: (query) => voteStats(database, query),
    audit: () => audit(database),
    rebuild: () => rebuild(database),
    async setlistsOf(setlistSongIds) {
      const rows = await database.rows<{ id: EntityId; setlistId: EntityId }>(sql`
        select id, setlist_id as "setlistId" from ${database.in('setlist_songs')}
        where id = any(${setlistSongIds.filter(isKeepable)}::text[])`)
      const homes = new Map(rows.map(({ id, setlistId }) => [id, setlistId]))
      return setlistSongIds.map((id) => homes.get(id) ?? null)
    },
    async quarantine(keys, reason) {
      if (reason !== null) checkNames({ reason })
      return quarantine(database, keys, reason)
    },
  }
}

import { sql } from 'kysely'
import type { Access } from './access.ts'
import { lockCounts } from './lock-counts.ts'

/** What ballots change in the counts of one setlist song. */
export interface CountChange {
  readonly songId: string
  readonly setlistId: string
  readonly showId: string
  readonly upvotes: number
  readonly quarantined: number
}

/** Adds changes to songs, setlists and shows. Shows first, in order: so nobody waits in a circle. */
export async function countBallots(
  { session, names }: Access,
  changes: readonly CountChange[],
): Promise<void> {
  if (changes.length === 0) return
  await lockCounts({ session, names }, [...new Set(changes.map(({ showId }) => showId))])
  const changed = sql`json_to_recordset(${JSON.stringify(changes)}::json)
    as c ("songId" text, "setlistId" text, "showId" text, upvotes integer, quarantined integer)`
  const add = (table: string, key: string, field: string) => sql`
    update ${names.in(table)} t set upvotes = t.upvotes + x.upvotes, quarantined = t.quarantined + x.quarantined
    from (
      select ${sql.ref(field)} as id, sum(upvotes) as upvotes, sum(quarantined) as quarantined
      from ${changed} group by 1
    ) x where t.${sql.ref(key)} = x.id`
  await session.run(add('setlist_songs', 'id', 'songId'))
  await session.run(add('setlist_stats', 'setlist_id', 'setlistId'))
  await session.run(add('show_stats', 'show_id', 'showId'))
}

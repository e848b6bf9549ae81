import type { EntityId } from '@setvote/sdk/storage'
import { sql } from 'kysely'
import type { Access } from './access.ts'
import { keyOf } from './song-on-stage.ts'

export interface DayOfFan {
  readonly fanId: EntityId
  readonly day: string
}

/** Holds the places of these fans and days, in the order in which everybody does, and answers how many are used. */
export async function holdPlaces(
  { session, names }: Access,
  days: readonly DayOfFan[],
): Promise<Map<string, number>> {
  const named = days.map(({ fanId, day }) => ({ fanId, day }))
  const wanted = sql`json_to_recordset(${JSON.stringify(named)}::json) as w ("fanId" text collate "C", day date)`
  const table = names.in('user_vote_limits')
  await session.run(sql`
    insert into ${table} (user_id, day) select distinct "fanId", day from ${wanted} order by 1, 2
    on conflict do nothing`)
  const rows = await session.rows<{ user_id: EntityId; day: string; spent: number }>(sql`
    select l.user_id, l.day, l.spent from ${table} l
    where (l.user_id, l.day) in (select "fanId", day from ${wanted})
    order by l.user_id, l.day for no key update`)
  return new Map(rows.map((row) => [keyOf(row.user_id, row.day), row.spent]))
}

export async function changePlaces(
  { session, names }: Access,
  changes: readonly (DayOfFan & { readonly places: number })[],
): Promise<void> {
  await session.run(sql`
    update ${names.in('user_vote_limits')} l set spent = l.spent + x.places
    from (
      select "fanId", day, sum(places) as places
      from json_to_recordset(${JSON.stringify(changes)}::json) as c ("fanId" text, day date, places integer)
      group by 1, 2
    ) x where l.user_id = x."fanId" and l.day = x.day`)
}

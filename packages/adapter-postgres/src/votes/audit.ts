import type { VoteAudit } from '@setvote/sdk/storage'
import { sql } from 'kysely'
import type { Database, Session } from '../database/database.ts'
import { lockBallots } from './lock-ballots.ts'

type Difference = VoteAudit['differences'][number]

/** Compares every count with the ballots it stands for, in one statement: all of it at one instant. */
export async function audit(database: Database): Promise<VoteAudit> {
  const [row] = await database.rows<{ ballots: number; differences: Difference[] }>(sql`
    select (select count(*) from ${database.in('votes')}) as ballots,
      coalesce((select json_agg(d) from (${differences(database)}) d), '[]') as differences`)
  const found = row!.differences
  return { ballots: row!.ballots, status: found.length === 0 ? 'exact' : 'wrong', differences: found }
}

/** Counts everything anew from the ballots, while nobody casts. */
export async function rebuild(database: Database): Promise<{ readonly repaired: number }> {
  return database.transaction(async (session) => {
    await lockBallots(database, session, 'exclusive')
    const wrong = await session.rows<Difference>(differences(database))
    if (wrong.length > 0) await recount(session, database)
    return { repaired: wrong.length }
  })
}

const counts = sql`count(*) filter (where quarantine_reason is null) as upvotes,
  count(*) filter (where quarantine_reason is not null) as quarantined`

/** By its column in `votes`: the table of a count, its key, and its name in an audit. */
const sheets = [
  ['setlist_song_id', 'setlist_songs', 'id', 'song'],
  ['setlist_id', 'setlist_stats', 'setlist_id', 'setlist'],
  ['show_id', 'show_stats', 'show_id', 'show'],
] as const

function differences(names: Pick<Database, 'in'>) {
  const ofSheets = sheets.flatMap(([column, table, key, subject]) =>
    (['upvotes', 'quarantined'] as const).map(
      (count) => sql`
        select ${sql.lit(subject)} as subject, t.${sql.ref(key)} as id, t.${sql.ref(count)} as counted,
          coalesce(x.${sql.ref(count)}, 0) as actual
        from ${names.in(table)} t
        left join (select ${sql.ref(column)} as id, ${counts} from ${names.in('votes')} group by 1) x
          on x.id = t.${sql.ref(key)}
        where t.${sql.ref(count)} <> coalesce(x.${sql.ref(count)}, 0)`,
    ),
  )
  return sql<Difference>`${sql.join(ofSheets, sql` union all `)}`
}

async function recount(session: Session, names: Pick<Database, 'in'>): Promise<void> {
  for (const [column, table, key] of sheets) {
    await session.run(sql`
      update ${names.in(table)} t set upvotes = coalesce(x.upvotes, 0), quarantined = coalesce(x.quarantined, 0)
      from ${names.in(table)} s
      left join (select ${sql.ref(column)} as id, ${counts} from ${names.in('votes')} group by 1) x
        on x.id = s.${sql.ref(key)}
      where t.${sql.ref(key)} = s.${sql.ref(key)}
        and (t.upvotes, t.quarantined) is distinct from (coalesce(x.upvotes, 0), coalesce(x.quarantined, 0))`)
  }
}

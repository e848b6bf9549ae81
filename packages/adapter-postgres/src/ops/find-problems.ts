import type { IntegrityProblem, StoredKind } from '@setvote/sdk/storage'
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../database/database.ts'

/**
 * What foreign keys cannot see: counts beside what they count, and links of tables that point to several kinds.
 * Counts of ballots are `votes.audit`'s.
 */
export async function findProblems(database: Database): Promise<IntegrityProblem[]> {
  const t = (name: string) => database.in(name)
  const problem = (kind: StoredKind, text: string, rows: RawBuilder<unknown>) =>
    sql`select ${sql.lit(kind)} as kind, id, ${sql.lit(text)} as problem from (${rows}) x`
  const orphans = (['artists', 'venues', 'shows', 'songs', 'setlists'] as const).map((kind) =>
    problem(
      kind,
      'is gone, but its external ids are not',
      sql`select distinct entity_id as id from ${t('external_ids')} e
        where e.kind = ${sql.lit(kind)} and not exists (select from ${t(kind)} k where k.id = e.entity_id)`,
    ),
  )
  const checks = [
    ...orphans,
    problem(
      'artists',
      'has another count of followers than follows',
      sql`select a.id from ${t('artists')} a left join ${t('artist_stats')} s on s.artist_id = a.id
        left join (select artist_id, count(*) as n from ${t('user_follows_artists')} group by 1) f
          on f.artist_id = a.id
        where s.followers is distinct from coalesce(f.n, 0)`,
    ),
    problem(
      'shows',
      'has another count of attendances than attendances',
      sql`select h.id from ${t('shows')} h left join ${t('show_stats')} s on s.show_id = h.id
        left join (
          select show_id, count(*) filter (where attendance = 'interested') as interested,
            count(*) filter (where attendance = 'going') as going, count(*) filter (where attendance = 'went') as went
          from ${t('user_show_attendance')} group by 1
        ) n on n.show_id = h.id
        where (s.interested, s.going, s.went) is distinct from
          (coalesce(n.interested, 0), coalesce(n.going, 0), coalesce(n.went, 0))`,
    ),
    problem(
      'setlistSongs',
      'belongs to another show than its setlist',
      sql`select s.id from ${t('setlist_songs')} s join ${t('setlists')} l on l.id = s.setlist_id
        where s.show_id <> l.show_id`,
    ),
    problem(
      'ballots',
      'names another setlist, show or artist than its song',
      sql`select v.setlist_song_id as id from ${t('votes')} v
        join ${t('setlist_songs')} s on s.id = v.setlist_song_id join ${t('setlists')} l on l.id = s.setlist_id
        where (v.setlist_id, v.show_id, v.artist_id) is distinct from (l.id, l.show_id, l.artist_id)`,
    ),
  ]
  return (await database.rows<IntegrityProblem>(sql.join(checks, sql` union all `))).map((row) => ({
    ...row,
  }))
}

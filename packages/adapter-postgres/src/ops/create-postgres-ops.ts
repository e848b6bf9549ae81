import type { OpsStore, StoredKind } from '@setvote/sdk/storage'
import { checkInstants, checkWhole } from '@setvote/sdk/storage'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { writeInstant } from '../database/write-value.ts'
import { createPostgresHealth } from './create-postgres-health.ts'
import { findProblems } from './find-problems.ts'

const tables: Readonly<Record<StoredKind, string>> = {
  artists: 'artists',
  venues: 'venues',
  shows: 'shows',
  songs: 'songs',
  setlists: 'setlists',
  setlistSongs: 'setlist_songs',
  ballots: 'votes',
  fans: 'users',
  follows: 'user_follows_artists',
  attendances: 'user_show_attendance',
  reviews: 'venue_reviews',
  importRuns: 'import_runs',
  jobRuns: 'job_slots',
}

export function createPostgresOps({ database }: Context): OpsStore {
  const kinds = Object.entries(tables) as [StoredKind, string][]

  return {
    async stats() {
      const counts = kinds.map(
        ([kind, table]) => sql`(select count(*) from ${database.in(table)}) as ${sql.ref(kind)}`,
      )
      const [row] = await database.rows<Record<StoredKind, number>>(sql`select ${sql.join(counts)}`)
      return { ...row! }
    },
    async integrity() {
      const problems = await findProblems(database)
      return { status: problems.length === 0 ? 'sound' : 'broken', problems }
    },
    async cleanup({ at, keepImportRunsMs, keepJobRunsMs, keepScoreHistoryMs }) {
      checkInstants({ at })
      for (const [name, ms] of Object.entries({ keepImportRunsMs, keepJobRunsMs, keepScoreHistoryMs })) {
        checkWhole(name, ms)
      }
      const before = (keepMs: number) => {
        const from = new Date(at.getTime() - keepMs)
        return Number.isNaN(from.getTime())
          ? sql`'-infinity'::timestamptz`
          : sql`${writeInstant(from)}::timestamptz`
      }
      const ended = (keepMs: number) => sql`status <> 'running' and finished_at < ${before(keepMs)}`
      return database.transaction(async (session) => {
        const drop = (table: string, condition: ReturnType<typeof sql>) =>
          session.run(sql`delete from ${database.in(table)} where ${condition}`)
        await drop('cron_logs', sql`finished_at < ${before(keepJobRunsMs)}`)
        // Nobody casts on them any more, whatever the time zone.
        await drop('user_vote_limits', sql`day < (${before(0)} at time zone 'UTC')::date - 2`)
        return {
          importRuns: await drop('import_runs', ended(keepImportRunsMs)),
          jobRuns: await drop('job_slots', ended(keepJobRunsMs)),
          scorePoints: await drop('trending_history', sql`at < ${before(keepScoreHistoryMs)}`),
        }
      })
    },
    async maintain() {
      const rows = await database.rows<{ name: string }>(
        sql`select tablename as name from pg_tables where schemaname = ${database.schema} order by tablename`,
      )
      for (const { name } of rows) await database.run(sql`vacuum (analyze) ${database.in(name)}`)
    },
    ...createPostgresHealth(database),
  }
}

import type { JobMetrics, JobRun } from '@setvote/sdk/storage'
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { writeInstant } from '../database/write-value.ts'

interface MetricsRow {
  readonly runs: number
  readonly failed: number
  readonly mean_ms: number | null
  readonly max_ms: number | null
  readonly last_status: JobRun['status'] | null
  readonly failures_in_a_row: number
}

/** Sums over the runs of a job that finished at `since` or later; failures since the last success of all time. */
export async function readMetrics(
  database: Database,
  isJob: RawBuilder<unknown>,
  since: Date,
): Promise<JobMetrics> {
  const slots = database.in('job_slots')
  const from = sql`${writeInstant(since)}::timestamptz`
  const [row] = await database.rows<MetricsRow>(sql`
    with ended as (
      select id, status, finished_at, extract(epoch from finished_at - started_at)::float8 * 1000 as took_ms
      from ${slots} where ${isJob} and status <> 'running' and finished_at >= ${from}
    ), success as (
      select finished_at, id from ${slots} where ${isJob} and status = 'succeeded'
      order by finished_at desc, id desc limit 1
    )
    select count(*) as runs, count(*) filter (where status = 'failed') as failed, avg(took_ms) as mean_ms,
      max(took_ms) as max_ms,
      (select status from ended order by finished_at desc, id desc limit 1) as last_status,
      (
        select count(*) from ${slots} where ${isJob} and status = 'failed' and (finished_at, id) > (
          coalesce((select finished_at from success), '-infinity'), coalesce((select id from success), '')
        )
      ) as failures_in_a_row
    from ended`)
  return {
    runs: row?.runs ?? 0,
    failed: row?.failed ?? 0,
    meanMs: row?.mean_ms ?? null,
    maxMs: row?.max_ms ?? null,
    lastStatus: row?.last_status ?? null,
    failuresInARow: row?.failures_in_a_row ?? 0,
  }
}

import type { ImportRun, Page, PageQuery, RunQuery } from '@setvote/sdk/storage'
import { checkInstants, checkLimit, isKeepable } from '@setvote/sdk/storage'
import { type RawBuilder, sql } from 'kysely'
import { toCursor, toPlace, toQueryName } from '../contract/cursor.ts'
import type { Database } from '../database/database.ts'
import { writeInstant } from '../database/write-value.ts'
import { type RunRow, toRun } from './run-row.ts'

/** Runs, the latest started first. */
export async function listRuns(
  database: Database,
  { limit = 50, cursor, ...query }: RunQuery & PageQuery,
): Promise<Page<ImportRun>> {
  const { artistId, statuses, leaseExpiredAt } = query
  checkInstants({ leaseExpiredAt })
  checkLimit(limit)
  const queryName = toQueryName('runs', query)
  const after = toPlace(queryName, cursor)
  if (artistId !== undefined && !isKeepable(artistId)) return { items: [], nextCursor: null }

  const conditions: RawBuilder<unknown>[] = [sql`true`]
  if (artistId !== undefined) conditions.push(sql`artist_id = ${artistId}`)
  // As the index of live runs has it.
  if (statuses?.every((status) => status === 'running') && statuses.length > 0) {
    conditions.push(sql`status = 'running'`)
  } else if (statuses) conditions.push(sql`status::text = any(${statuses.filter(isKeepable)}::text[])`)
  if (leaseExpiredAt) {
    const at = writeInstant(leaseExpiredAt)
    conditions.push(sql`status = 'running' and lease_expires_at <= ${at}::timestamptz`)
  }
  if (after) conditions.push(sql`(started_at, id) < (${after[0]}::timestamptz, ${after[1]})`)
  const rows = await database.rows<RunRow>(sql`
    select * from ${database.in('import_runs')} where ${sql.join(conditions, sql` and `)}
    order by started_at desc, id desc limit ${limit + 1}`)
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return {
    items: rows.slice(0, limit).map(toRun),
    nextCursor: last ? toCursor(queryName, [writeInstant(last.started_at), last.id]) : null,
  }
}

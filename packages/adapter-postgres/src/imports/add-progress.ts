import type { ProgressDraft } from '@setvote/sdk/storage'
import { sql } from 'kysely'
import type { Database, Session } from '../database/database.ts'
import { writeInstant } from '../database/write-value.ts'

/** Numbers the next steps of a run that the transaction has locked. `last` is the number of the last one so far. */
export async function addProgress(
  { session, names }: { readonly session: Session; readonly names: Pick<Database, 'in'> },
  {
    id,
    last,
    steps,
  }: { readonly id: string; readonly last: number; readonly steps: readonly ProgressDraft[] },
): Promise<void> {
  if (steps.length === 0) return
  const table = names.in('import_progress')
  const rows = steps.map((step, index) => ({
    run_id: id,
    sequence: last + index + 1,
    at: writeInstant(step.at),
    phase: step.phase,
    step: step.step,
    status: step.status,
    percent: step.percent,
    counts: step.counts,
    message: step.message,
    remaining_ms: step.remainingMs,
  }))
  await session.run(sql`
    insert into ${table} select * from json_populate_recordset(null::${table}, ${JSON.stringify(rows)}::json)`)
  await session.run(
    sql`update ${names.in('import_runs')} set last_sequence = ${last + steps.length} where id = ${id}`,
  )
}

import { sql } from 'kysely'
import type { Database, Session } from '../database/database.ts'
import { writeInstant } from '../database/write-value.ts'
import { addProgress } from './add-progress.ts'
import type { RunRow } from './run-row.ts'

export interface RunMove {
  readonly session: Session
  readonly names: Pick<Database, 'in'>
  readonly fromId: string
  readonly toId: string
  readonly at: Date
}

/** Gives an artist's runs to another one. When both have a running one, the first artist's is cancelled. */
export async function handOverRuns(move: RunMove): Promise<void> {
  const { session, names, fromId, toId } = move
  const runs = names.in('import_runs')
  const live = await session.rows<RunRow>(sql`
    select * from ${runs} where status = 'running' and artist_id = any(${[fromId, toId]}::text[])
    order by id for no key update`)
  if (live.some((run) => run.artist_id === toId)) {
    for (const run of live) if (run.artist_id === fromId) await cancelRun(move, run)
  }
  await session.run(sql`update ${runs} set artist_id = ${toId} where artist_id = ${fromId}`)
}

/** Ends a run from outside, with a last step that says why. */
async function cancelRun({ session, names, at }: RunMove, run: RunRow): Promise<void> {
  const [last] = await session.rows<{ percent: number; counts: Record<string, number> }>(sql`
    select percent, counts from ${names.in('import_progress')}
    where run_id = ${run.id} and sequence = ${run.last_sequence}`)
  const step = {
    at,
    phase: run.phase as 'artist',
    step: 'done',
    status: 'cancelled' as const,
    percent: last?.percent ?? 0,
    counts: last?.counts ?? {},
    message: 'Cancelled: its artist became another one',
    remainingMs: 0,
  }
  await addProgress({ session, names }, { id: run.id, last: run.last_sequence, steps: [step] })
  const endedAt = writeInstant(at)
  await session.run(sql`
    update ${names.in('import_runs')} set status = 'cancelled', updated_at = ${endedAt}::timestamptz,
      finished_at = ${endedAt}::timestamptz
    where id = ${run.id}`)
}

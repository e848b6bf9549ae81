import type { BallotReference, RetractOutcome } from '@setvote/sdk/storage'
import { checkInstants } from '@setvote/sdk/storage'
import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { writeInstant } from '../database/write-value.ts'
import { callInOrder } from './call-in-order.ts'
import { distinctRuns } from './distinct-runs.ts'
import { keyOf, lockedOutcome, readStage, type StageRow, storable } from './stage-rows.ts'

interface RetractRow {
  /** A letter for each ballot. */
  readonly statuses: string
  readonly tallies: readonly StageRow[] | null
  readonly reasons: readonly (readonly [fanId: string, setlistSongId: string, reason: string])[] | null
}

/** Takes ballots back, or says why not: one round trip, unless one is named twice. */
export async function retractMany(
  database: Database,
  references: readonly BallotReference[],
): Promise<RetractOutcome[]> {
  for (const { at } of references) checkInstants({ at })
  if (references.length === 0) return []
  const runs = distinctRuns(references, ({ fanId, setlistSongId }) => keyOf(fanId, setlistSongId))
  const rows = await callInOrder(
    database,
    runs.map(
      (run) => sql<RetractRow>`select * from ${database.in('retract_ballots')}(
        ${run.map(({ fanId }) => storable(fanId))}::text[],
        ${run.map(({ setlistSongId }) => storable(setlistSongId))}::text[],
        ${run.map(({ at }) => writeInstant(at))}::timestamptz[])`,
    ),
  )
  // Counts are those that the whole call leaves.
  const stage = readStage(rows.map(({ tallies }) => tallies))
  const statuses = rows.map((row) => row.statuses).join('')
  const reasons = new Map(
    rows.flatMap((row) => row.reasons ?? []).map(([fanId, songId, reason]) => [keyOf(fanId, songId), reason]),
  )
  return references.map(({ fanId, setlistSongId }, index): RetractOutcome => {
    const status = statuses[index]
    if (status === 'n') return { status: 'not-found' }
    if (status === 'x') return { status: 'not-cast' }
    if (status === 'q') return { status: 'quarantined', reason: reasons.get(keyOf(fanId, setlistSongId))! }
    if (status === 'k') return lockedOutcome(stage, setlistSongId)
    return { status: 'retracted', tally: stage.tallyOf(setlistSongId) }
  })
}

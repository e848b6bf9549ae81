import {
  type BallotDraft,
  type CastOutcome,
  checkIds,
  checkInstants,
  checkNames,
  checkSchema,
  checkWhole,
  LocalDay,
} from '@setvote/sdk/storage'
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { writeInstant } from '../database/write-value.ts'
import { callInOrder } from './call-in-order.ts'
import { distinctRuns } from './distinct-runs.ts'
import { keyOf, lockedOutcome, readStage, type StageRow, storable } from './stage-rows.ts'

interface CastRow {
  /** A letter for each ballot. */
  readonly statuses: string
  readonly tallies: readonly StageRow[] | null
  /** What the fan of each had cast on its day before. */
  readonly spent: readonly number[] | number | null
}

/** Casts each ballot or says why not: one round trip, unless a fan votes for one song twice. */
export async function castMany(
  database: Database,
  drafts: readonly BallotDraft[],
  perDay: number | null,
): Promise<CastOutcome[]> {
  if (perDay !== null) checkWhole('perDay', perDay)
  for (const draft of drafts) checkDraft(draft)
  for (const day of new Set(drafts.map((draft) => draft.day))) checkSchema(LocalDay, day, 'day')
  if (drafts.length === 0) return []
  const runs = distinctRuns(drafts, ({ fanId, setlistSongId }) => keyOf(fanId, setlistSongId))
  const rows = await callInOrder(
    database,
    runs.map((run) => casting(database, run, perDay)),
  )
  // Counts are those that the whole call leaves.
  const stage = readStage(rows.map(({ tallies }) => tallies))
  const statuses = rows.map((row) => row.statuses).join('')
  const spent =
    perDay === null
      ? null
      : addUp(
          drafts,
          statuses,
          rows.flatMap((row) => row.spent ?? []),
        )
  return drafts.map((draft, index): CastOutcome => {
    const { fanId, day, setlistSongId, quarantineReason = null } = draft
    const status = statuses[index]
    if (status === 'n') return { status: 'not-found' }
    if (status === 'k') return lockedOutcome(stage, setlistSongId)
    if (status === 'l') return { status: 'limit-reached', spent: spent!.get(keyOf(fanId, day))! }
    const tally = stage.tallyOf(setlistSongId)
    if (status === 'a') return { status: 'already-cast', tally }
    const place = { tally, spent: spent?.get(keyOf(fanId, day)) ?? null }
    return quarantineReason === null
      ? { status: 'counted', ...place }
      : { status: 'quarantined', ...place, reason: quarantineReason }
  })
}

/** What fans have cast on their days, after the whole call. */
function addUp(
  drafts: readonly BallotDraft[],
  statuses: string,
  before: readonly number[],
): ReadonlyMap<string, number> {
  const spent = new Map<string, number>()
  for (const [index, { fanId, day }] of drafts.entries()) {
    const key = keyOf(fanId, day)
    spent.set(key, (spent.get(key) ?? before[index]!) + (statuses[index] === 'c' ? 1 : 0))
  }
  return spent
}

/** How many ballots of the same fan and day stand before each. */
function turnsOf(run: readonly BallotDraft[]): number[] {
  const asked = new Map<string, number>()
  return run.map(({ fanId, day }) => {
    const key = keyOf(fanId, day)
    const turn = asked.get(key) ?? 0
    asked.set(key, turn + 1)
    return turn
  })
}

function checkDraft({ fanId, castAt, deviceKey, quarantineReason }: BallotDraft): void {
  checkIds({ fanId })
  checkInstants({ castAt })
  if (deviceKey != null) checkNames({ deviceKey })
  if (quarantineReason != null) checkNames({ quarantineReason })
}

function casting(
  database: Database,
  run: readonly BallotDraft[],
  perDay: number | null,
): RawBuilder<CastRow> {
  const [only] = run
  if (only && run.length === 1) {
    return sql`select * from ${database.in('cast_ballot')}(${only.fanId}, ${storable(only.setlistSongId)},
      ${writeInstant(only.castAt)}::timestamptz, ${only.day}::date, ${only.deviceKey ?? null}::text,
      ${only.quarantineReason ?? null}::text, ${perDay}::integer)`
  }
  const column = (part: (draft: BallotDraft) => string | null) => {
    const values = run.map(part)
    return values.every((value) => value === null) ? null : values
  }
  return sql`select * from ${database.in('cast_ballots')}(
    ${column(({ fanId }) => fanId)}::text[], ${column(({ setlistSongId }) => storable(setlistSongId))}::text[],
    ${column(({ castAt }) => writeInstant(castAt))}::timestamptz[], ${column(({ day }) => day)}::date[],
    ${column(({ deviceKey }) => deviceKey ?? null)}::text[],
    ${column(({ quarantineReason }) => quarantineReason ?? null)}::text[],
    ${perDay === null ? null : turnsOf(run)}::integer[], ${perDay}::integer)`
}

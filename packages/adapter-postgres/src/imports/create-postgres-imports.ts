import {
  ArtistReference,
  type BeginOutcome,
  checkInstants,
  checkLimit,
  checkNames,
  checkSchema,
  checkTexts,
  checkWhole,
  type ImportStore,
  InvalidInputError,
  isKeepable,
  type RunWrite,
} from '@setvote/sdk/storage'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import type { Session } from '../database/database.ts'
import { writeInstant } from '../database/write-value.ts'
import { addProgress } from './add-progress.ts'
import { checkAccount, checkLease } from './check-run.ts'
import { listRuns } from './list-runs.ts'
import { type ProgressRow, toProgress } from './progress-row.ts'
import { type RunRow, toRun } from './run-row.ts'

const lost = { status: 'lease-lost' } as const

export function createPostgresImports({ database, newId }: Context): ImportStore {
  const runs = database.in('import_runs')
  const keyOf = (value: unknown) => sql`${database.in('index_key')}(${value}::text)`

  /** The run, held, if it is live and this is its fence. */
  const writable = async (session: Session, { runId, fence }: RunWrite): Promise<RunRow | undefined> => {
    if (!isKeepable(runId)) return undefined
    const [row] = await session.rows<RunRow>(sql`
      select * from ${runs} where id = ${runId} and fence = ${fence} and status = 'running' for no key update`)
    return row
  }
  const findRow = async (id: string): Promise<RunRow | undefined> => {
    if (!isKeepable(id)) return undefined
    return (await database.rows<RunRow>(sql`select * from ${runs} where id = ${id}`))[0]
  }

  return {
    async begin({ subject, reference, lease }) {
      checkNames({ subject })
      checkSchema(ArtistReference, reference, 'reference')
      checkTexts(reference)
      checkLease(lease)
      const at = writeInstant(lease.at)
      const expires = writeInstant(new Date(lease.at.getTime() + lease.leaseMs))
      for (;;) {
        const [begun] = await database.rows<RunRow>(sql`
          insert into ${runs} (id, subject, reference, phase, ledger, status, owner, fence, lease_expires_at,
            started_at, updated_at)
          values (${newId('run')}, ${subject}, ${JSON.stringify(reference)}::jsonb, 'artist',
            '{"lines":[],"gaps":[]}', 'running', ${lease.owner}, 1, ${expires}::timestamptz,
            ${at}::timestamptz, ${at}::timestamptz)
          on conflict do nothing returning *`)
        if (begun) return { status: 'begun', run: toRun(begun), fence: begun.fence }
        const [running] = await database.rows<RunRow>(sql`
          select * from ${runs} where status = 'running' and ${keyOf(sql.ref('subject'))} = ${keyOf(subject)}
            and subject = ${subject}`)
        if (running) return { status: 'already-running', run: toRun(running) }
        // It ended between the two statements.
      }
    },
    async attach({ artistId, ...write }): Promise<BeginOutcome | typeof lost> {
      if (!isKeepable(artistId)) {
        throw new InvalidInputError(`There is no artist ${artistId}`)
      }
      return database.transaction(async (session) => {
        const [artist] = await session.rows(
          sql`select from ${database.in('artists')} where id = ${artistId} for key share`,
        )
        // Two runs that attach to one artist go one after the other.
        await session.run(
          sql`select pg_advisory_xact_lock(hashtextextended(${`setvote attach ${database.schema} ${artistId}`}, 0))`,
        )
        const row = await writable(session, write)
        if (!row) return lost
        if (!artist) throw new InvalidInputError(`There is no artist ${artistId}`)
        const [other] = await session.rows<RunRow>(sql`
          select * from ${runs} where artist_id = ${artistId} and status = 'running' and id <> ${row.id}`)
        if (other) {
          await session.run(sql`delete from ${runs} where id = ${row.id}`)
          return { status: 'already-running', run: toRun(other) }
        }
        await session.run(sql`update ${runs} set artist_id = ${artistId} where id = ${row.id}`)
        return { status: 'begun', run: toRun({ ...row, artist_id: artistId }), fence: row.fence }
      })
    },
    async find(id) {
      const row = await findRow(id)
      return row ? toRun(row) : null
    },
    list: (query) => listRuns(database, query),
    async lease({ runId, fence, lease }) {
      checkLease(lease)
      if (!isKeepable(runId)) return { status: 'not-found' }
      return database.transaction(async (session) => {
        const [row] = await session.rows<RunRow>(
          sql`select * from ${runs} where id = ${runId} for no key update`,
        )
        if (!row) return { status: 'not-found' }
        if (row.status !== 'running') return { status: 'ended', run: toRun(row) }
        const isOwn = fence === row.fence
        if (!isOwn && (fence !== undefined || row.lease_expires_at > lease.at)) {
          return { status: 'held', expiresAt: row.lease_expires_at }
        }
        const expiresAt = new Date(lease.at.getTime() + lease.leaseMs)
        const leased = {
          ...row,
          owner: lease.owner,
          fence: isOwn ? row.fence : row.fence + 1,
          lease_expires_at: expiresAt,
        }
        await session.run(sql`
          update ${runs} set owner = ${leased.owner}, fence = ${leased.fence},
            lease_expires_at = ${writeInstant(expiresAt)}::timestamptz
          where id = ${runId}`)
        return { status: 'leased', run: toRun(leased), fence: leased.fence }
      })
    },
    async checkpoint({ phase, checkpoint, ledger, progress, at, ...write }) {
      checkInstants({ at })
      checkAccount(ledger, progress)
      checkTexts({ checkpoint, phase })
      return database.transaction(async (session) => {
        const row = await writable(session, write)
        if (!row) return lost
        await session.run(sql`
          update ${runs} set phase = ${phase}, checkpoint = checkpoint || ${JSON.stringify(checkpoint)}::jsonb,
            ledger = ${JSON.stringify(ledger)}::jsonb, updated_at = ${writeInstant(at)}::timestamptz
          where id = ${row.id}`)
        await addProgress(
          { session, names: database },
          { id: row.id, last: row.last_sequence, steps: progress },
        )
        return { status: 'stored', cancelRequested: row.cancel_requested_at !== null }
      })
    },
    async cancel({ runId, at }) {
      checkInstants({ at })
      if (!isKeepable(runId)) return null
      const [row] = await database.rows<RunRow>(sql`
        update ${runs} set cancel_requested_at = ${writeInstant(at)}::timestamptz
        where id = ${runId} and status = 'running' and cancel_requested_at is null returning *`)
      const run = row ?? (await findRow(runId))
      return run ? toRun(run) : null
    },
    async progressAfter({ runId, sequence, limit }) {
      checkWhole('sequence', sequence)
      if (limit !== undefined) checkLimit(limit, Number.MAX_SAFE_INTEGER)
      if (!isKeepable(runId)) return []
      const rows = await database.rows<ProgressRow>(sql`
        select * from ${database.in('import_progress')} where run_id = ${runId} and sequence > ${sequence}::bigint
        order by sequence ${limit === undefined ? sql`` : sql`limit ${limit}`}`)
      return rows.map(toProgress)
    },
    async finish({ outcome, ledger, progress, at, ...write }) {
      checkInstants({ at })
      checkAccount(ledger, [progress])
      checkTexts(outcome)
      return database.transaction(async (session) => {
        const row = await writable(session, write)
        if (!row) return lost
        await addProgress(
          { session, names: database },
          { id: row.id, last: row.last_sequence, steps: [progress] },
        )
        const reason = 'reason' in outcome ? outcome.reason : null
        const ended = writeInstant(at)
        const [finished] = await session.rows<RunRow>(sql`
          update ${runs} set phase = ${progress.phase}, ledger = ${JSON.stringify(ledger)}::jsonb,
            status = ${outcome.status}, reason = ${reason}, updated_at = ${ended}::timestamptz,
            finished_at = ${ended}::timestamptz
          where id = ${row.id} returning *`)
        return { status: 'finished', run: toRun(finished!) }
      })
    },
  }
}

import type { Clock } from '@setvote/sdk/storage'
import { sql } from 'kysely'
import type { Database } from './database.ts'
import type { Connection } from './open-database.ts'

/** What may bite whoever runs this server. */
export interface ServerFacts {
  /** `150018` for 15.18. */
  readonly version: number
  /** A replica takes no writes. */
  readonly isReplica: boolean
  readonly isReadOnly: boolean
  /** How far its clock is ahead of ours. */
  readonly clockAheadMs: number
  /** Where we connect to; null for PGlite, and when nobody said. */
  readonly port: number | null
  /**
   * Whether what a connection sets up lasts: `lost` behind a pooler in transaction mode, where `LISTEN` hears nothing.
   * `unknown` when no second connection became free to find out.
   */
  readonly sessions: 'kept' | 'lost' | 'unknown'
}

const patienceMs = 2_000
const setting = 'setvote.examined'

export async function examineServer(
  database: Database,
  connection: Connection,
  clock: Clock,
): Promise<ServerFacts> {
  const [row] = await database.rows<{ version: number; replica: boolean; read_only: boolean }>(sql`
    select current_setting('server_version_num')::integer as version, pg_is_in_recovery() as replica,
      current_setting('default_transaction_read_only')::boolean as read_only`)
  return {
    version: row!.version,
    isReplica: row!.replica,
    isReadOnly: row!.read_only,
    clockAheadMs: await clockAhead(database, clock),
    port: portOf(connection),
    // It has one connection, which stays.
    sessions: connection.pglite === undefined ? await sessionsOf(database, clock) : 'kept',
  }
}

/** By the quickest of three looks. */
async function clockAhead(database: Database, clock: Clock): Promise<number> {
  const looks: { readonly tookMs: number; readonly aheadMs: number }[] = []
  for (let count = 0; count < 3; count++) {
    const before = clock.now().getTime()
    const [row] = await database.rows<{ at: Date }>(sql`select clock_timestamp() as at`)
    const tookMs = clock.now().getTime() - before
    looks.push({ tookMs, aheadMs: row!.at.getTime() - (before + tookMs / 2) })
  }
  return looks.reduce((one, other) => (other.tookMs < one.tookMs ? other : one)).aheadMs
}

/**
 * A pooler gives the connection of the last statement to whoever comes first. So somebody else takes it between two
 * statements, and keeps it meanwhile.
 */
async function sessionsOf({ kysely }: Database, clock: Clock): Promise<ServerFacts['sessions']> {
  const done = Promise.withResolvers<void>()
  return kysely.connection().execute(async (own) => {
    const token = String(clock.now().getTime())
    await sql`select set_config(${setting}, ${token}, false)`.execute(own)
    const held = Promise.withResolvers<'held'>()
    const other = kysely.transaction().execute(async (taken) => {
      await sql`select 1`.execute(taken)
      held.resolve('held')
      await done.promise
    })
    other.catch(() => {})
    const found = new AbortController()
    const patience = clock.sleep(patienceMs, found.signal).then(
      () => 'late' as const,
      () => 'late' as const,
    )
    try {
      const seat = await Promise.race([held.promise, patience, other.then(() => 'late' as const)])
      if (seat === 'late') return 'unknown'
      const { rows } = await sql<{ token: string | null }>`
        select current_setting(${setting}, true) as token`.execute(own)
      await sql`select set_config(${setting}, '', false)`.execute(own)
      return rows[0]?.token === token ? 'kept' : 'lost'
    } catch {
      return 'unknown'
    } finally {
      found.abort()
      // Where there is one connection only, the other one gets it after us.
      done.resolve()
    }
  })
}

function portOf({ connectionString, pool }: Connection): number | null {
  const options = (
    pool as { readonly options?: { readonly port?: unknown; readonly connectionString?: unknown } }
  )?.options
  const address = connectionString ?? options?.connectionString
  if (typeof address === 'string' && URL.canParse(address)) return Number(new URL(address).port || 5432)
  return typeof options?.port === 'number' ? options.port : null
}

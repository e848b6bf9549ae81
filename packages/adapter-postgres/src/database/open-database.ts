import { InvalidOptionsError } from '@setvote/sdk/storage'
import { createDatabase, type Database } from './database.ts'
import { embeddedDialect, type PGliteLike } from './embedded.ts'
import { type PoolLike, pooledDialect } from './pooled.ts'

/** How to reach the database: exactly one of the three. */
export type Connection =
  | {
      /** `postgres://user:password@host:5432/database`; options of libpq as its parameters. */
      readonly connectionString: string
      /** Of this process. @default 10 */
      readonly maxConnections?: number
      /** How long a call may wait for a free connection, in milliseconds. @default 30,000 */
      readonly connectTimeoutMs?: number
      /** How many milliseconds a statement may run before the server cancels it. @default the server's own limit */
      readonly statementTimeoutMs?: number
      readonly pool?: never
      readonly pglite?: never
    }
  | { readonly pool: PoolLike; readonly connectionString?: never; readonly pglite?: never }
  | { readonly pglite: PGliteLike; readonly connectionString?: never; readonly pool?: never }

export function openDatabase(connection: Connection, schema: string): Database {
  checkSchemaName(schema)
  const given = (['connectionString', 'pool', 'pglite'] as const).filter(
    (name) => connection[name] !== undefined,
  )
  if (given.length !== 1) {
    throw new InvalidOptionsError(
      `postgresStorage takes one of connectionString, pool and pglite, not ${given.join(' and ') || 'none'}: postgresStorage({ connectionString: 'postgres://user@host/database' })`,
    )
  }
  if (connection.pglite !== undefined)
    return createDatabase(embeddedDialect(connection.pglite), schema, false)
  const { pool } = connection
  if (pool !== undefined)
    return createDatabase(
      pooledDialect(async () => pool),
      schema,
      false,
    )
  return createDatabase(
    pooledDialect(() => openPool(connection)),
    schema,
    true,
  )
}

async function openPool({
  connectionString,
  maxConnections = 10,
  connectTimeoutMs = 30_000,
  statementTimeoutMs,
}: Extract<Connection, { connectionString: string }>): Promise<PoolLike> {
  const { default: pg } = await import('pg')
  const pool = new pg.Pool({
    connectionString,
    max: maxConnections,
    connectionTimeoutMillis: connectTimeoutMs,
    ...(statementTimeoutMs !== undefined && { statement_timeout: statementTimeoutMs }),
  })
  // A connection that breaks while nobody uses it is replaced; without a listener it would end the process.
  pool.on('error', () => {})
  return pool as unknown as PoolLike
}

/** PostgreSQL cuts longer names off, and keeps `pg_` for itself. */
function checkSchemaName(schema: string): void {
  if (!/^[A-Za-z_][\w$]{0,62}$/.test(schema) || schema.startsWith('pg_')) {
    throw new InvalidOptionsError(
      `schema must be a name of up to 63 letters, digits and _, such as 'setvote'`,
    )
  }
}

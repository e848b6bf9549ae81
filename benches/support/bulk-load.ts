import type pg from 'pg'

interface Index {
  readonly name: string
  readonly table: string
  readonly definition: string
  readonly isPrimary: boolean
}

/**
 * Fills tables of the schema `setvote` by statements that run all at once, with triggers quiet: what they would do,
 * the statements do. The `large` tables, whose primary keys no other table needs, get their indexes back afterwards,
 * which is several times faster than to keep them. Leaves the database as one that has been running for a while:
 * vacuumed, analyzed, and written out.
 */
export async function bulkLoad(
  pool: pg.Pool,
  { statements, large }: { readonly statements: readonly string[]; readonly large: readonly string[] },
): Promise<void> {
  const indexes = await takeIndexes(pool, large)
  await Promise.all(statements.map((statement) => runQuietly(pool, statement)))
  await Promise.all(indexes.map(({ definition }) => runQuietly(pool, definition)))
  for (const { name, table, isPrimary } of indexes) {
    if (isPrimary) await pool.query(`alter table setvote.${table} add primary key using index ${name}`)
  }
  await pool.query('vacuum analyze')
  await pool.query('checkpoint')
}

async function takeIndexes(pool: pg.Pool, tables: readonly string[]): Promise<Index[]> {
  const { rows } = await pool.query<Index>(
    `select c.relname as name, t.relname as table, pg_get_indexdef(c.oid) as definition, i.indisprimary as "isPrimary"
    from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
    where t.relnamespace = 'setvote'::regnamespace and t.relname = any($1)`,
    [tables],
  )
  for (const { name, table, isPrimary } of rows) {
    await pool.query(
      isPrimary ? `alter table setvote.${table} drop constraint ${name}` : `drop index setvote.${name}`,
    )
  }
  return rows
}

async function runQuietly(pool: pg.Pool, statement: string): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query(
      `set search_path to setvote; set setvote.counts to 'kept'; set session_replication_role to replica;
      set synchronous_commit to off`,
    )
    await client.query(statement)
  } finally {
    // Nobody gets a connection with these settings.
    client.release(true)
  }
}

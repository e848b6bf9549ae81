import type pg from 'pg'

/** A moment, to say later what has been written since. */
export type Moment = string

export async function now(pool: pg.Pool): Promise<Moment> {
  const { rows } = await pool.query<{ moment: Moment }>('select pg_current_xact_id()::xid::text as moment')
  return rows[0]!.moment
}

/** How many rows of a schema, of any table, were written since that moment and are there. */
export async function rowsWritten(pool: pg.Pool, schema: string, since: Moment): Promise<number> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = $1`,
    [schema],
  )
  let written = 0
  for (const { name } of tables) {
    const { rows } = await pool.query<{ count: string }>(
      `select count(*) from ${name} where age(xmin) < age($1::text::xid)`,
      [since],
    )
    written += Number(rows[0]!.count)
  }
  return written
}

import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, inject } from 'vitest'
import { type PostgresOptions, type PostgresStorage, postgresStorage } from '../../src/index.ts'
import { clearTables } from './clear-tables.ts'
import { copyTemplate } from './copy-template.ts'
import type { ServerInfo } from './global-setup.ts'
import { runSql, urlOf } from './run-sql.ts'

export const servers: readonly ServerInfo[] = inject('postgresServers')

export interface TestDatabase {
  readonly url: string
  /** A storage over an empty schema, with a pool of its own. */
  open(options?: Omit<PostgresOptions, 'connectionString' | 'pool' | 'pglite'>): Promise<PostgresStorage>
  sql<Row extends object>(statement: string, values?: readonly unknown[]): Promise<Row[]>
}

/** A database for this file, copied from the migrated one and dropped in the end. */
export function useDatabase(server: ServerInfo): TestDatabase {
  const name = `setvote_${randomUUID().replaceAll('-', '')}`
  const url = urlOf(server.url, name)
  let pool: pg.Pool
  beforeAll(async () => {
    await copyTemplate(server, name)
    pool = new pg.Pool({ connectionString: url, max: 12 })
    pool.on('error', () => {})
  })
  afterAll(async () => {
    await pool.end()
    await runSql(server.url, `drop database "${name}" with (force)`)
  })
  const sql = async <Row extends object>(statement: string, values: readonly unknown[] = []) =>
    (await pool.query<Row>(statement, [...values])).rows
  return {
    url,
    sql,
    async open(options = {}) {
      await clearTables((statement) => pool.query(statement))
      return postgresStorage({ pool, ...options })
    },
  }
}

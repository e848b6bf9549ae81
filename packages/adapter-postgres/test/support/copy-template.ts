import pg from 'pg'
import { postgresStorage } from '../../src/index.ts'
import type { ServerInfo } from './global-setup.ts'
import { urlOf } from './run-sql.ts'

/** Makes a database with an empty, migrated schema: a copy of one that the first file makes. */
export async function copyTemplate({ url, template }: ServerInfo, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [template])
    const { rowCount } = await client.query('select from pg_database where datname = $1', [template])
    if (rowCount === 0) {
      await client.query(`create database "${template}" encoding 'UTF8' template template0`)
      const storage = postgresStorage({ connectionString: urlOf(url, template) })
      await storage.migrate()
      await storage.close()
    }
    await client.query(`create database "${name}" template "${template}"`)
  } finally {
    await client.end()
  }
}

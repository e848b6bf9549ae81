import { StorageError } from '@setvote/sdk/storage'
import { CompiledQuery, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import type { Database } from '../database/database.ts'
import { translateError } from '../database/translate-error.ts'
import { allSteps } from './all-steps.ts'
import type { SchemaStep } from './schema-step.ts'

export interface MigrationStatus {
  /** `newer` when a later version of the adapter has migrated the schema. */
  readonly state: 'missing' | 'behind' | 'current' | 'newer'
  readonly done: readonly string[]
  readonly pending: readonly string[]
  /** Steps in the database that this version does not know. */
  readonly unknown: readonly string[]
}

export interface Migrations {
  /** Brings the schema up to date and answers the names of the steps that ran. Several at once are safe. */
  migrate(): Promise<readonly string[]>
  /**
   * The SQL that `migrate` would run, for `psql` and whoever reviews it first: one transaction, which also records its
   * steps as done. Empty when there is nothing to do.
   */
  plan(): Promise<string>
  /** Where the schema stands. Changes nothing. */
  status(): Promise<MigrationStatus>
}

const ledger = 'schema_migrations'

/** What the migrator keeps its account in, as it makes it. */
const ledgerTables = [
  `create table if not exists ${ledger} (
  name varchar(255) not null primary key,
  timestamp varchar(255) not null
)`,
  `create table if not exists ${ledger}_lock (
  id varchar(255) not null primary key,
  is_locked integer default 0 not null
)`,
]

/** Fails, and takes the whole transaction with it, where somebody has run the step meanwhile. */
const recordOf = (step: string) => `insert into ${ledger} (name, timestamp)
  values ('${step}', to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))`

export function createMigrations(database: Database, steps: readonly SchemaStep[] = allSteps): Migrations {
  const { schema, kysely } = database
  // Temporary tables last: nobody puts one of their own before ours, in whose name a function would then act.
  const useSchema = `set local search_path to ${quoted(schema)}, pg_temp`
  const migrator = new Migrator({
    db: kysely,
    migrationTableSchema: schema,
    migrationTableName: ledger,
    migrationLockTableName: `${ledger}_lock`,
    provider: {
      getMigrations: async () =>
        Object.fromEntries(
          steps.map(({ name, statements }) => [
            name,
            {
              async up(db) {
                for (const statement of [useSchema, ...statements]) {
                  await db.executeQuery(CompiledQuery.raw(statement))
                }
              },
            },
          ]),
        ),
    },
  })

  const status = async (): Promise<MigrationStatus> => {
    const names = steps.map(({ name }) => name)
    const done = await readLedger(database)
    if (done === null) return { state: 'missing', done: [], pending: names, unknown: [] }
    const pending = names.filter((name) => !done.includes(name))
    const unknown = done.filter((name) => !names.includes(name))
    const state = unknown.length > 0 ? 'newer' : pending.length > 0 ? 'behind' : 'current'
    return { state, done, pending, unknown }
  }

  return {
    status,
    async migrate() {
      await refuseOtherEncodings(database)
      const { state, unknown } = await status()
      if (state === 'newer') throw new StorageError(newerMessage(schema, unknown))
      const { error, results = [] } = await migrator.migrateToLatest()
      if (error) throw translateError(error, schema)
      return results.filter((each) => each.status === 'Success').map(({ migrationName }) => migrationName)
    },
    async plan() {
      const { pending } = await status()
      const planned = steps.filter(({ name }) => pending.includes(name))
      if (planned.length === 0) return ''
      const parts = planned.flatMap(({ name, statements }) => [
        `-- ${name}\n${recordOf(name)}`,
        ...statements,
      ])
      const all = [
        'begin',
        `create schema if not exists ${quoted(schema)}`,
        useSchema,
        ...ledgerTables,
        ...parts,
        'commit',
      ]
      return all.map((statement) => `${statement};\n`).join('\n')
    },
  }
}

/** Throws a `StorageError` that says what to do unless the schema is the one this version was written for. */
export async function requireCurrentSchema({ schema }: Database, migrations: Migrations): Promise<void> {
  const { state, pending, unknown } = await migrations.status()
  const remedy = `run "setvote-migrate up --schema ${schema} --url …", or await storage.migrate()`
  if (state === 'missing') throw new StorageError(`There is no schema "${schema}" of setvote here: ${remedy}`)
  if (state === 'behind') {
    throw new StorageError(`The schema "${schema}" lacks ${pending.join(', ')}: ${remedy}`)
  }
  if (state === 'newer') throw new StorageError(newerMessage(schema, unknown))
}

const newerMessage = (schema: string, unknown: readonly string[]) =>
  `The schema "${schema}" is newer than this version of @setvote/adapter-postgres (${unknown.join(', ')}): update the package`

/** Names of the steps that have run; null when there is no schema. */
async function readLedger(database: Database): Promise<string[] | null> {
  try {
    const rows = await database.rows<{ name: string }>(
      sql`select name from ${database.in(ledger)} order by name collate "C"`,
    )
    return rows.map(({ name }) => name)
  } catch (error) {
    const { code } = error as { readonly code?: unknown }
    if (code === '42P01' || code === '3F000') return null
    throw translateError(error, database.schema)
  }
}

async function refuseOtherEncodings(database: Database): Promise<void> {
  try {
    const [row] = await database.rows<{ encoding: string }>(
      sql`select current_setting('server_encoding') as encoding`,
    )
    if (row?.encoding !== 'UTF8') {
      throw new StorageError(`The database must be encoded in UTF8, not ${row?.encoding}`)
    }
  } catch (error) {
    throw translateError(error, database.schema)
  }
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

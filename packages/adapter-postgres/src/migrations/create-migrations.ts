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
  /** The SQL that `migrate` would run; empty when there is nothing to do. */
  plan(): Promise<string>
  status(): Promise<MigrationStatus>
}

const ledger = 'schema_migrations'

export function createMigrations(database: Database, steps: readonly SchemaStep[] = allSteps): Migrations {
  const { schema, kysely } = database
  const useSchema = `set local search_path to ${quoted(schema)}`
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
      const parts = planned.map(({ name, statements }) =>
        [`-- ${name}`, ...statements.map((statement) => `${statement};`)].join('\n\n'),
      )
      return [
        `create schema if not exists ${quoted(schema)};`,
        'begin;',
        `${useSchema};`,
        ...parts,
        'commit;',
        '',
      ].join('\n\n')
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

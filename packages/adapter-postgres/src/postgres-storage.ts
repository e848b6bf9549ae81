import {
  type Clock,
  type Ids,
  type Storage,
  storageContractVersion,
  systemClock,
  uuidIds,
} from '@setvote/sdk/storage'
import { createPostgresCatalog } from './catalog/create-postgres-catalog.ts'
import { artistKind } from './catalog/kinds/artist-kind.ts'
import { setlistKind } from './catalog/kinds/setlist-kind.ts'
import { showKind } from './catalog/kinds/show-kind.ts'
import { songKind } from './catalog/kinds/song-kind.ts'
import { venueKind } from './catalog/kinds/venue-kind.ts'
import type { Context } from './context.ts'
import { examineServer, type ServerFacts } from './database/examine-server.ts'
import { type Connection, openDatabase } from './database/open-database.ts'
import { translateError } from './database/translate-error.ts'
import { createPostgresFans } from './fans/create-postgres-fans.ts'
import { createPostgresImports } from './imports/create-postgres-imports.ts'
import { createPostgresJobs } from './jobs/create-postgres-jobs.ts'
import { createMigrations, type Migrations, requireCurrentSchema } from './migrations/create-migrations.ts'
import { createPostgresOps } from './ops/create-postgres-ops.ts'
import { createPostgresQuotas } from './quotas/create-postgres-quotas.ts'
import { createPostgresSettings } from './settings/create-postgres-settings.ts'
import { createPostgresTrending } from './trending/create-postgres-trending.ts'
import { createPostgresVotes } from './votes/create-postgres-votes.ts'
import { whileReady } from './while-ready.ts'

/** How to reach the database, and what is where in it. */
export type PostgresOptions = Connection & {
  /** The schema that holds everything: up to 63 letters, digits and `_`, not beginning with `pg_`. @default 'setvote' */
  readonly schema?: string
  /** Tells when things were saved. @default the machine's clock */
  readonly clock?: Clock
  /** Makes ids from the prefixes art, ven, sho, son, set, sls (a setlist song), run and job. @default UUIDs */
  readonly ids?: Ids
}

/** The storage contract, and what brings its schema up to date. */
export type PostgresStorage = Storage &
  Migrations & {
    /** Looks at the server for what may bite: its version, its clock, a pooler before it. Works without the schema. */
    examine(): Promise<ServerFacts>
  }

/**
 * The whole storage contract in PostgreSQL: a server, by its connection string or your own pool of `pg`, or a PGlite
 * inside this process. The schema must have been migrated: `await storage.migrate()`, or `setvote-migrate up`.
 *
 * The first use looks whether the schema is the one that this version was written for, and rejects with a
 * `StorageError` that says what to do when it is not. `close()` ends the connections that were opened here; a pool or
 * a PGlite that you passed stays yours.
 *
 * What fails later is a `StorageError` that says what to do, with the driver's error as its `cause`; what PostgreSQL
 * cannot keep is an `InvalidInputError`.
 *
 * @throws InvalidOptionsError unless there is exactly one of `connectionString`, `pool` and `pglite`, and for a name that no
 * schema can have.
 *
 * @example
 * const storage = postgresStorage({ connectionString: 'postgres://app@localhost/app' })
 * await storage.migrate()
 */
export function postgresStorage({
  schema = 'setvote',
  clock = systemClock,
  ids = uuidIds(),
  ...connection
}: PostgresOptions): PostgresStorage {
  const database = openDatabase(connection, schema)
  const migrations = createMigrations(database)
  const context: Context = { database, clock, newId: ids }

  let closing: Promise<void> | undefined
  let checked: Promise<void> | undefined
  const readiness = {
    schema,
    isClosed: () => closing !== undefined,
    ready() {
      checked ??= requireCurrentSchema(database, migrations).catch((error: unknown) => {
        checked = undefined
        throw error
      })
      return checked
    },
  }
  const port = <Port extends object>(verbs: Parameters<typeof whileReady<Port>>[1]) =>
    whileReady<Port>(readiness, verbs)

  return {
    ...migrations,
    async examine() {
      try {
        return await examineServer(database, connection as Connection, clock)
      } catch (error) {
        throw translateError(error, schema)
      }
    },
    contractVersion: storageContractVersion,
    artists: port(createPostgresCatalog(context, artistKind)),
    venues: port(createPostgresCatalog(context, venueKind)),
    shows: port(createPostgresCatalog(context, showKind)),
    songs: port(createPostgresCatalog(context, songKind)),
    setlists: port(createPostgresCatalog(context, setlistKind)),
    votes: port(createPostgresVotes(context)),
    trending: port(createPostgresTrending(context)),
    fans: port(createPostgresFans(context)),
    imports: port(createPostgresImports(context)),
    jobs: port(createPostgresJobs(context)),
    quotas: port(createPostgresQuotas(context)),
    settings: port(createPostgresSettings(context)),
    ops: port(createPostgresOps(context)),
    close: () => (closing ??= database.close()),
  }
}

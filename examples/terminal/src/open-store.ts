import { memoryStorage } from '@setvote/adapter-memory'
import type { PostgresStorage } from '@setvote/adapter-postgres'
import { isSetvoteError, type Storage } from '@setvote/sdk'
import { openPGlite } from './open-pglite.ts'
import { type StoreChoice, withoutSecrets } from './store-choice.ts'
import { UsageError } from './usage-error.ts'

export interface DemoStore {
  readonly storage: Storage
  close(): Promise<void>
}

/** Not the schema of an app: fans who do not exist have no business among those who do. */
const schema = 'setvote_demo'

const connectTimeoutMs = 10_000

/** Opens what `--store` names, with its schema up to date. Throws a `UsageError` for what cannot be opened. */
export async function openStore(choice: StoreChoice, narrate: (line: string) => void): Promise<DemoStore> {
  if (choice.kind === 'memory') {
    const storage = memoryStorage()
    return { storage, close: () => storage.close() }
  }
  // Neither PGlite nor the driver is loaded by a demo in memory.
  const { postgresStorage } = await import('@setvote/adapter-postgres')
  if (choice.kind === 'pglite') {
    const opened = await openPGlite(choice.directory)
    const storage = postgresStorage({ pglite: opened.pglite, schema })
    return openMigrated(storage, `in an embedded PGlite in ${choice.directory}`, narrate, opened.close)
  }
  const storage = postgresStorage({ connectionString: choice.url, connectTimeoutMs, schema })
  return openMigrated(storage, `on the PostgreSQL server ${withoutSecrets(choice.url)}`, narrate)
}

async function openMigrated(
  storage: PostgresStorage,
  name: string,
  narrate: (line: string) => void,
  closeRest: () => Promise<void> = async () => {},
): Promise<DemoStore> {
  async function close() {
    await storage.close()
    await closeRest()
  }
  try {
    const steps = await storage.migrate()
    narrate(`Storing ${name}, in the schema ${schema}.`)
    narrate(
      steps.length === 0
        ? 'Its schema is current; what is in it stays.'
        : `Its schema was brought up to date by ${steps.length} migrations.`,
    )
    return { storage, close }
  } catch (error) {
    await close()
    if (!isSetvoteError(error)) throw error
    throw new UsageError(`Nothing can be stored ${name}: ${reasonFor(error)}.`)
  }
}

/** To the pool, a server that does not answer looks like connections that are all in use. */
function reasonFor({ message, cause }: Error): string {
  const isTimeout = cause instanceof Error && /timeout/i.test(cause.message)
  return isTimeout ? `no answer within ${connectTimeoutMs / 1000} seconds` : message
}

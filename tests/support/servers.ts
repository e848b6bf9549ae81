import { describe, it } from 'vitest'
import {
  type MortalServer,
  startMortalServer,
} from '../../packages/adapter-postgres/test/support/postgres-server.ts'
import {
  servers,
  type TestDatabase,
  useDatabase,
} from '../../packages/adapter-postgres/test/support/test-database.ts'

const missing = 'no PostgreSQL was found'

/** Tests on each PostgreSQL that runs for this test run, with a migrated database of this file's own. */
export function describeServers(
  name: string,
  tests: (database: TestDatabase) => void,
  /** The newest one speaks for all where a test takes long. @default 'all' */
  which: 'all' | 'newest' = 'all',
): void {
  for (const server of which === 'all' ? servers : servers.slice(-1))
    describe(`${name} on ${server.name}`, () => tests(useDatabase(server)))
  // Where they are required, their absence has ended the run before it began.
  if (servers.length === 0) it.skip(`${name}: ${missing}`)
}

/**
 * A test with a server that it may kill. The server leaves it to the operating system when to write to disk: what a
 * process has written outlives the process, and only a machine that dies needs more.
 */
export function itOwnsServer(
  name: string,
  test: (server: MortalServer) => Promise<void>,
  timeoutMs?: number,
): void {
  it(
    name,
    async ({ skip, onTestFinished }) => {
      const server = await startMortalServer(['fsync=off'])
      if (server) {
        // Also when the time is up and the test itself goes on.
        onTestFinished(() => server.stop())
        await test(server)
      } else if (process.env.SETVOTE_REQUIRE_SERVICES === '1') throw new Error(missing)
      else skip(missing)
    },
    timeoutMs,
  )
}

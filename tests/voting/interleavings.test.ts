import { PGlite } from '@electric-sql/pglite'
import { memoryStorage } from '@setvote/adapter-memory'
import { postgresStorage } from '@setvote/adapter-postgres'
import type { Storage } from '@setvote/sdk/storage'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clearTables } from '../../packages/adapter-postgres/test/support/clear-tables.ts'
import { servers, useDatabase } from '../../packages/adapter-postgres/test/support/test-database.ts'
import { createVoteModel } from './support/vote-model.ts'
import { anySteps, type Step } from './support/vote-steps.ts'
import { openVoteWorld, pictureOf } from './support/vote-world.ts'

describe('any steps in any order', () => {
  let pglite: PGlite
  beforeAll(async () => {
    pglite = await PGlite.create()
    await postgresStorage({ pglite }).migrate()
  }, 60_000)
  afterAll(() => pglite.close())
  const databases = servers.map((server) => ({ name: server.name, database: useDatabase(server) }))

  /** An empty storage of each kind. */
  async function openAll(): Promise<(readonly [name: string, storage: Storage])[]> {
    await clearTables((statement) => pglite.exec(statement))
    return [
      ['memory', memoryStorage()],
      ['PGlite', postgresStorage({ pglite })],
      ...(await Promise.all(
        databases.map(async ({ name, database }) => [name, await database.open()] as const),
      )),
    ]
  }

  async function expectLikeModel(name: string, storage: Storage, steps: readonly Step[]) {
    const model = createVoteModel()
    const world = await openVoteWorld(storage)
    for (const step of steps) {
      expect(await world.apply(step), `${name}: ${JSON.stringify(step)}`).toEqual(model.apply(step))
    }
    expect(await world.picture(), name).toEqual(pictureOf(model))
    await storage.close()
  }

  it('come to what a simple model says, on every adapter', async () => {
    const property = fc.asyncProperty(anySteps, async (steps) => {
      const storages = await openAll()
      const [memory, ...databases] = storages
      await expectLikeModel(...memory!, steps)
      const checks = databases.map(([name, storage]) => expectLikeModel(name, storage, steps))
      // All of them end before the next steps begin on the same databases.
      const failed = (await Promise.allSettled(checks)).find(({ status }) => status === 'rejected')
      if (failed) throw (failed as PromiseRejectedResult).reason
    })
    await fc.assert(property, { numRuns: 50, interruptAfterTimeLimit: 30_000 })
  }, 120_000)
})

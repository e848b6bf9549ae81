import { setTimeout as sleep } from 'node:timers/promises'
import type { QueueConnection } from '@setvote/cron-runner/bullmq'
import { createSandbox, type ListeningSandbox } from '@setvote/sdk/sandbox'
import type { ArtistReference, ImportRun, Storage } from '@setvote/sdk/storage'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  hasRedisServer,
  type RedisServer,
  startRedisServer,
} from '../../packages/sdk/test/redis/support/redis-server.ts'
import { type Child, startChild } from '../support/child.ts'
import { accountOf, stepsOf } from '../support/import-account.ts'
import type { QueuedImportingTask } from '../support/queued-importing-process.ts'
import { describeServers } from '../support/servers.ts'
import { snapshotOf } from '../support/snapshot.ts'

const hasRedis = await hasRedisServer()

describeServers(
  'an import in a queue that processes share',
  (database) => {
    let sandbox: ListeningSandbox
    let redis: RedisServer | null = null
    beforeAll(async () => {
      sandbox = await createSandbox({ limits: false, latencyMs: 30 }).listen()
      if (hasRedis) redis = await startRedisServer()
    })
    afterAll(async () => {
      await redis?.stop()
      await sandbox.close()
    })

    const start = (connection: QueueConnection, reference: ArtistReference | null): Child => {
      const { url } = database
      const task: QueuedImportingTask = { url, connection, credentials: sandbox.credentials, reference }
      return startChild('queued-importing-process.ts', task)
    }
    const inCatalog = ({ ledger }: ImportRun) =>
      (ledger.lines.find(({ kind }) => kind === 'setlists')?.fetched ?? 0) > 20

    it.for(['Redis', 'PostgreSQL'] as const)(
      'over %s is finished once by another process when its own is killed, and when that one leaves',
      { timeout: 120_000 },
      async (kind, { skip }) => {
        if (kind === 'Redis' && !redis) return skip('no redis-server')
        const connection = kind === 'Redis' ? { url: redis!.url } : { postgres: database.url }
        const storage = await database.open()
        const reference = { name: sandbox.world.artists[0]!.name }

        const killed = start(connection, reference)
        const { id } = await until(storage, inCatalog)
        await killed.kill()
        const left = await storage.imports.find(id)
        expect(left?.status).toBe('running')
        const fence = left?.status === 'running' ? left.lease.fence : 0

        const leaving = start(connection, null)
        const goesOn = (run: ImportRun) =>
          run.status === 'running' && run.lease.fence > fence && run.updatedAt > left!.updatedAt
        await until(storage, goesOn)
        const staying = start(connection, null)
        await staying.hear()
        leaving.tell('leave')
        await leaving.hear()
        await leaving.end()
        const run = await until(storage, ({ status }) => status !== 'running')
        staying.tell('leave')
        await staying.end()

        expect(run).toMatchObject({ id, status: 'completed' })
        expect((await storage.imports.list({})).items).toEqual([run])
        const steps = await stepsOf(storage, id)
        expect(steps.map(({ sequence }) => sequence)).toEqual(steps.map((_, index) => index + 1))
        expect(steps.filter(({ status }) => status !== 'running')).toEqual([steps.at(-1)])
        for (const { expected, fetched } of accountOf(run).lines) expect(fetched).toBe(expected)
        expect((await snapshotOf(storage)).artists).toHaveLength(1)
      },
    )
  },
  'newest',
)

/** The only run, as soon as it is as it should be. */
async function until(storage: Storage, isSo: (run: ImportRun) => boolean): Promise<ImportRun> {
  for (;;) {
    const [run] = (await storage.imports.list({})).items
    if (run && isSo(run)) return run
    await sleep(2)
  }
}

import { PGlite } from '@electric-sql/pglite'
import { artistDraft } from '@setvote/sdk/conformance'
import { systemClock } from '@setvote/sdk/storage'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { postgresStorage } from '../../src/index.ts'
import { postgresEventBus } from '../../src/realtime/postgres-event-bus.ts'
import { servers, useDatabase } from '../support/test-database.ts'
import { startTransactionPooler } from '../support/transaction-pooler.ts'

describe.for(servers)('what is found of $name', (server) => {
  const database = useDatabase(server)
  const [, major = ''] = /(\d+)/.exec(server.name) ?? []

  it('is its version, its clock, and that sessions are kept', async () => {
    const storage = postgresStorage({ connectionString: database.url, maxConnections: 3 })
    const facts = await storage.examine()
    const { port } = new URL(database.url)
    expect(facts).toMatchObject({ isReplica: false, isReadOnly: false, port: Number(port), sessions: 'kept' })
    expect(Math.abs(facts.clockAheadMs)).toBeLessThan(1_000)
    if (major) expect(String(facts.version)).toMatch(new RegExp(`^${major}`))
    await storage.close()
  })

  it('is a clock that differs', async () => {
    const clock = { ...systemClock, now: () => new Date(Date.now() - 90_000) }
    const storage = postgresStorage({ connectionString: database.url, clock })
    const { clockAheadMs } = await storage.examine()
    expect(Math.abs(clockAheadMs - 90_000)).toBeLessThan(1_000)
    await storage.close()
  })

  it('is a database that takes no writes', async () => {
    const pool = new pg.Pool({
      connectionString: database.url,
      options: '-c default_transaction_read_only=on',
    })
    expect(await postgresStorage({ pool }).examine()).toMatchObject({ isReadOnly: true })
    await pool.end()
  })

  it('is a pooler in transaction mode, behind which storage works and events are lost', async () => {
    const pooler = await startTransactionPooler(database.url)
    const storage = postgresStorage({ connectionString: pooler.url })
    expect(await storage.examine()).toMatchObject({ sessions: 'lost' })
    expect(await storage.artists.save(artistDraft({}))).toMatchObject({ entity: expect.anything() })
    const jobs = { job: 'cleanup', owner: 'one', trigger: 'schedule', leaseMs: 60_000 } as const
    const at = new Date()
    const claims = await Promise.all(
      [1, 2, 3, 4].map(() => storage.jobs.claimSlot({ ...jobs, slotAt: at, at })),
    )
    expect(claims.map(({ status }) => status).sort()).toEqual(['claimed', 'held', 'held', 'held'])

    const [through, direct] = [pooler.url, database.url].map((connectionString) =>
      postgresEventBus({ connectionString }),
    )
    const heard: string[] = []
    const event = { topic: 'show:1', type: 'a', at, data: {} }
    through!.subscribe('show:1', ({ type }) => void heard.push(type))
    for (let count = 0; count < 20; count++) await direct!.publish(event)
    // One may be on its way while the connection is still lent for listening.
    expect(heard.length).toBeLessThan(5)
    await Promise.all([through!.close(), direct!.close(), storage.close()])
    await pooler.stop()
  })

  it('is found with a single connection too, without an end of waiting', async () => {
    const pool = new pg.Pool({ connectionString: database.url, max: 1 })
    expect(await postgresStorage({ pool }).examine()).toMatchObject({ sessions: 'unknown' })
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
    await pool.end()
  })
})

describe('what is found of others', () => {
  it('is that PGlite keeps its one session', async () => {
    const pglite = new PGlite()
    const facts = await postgresStorage({ pglite }).examine()
    expect(facts).toMatchObject({ isReplica: false, port: null, sessions: 'kept' })
    await pglite.close()
  })

  it('is why a server cannot be examined, without the password', async () => {
    const storage = postgresStorage({ connectionString: 'postgres://app:very-secret@127.0.0.1:1/app' })
    const failure = await storage.examine().catch((error: Error) => error.message)
    expect(failure).toMatch(/The connection to PostgreSQL failed/)
    expect(failure).not.toContain('very-secret')
    await storage.close()
  })
})

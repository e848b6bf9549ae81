import { artistDraft } from '@setvote/sdk/conformance'
import { InvalidInputError, StorageError } from '@setvote/sdk/storage'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { type PostgresOptions, postgresStorage } from '../../src/index.ts'
import { servers, useDatabase } from '../support/test-database.ts'

const [server] = servers

describe.runIf(server)('errors', () => {
  const database = useDatabase(server!)
  const rejection = async (options: PostgresOptions, work = save) => {
    const storage = postgresStorage(options)
    try {
      return await work(storage).then(
        () => null,
        (error: unknown) => error as Error,
      )
    } finally {
      await storage.close()
    }
  }
  const save = (storage: ReturnType<typeof postgresStorage>): Promise<unknown> =>
    storage.artists.save(artistDraft())
  const withOptions = (options: string) => `${database.url}?options=${encodeURIComponent(options)}`

  it('says that no connection became free', async () => {
    const pool = new pg.Pool({ connectionString: database.url, max: 1, connectionTimeoutMillis: 50 })
    const client = await pool.connect()
    const error = await rejection({ pool })
    client.release()
    await pool.end()
    expect(error).toBeInstanceOf(StorageError)
    expect(error?.message).toMatch(/No connection .* became free in time/)
    expect(error?.cause).toBeInstanceOf(Error)
  })

  it('says that a statement took too long', async () => {
    const blocker = new pg.Client({ connectionString: database.url })
    await blocker.connect()
    await blocker.query('begin; lock table setvote.artists')
    const error = await rejection({ connectionString: database.url, statementTimeoutMs: 100 })
    await blocker.end()
    expect(error).toBeInstanceOf(StorageError)
    expect(error?.message).toContain('statement_timeout')
  })

  it('says that the server is read-only', async () => {
    const error = await rejection({ connectionString: withOptions('-c default_transaction_read_only=on') })
    expect(error).toBeInstanceOf(StorageError)
    expect(error?.message).toContain('read-only')
  })

  it('says that the connection was lost, and works again with the next one', async () => {
    const storage = postgresStorage({ connectionString: database.url, maxConnections: 1 })
    const blocker = new pg.Client({ connectionString: database.url })
    await blocker.connect()
    await blocker.query('begin; lock table setvote.venues')
    const waiting = storage.venues.find('x')
    const lost = expect(waiting).rejects.toThrow(/PostgreSQL .*(lost|ended this connection)/)
    await expect
      .poll(() =>
        database.sql(`
          select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`),
      )
      .toHaveLength(1)
    await lost
    await blocker.end()
    // The pool may hand the dead connection out once more before it has noticed.
    await expect.poll(() => storage.venues.find('x').catch(() => 'not yet')).toBeNull()
    await storage.close()
  })

  it('says that nobody listens, or that there is no such database', async () => {
    expect((await rejection({ connectionString: 'postgres://setvote:secret@127.0.0.1:1/x' }))?.message).toBe(
      'The connection to PostgreSQL failed or was lost (ECONNREFUSED)',
    )
    const elsewhere = new URL(database.url)
    elsewhere.pathname = '/no_such_database'
    expect((await rejection({ connectionString: elsewhere.href }))?.message).toContain('no such database')
  })

  it('refuses what PostgreSQL cannot keep as input, never with an error of SQL', async () => {
    const storage = await database.open()
    const early = artistDraft({ syncedAt: new Date(-8.64e15) })
    await expect(storage.artists.save(early)).rejects.toThrow(InvalidInputError)
    const late = artistDraft({ id: 'late', syncedAt: new Date(8.64e15) })
    const { entity } = await storage.artists.save(late)
    expect(await storage.artists.find('late')).toEqual(entity)
    const old = artistDraft({ id: 'old', syncedAt: new Date('-000043-03-15T12:00:00.123Z') })
    expect((await storage.artists.save(old)).entity).toEqual(await storage.artists.find('old'))
    const long = { service: 'setvote', id: 'x'.repeat(50_000) } as const
    await storage.artists.save(artistDraft({ id: 'long', name: '🎸'.repeat(10_000), externalIds: [long] }))
    expect((await storage.artists.find(long))?.id).toBe('long')
  })

  it('refuses options that cannot be meant', () => {
    expect(() => postgresStorage({} as PostgresOptions)).toThrow(/one of connectionString, pool and pglite/)
    expect(() => postgresStorage({ connectionString: database.url, schema: 'a"b' })).toThrow(/schema must be/)
  })
})

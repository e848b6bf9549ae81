import { hasCode } from '@setvote/sdk/storage'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/database/open-database.ts'
import { postgresStorage } from '../../src/index.ts'
import { runMigrate } from '../../src/migrate-command.ts'
import { allSteps } from '../../src/migrations/all-steps.ts'
import { createMigrations } from '../../src/migrations/create-migrations.ts'
import { describeSchema } from '../support/describe-schema.ts'
import { servers, useDatabase } from '../support/test-database.ts'

const names = allSteps.map(({ name }) => name)

describe.for(servers)('migrating on $name', (server) => {
  const database = useDatabase(server)
  const open = (schema: string) => postgresStorage({ connectionString: database.url, schema })
  const using = async <Answer>(
    schema: string,
    work: (storage: ReturnType<typeof open>) => Promise<Answer>,
  ) => {
    const storage = open(schema)
    try {
      return await work(storage)
    } finally {
      await storage.close()
    }
  }
  const rejection = (schema: string) =>
    using(schema, (storage) =>
      storage.artists.find('x').then(
        () => null,
        (error: unknown) => error as Error,
      ),
    )

  it('runs every step once, in a schema of any name', async () => {
    await using('other_one', async (storage) => {
      expect((await storage.status()).state).toBe('missing')
      expect(await storage.migrate()).toEqual(names)
      expect(await storage.migrate()).toEqual([])
      expect(await storage.status()).toEqual({ state: 'current', done: names, pending: [], unknown: [] })
      expect(await storage.artists.find('x')).toBeNull()
    })
  })

  it('lets several migrate at once', async () => {
    const done = await Promise.all(
      Array.from({ length: 6 }, () => using('raced', (storage) => storage.migrate())),
    )
    expect(done.flat().sort()).toEqual(names)
  })

  it('plans the SQL that it would run, and running it by hand is the same, ledger included', async () => {
    const plan = await using('planned', (storage) => storage.plan())
    await database.sql(plan)
    await using('planned', async (storage) => {
      expect(await storage.status()).toEqual({ state: 'current', done: names, pending: [], unknown: [] })
      expect(await storage.plan()).toBe('')
      expect(await storage.migrate()).toEqual([])
      expect(await storage.artists.find('x')).toBeNull()
    })
    const described = async (schema: string) =>
      (await describeSchema((statement) => database.sql(statement), schema)).replaceAll(`${schema}.`, '')
    await using('migrated', (storage) => storage.migrate())
    expect(await described('planned')).toBe(await described('migrated'))
  })

  it('plans what is pending alone, and runs it wholly or not at all', async () => {
    const last = names.at(-1)!
    const behind = (schema: string) =>
      createMigrations(
        openDatabase({ connectionString: database.url, maxConnections: 1 }, schema),
        allSteps.slice(0, -1),
      )
    await behind('half').migrate()
    const plan = await using('half', (storage) => storage.plan())
    expect(plan.match(/^-- \d{4}-.*$/gm)).toEqual([`-- ${last}`])
    await database.sql(plan)
    expect(await using('half', (storage) => storage.status())).toMatchObject({ state: 'current' })
    await expect(database.sql(plan)).rejects.toThrow(/schema_migrations_pkey/)
  })

  it('says what to run when the schema is missing, behind or newer', async () => {
    expect(String(await rejection('nowhere'))).toMatch(
      /no schema "nowhere".*setvote-migrate up --schema nowhere/,
    )
    await using('aged', (storage) => storage.migrate())
    await database.sql(`delete from aged.schema_migrations where name = '${names.at(-1)}'`)
    expect(String(await rejection('aged'))).toContain(`lacks ${names.at(-1)}`)
    await database.sql(
      `insert into aged.schema_migrations values ('${names.at(-1)}', ''), ('9999-later', '')`,
    )
    const error = await rejection('aged')
    expect(String(error)).toMatch(/newer than this version.*9999-later.*update the package/)
    expect(hasCode(error, 'storage-failed')).toBe(true)
    await expect(using('aged', (storage) => storage.migrate())).rejects.toThrow(/newer than this version/)
  })

  it('is a command', async () => {
    const run = async (...args: string[]) => {
      const lines: string[] = []
      const note = (text: string) => lines.push(text)
      const code = await runMigrate(args, {
        env: { DATABASE_URL: database.url },
        print: note,
        complain: note,
      })
      return { code, text: lines.join('\n') }
    }
    expect(await run('status', '--schema', 'commanded')).toMatchObject({ code: 1 })
    expect((await run('up', '--schema', 'commanded')).text).toBe(
      names.map((name) => `done     ${name}`).join('\n'),
    )
    expect(await run('up', '--schema', 'commanded')).toEqual({ code: 0, text: 'The schema is current.' })
    expect(await run('status', '--schema', 'commanded')).toMatchObject({ code: 0 })
    expect((await run('plan')).text).toContain('nothing to do')
    expect(await run('sideways')).toMatchObject({ code: 2 })
    expect(await run('up', '--nonsense')).toMatchObject({ code: 2 })
    const refused = await run('up', '--url', 'postgres://nobody@127.0.0.1:1/x')
    expect(refused).toEqual({ code: 1, text: expect.stringContaining('ECONNREFUSED') })
  })
})

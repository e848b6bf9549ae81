import { describe, expect, it } from 'vitest'
import { describeSchema } from '../support/describe-schema.ts'
import { servers, useDatabase } from '../support/test-database.ts'

describe.for(servers)('the schema on $name', (server) => {
  const database = useDatabase(server)

  it('is the one that is written down', async () => {
    const schema = await describeSchema((statement) => database.sql(statement))
    await expect(schema).toMatchFileSnapshot('./schema.txt')
  })

  it('has an index for every foreign key', async () => {
    const missing = await database.sql(`
      select conrelid::regclass || ' ' || conname as name from pg_constraint c
      where connamespace = 'setvote'::regnamespace and contype = 'f' and not exists (
        select from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1]
      )`)
    expect(missing).toEqual([])
  })
})

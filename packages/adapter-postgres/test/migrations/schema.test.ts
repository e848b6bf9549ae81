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
    const keys = await database.sql<{ name: string; indexed: boolean }>(`
      select conrelid::regclass || ' ' || conname as name, exists (
        select from pg_index i where i.indrelid = c.conrelid and i.indisvalid and i.indpred is null
          and (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey
      ) as indexed
      from pg_constraint c where connamespace = 'setvote'::regnamespace and contype = 'f'`)
    expect(keys.length).toBeGreaterThan(15)
    expect(keys.filter(({ indexed }) => !indexed)).toEqual([])
  })
})

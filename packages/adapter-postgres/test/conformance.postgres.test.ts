import { storageContract } from '@setvote/sdk/conformance'
import { describe, expect, inject, it } from 'vitest'
import { servers, useDatabase } from './support/test-database.ts'

for (const server of servers) {
  describe(server.name, () => {
    const database = useDatabase(server)
    storageContract({ describe, it }, () => database.open())
  })
}

it('ran against every PostgreSQL that was found', () => {
  expect(servers).toEqual(inject('postgresServers'))
})

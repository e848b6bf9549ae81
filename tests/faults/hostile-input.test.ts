import { PGlite } from '@electric-sql/pglite'
import { memoryStorage } from '@setvote/adapter-memory'
import { postgresStorage } from '@setvote/adapter-postgres'
import { type ErrorCode, isSetvoteError } from '@setvote/sdk'
import { venueDraft } from '@setvote/sdk/conformance'
import type { Storage } from '@setvote/sdk/storage'
import { countingIds, fakeClock } from '@setvote/sdk/testing'
import { beforeAll, describe, expect, it } from 'vitest'
import { saveConcert } from '../support/concert.ts'
import { hostileCalls } from '../support/hostile-calls.ts'
import { offlineSetvote } from '../support/offline-setvote.ts'
import { describeServers } from '../support/servers.ts'

type Outcome = { readonly value: unknown } | { readonly code: ErrorCode } | { readonly unexpected: unknown }

const options = () => ({ clock: fakeClock('2026-11-21T12:00:00Z'), ids: countingIds() })

/** Words of a database, or of JavaScript that met what it did not expect. */
const leaks = /SQL|relation "|violates|syntax error|is not a function|Cannot (read|destructure|convert)/

/** What became of each call, by its name: a value, or the code of an error that was made for the caller. */
async function outcomesOn(storage: Storage): Promise<Map<string, Outcome>> {
  await storage.venues.save(venueDraft({ id: 'venue' }))
  const concert = await saveConcert(storage)
  const setvote = offlineSetvote(storage)
  const outcomes = new Map<string, Outcome>()
  for (const { name, make } of hostileCalls) outcomes.set(name, await outcomeOf(make(setvote, concert)))
  expect(await setvote.votes.audit()).toMatchObject({ status: 'exact' })
  await setvote.close()
  return outcomes
}

async function outcomeOf(call: Promise<unknown>): Promise<Outcome> {
  try {
    return { value: await call }
  } catch (error) {
    const isMeant = isSetvoteError(error) && error.code !== 'storage-failed' && !leaks.test(error.message)
    return isMeant ? { code: error.code } : { unexpected: String(error) }
  }
}

describe('hostile input', () => {
  let inMemory: Map<string, Outcome>
  beforeAll(async () => {
    inMemory = await outcomesOn(memoryStorage(options()))
  })

  async function expectSame(storage: Storage) {
    for (const [name, outcome] of await outcomesOn(storage)) expect(outcome, name).toEqual(inMemory.get(name))
  }

  it('is answered, or refused with an error that says what to write', () => {
    const outcomes = [...inMemory]
    expect(outcomes.filter(([, outcome]) => 'unexpected' in outcome)).toEqual([])
    const codes = new Set(outcomes.map(([, outcome]) => ('code' in outcome ? outcome.code : 'answered')))
    expect(codes).toEqual(new Set(['answered', 'invalid-input', 'not-found']))
  })

  it('is answered by PGlite as by memory', async () => {
    const pglite = await PGlite.create()
    const storage = postgresStorage({ pglite, ...options() })
    await storage.migrate()
    await expectSame(storage)
    await pglite.close()
  }, 120_000)

  describeServers('a server', (database) => {
    it('answers it as memory does', async () => {
      await expectSame(await database.open(options()))
    }, 60_000)
  })
})

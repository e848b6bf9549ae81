import { memoryStorage } from '@setvote/adapter-memory'
import { ArtistImportOrchestrator, type ImportClients } from '@setvote/sdk'
import type { Storage } from '@setvote/sdk/storage'
import { fakeClock } from '@setvote/sdk/testing'
import { expect, it } from 'vitest'
import { everything } from '../support/everything.ts'
import { clientsOf, openServices } from '../support/fake-services.ts'

const { sandbox } = openServices()
const clock = fakeClock('2026-11-21T12:00:00Z')

async function importInto(storage: Storage, name: string, clients: ImportClients) {
  const imports = new ArtistImportOrchestrator({ storage, clients, clock })
  await imports.finished((await imports.start({ name })).id)
}

/** The ids that services give each hall. */
async function halls(storage: Storage): Promise<string[]> {
  const { venues } = await everything(storage)
  return venues
    .map(({ externalIds }) =>
      externalIds
        .map(({ service, id }) => `${service}:${id}`)
        .sort()
        .join(' '),
    )
    .sort()
}

it('a hall that two services name at the same time is one, as when they name it one after the other', async () => {
  for (const { name } of sandbox.world.artists.slice(0, 6)) {
    const [atOnce, inTurn] = [memoryStorage(), memoryStorage()]
    await importInto(atOnce, name, clientsOf(sandbox))
    const { setlistfm: _, ...others } = clientsOf(sandbox)
    await importInto(inTurn, name, others)
    await importInto(inTurn, name, clientsOf(sandbox))
    expect(await halls(atOnce), name).toEqual(await halls(inTurn))
  }
})

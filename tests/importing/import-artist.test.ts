import { memoryStorage } from '@setvote/adapter-memory'
import { ArtistImportOrchestrator, isReconciled } from '@setvote/sdk'
import { worldTruth } from '@setvote/sdk/sandbox'
import { describe, expect, it } from 'vitest'
import { openServices } from '../support/fake-services.ts'
import { snapshotOf } from '../support/snapshot.ts'

describe('an import', () => {
  it('stores what is true about the artist, whichever way the artist is named', async () => {
    const { sandbox } = openServices()
    const truth = worldTruth(sandbox.world, sandbox.world.artists[0]!.id)
    const references = [
      { name: truth.name },
      { spotifyId: truth.ids.spotify! },
      { ticketmasterId: truth.ids.ticketmaster! },
      { mbid: truth.ids.musicbrainz! },
    ]
    for (const reference of references) {
      const { clients } = openServices()
      const storage = memoryStorage()
      const imports = new ArtistImportOrchestrator({ storage, clients })
      const started = await imports.start(reference)
      const run = await imports.finished(started.id)
      console.log(
        reference,
        run.status,
        JSON.stringify(run.ledger, null, 1),
        Object.entries(await snapshotOf(storage)).map(([kind, things]) => `${kind} ${things.length}`),
      )
      expect(run.status).toBe('completed')
      expect(isReconciled(run.ledger)).toBe(true)
    }
  })
})

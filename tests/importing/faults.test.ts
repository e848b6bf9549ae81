import { memoryStorage } from '@setvote/adapter-memory'
import {
  ArtistImportOrchestrator,
  isReconciled,
  isSetvoteError,
  missingOf,
  unaccountedOf,
} from '@setvote/sdk'
import { type FaultScriptName, faultScripts } from '@setvote/sdk/sandbox'
import { describe, expect, it } from 'vitest'
import { openServices } from '../support/fake-services.ts'

describe.each(Object.keys(faultScripts) as FaultScriptName[])(
  'an import under the fault script %s',
  (script) => {
    it('ends in a state that is true', async () => {
      const { sandbox, clients } = openServices({ faults: script })
      const storage = memoryStorage()
      const imports = new ArtistImportOrchestrator({ storage, clients })
      const started = await imports
        .start({ name: sandbox.world.artists[0]!.name })
        .catch((error: unknown) => error)
      if (isSetvoteError(started)) {
        const { items } = await storage.imports.list({})
        expect(items.map(({ status }) => status)).toEqual(['failed'])
        expect((await storage.artists.list({})).items).toEqual([])
        return
      }
      const run = await imports.finished((started as { readonly id: string }).id)
      const { lines, gaps } = run.ledger
      expect(run.status).toBe(isReconciled(run.ledger) ? 'completed' : 'completed-with-gaps')
      for (const line of lines) expect(unaccountedOf(line), JSON.stringify(line)).toBe(0)
      for (const line of lines.filter((each) => missingOf(each) > 0)) {
        expect(
          gaps.map(({ service }) => service),
          JSON.stringify(line),
        ).toContain(line.service)
      }
      const stored = await storage.shows.list({ limit: 1000 })
      const counted = lines.filter(({ kind }) => kind === 'shows').reduce((sum, line) => sum + line.stored, 0)
      expect(stored.items.length).toBeLessThanOrEqual(counted)
    })
  },
)

import { memoryStorage } from '@setvote/adapter-memory'
import { ArtistImportOrchestrator } from '@setvote/sdk'
import type { Storage } from '@setvote/sdk/storage'
import { fakeClock } from '@setvote/sdk/testing'
import { expect, it } from 'vitest'
import { clientsOf, openServices } from '../support/fake-services.ts'
import { accountOf, stepsOf } from '../support/import-account.ts'
import { mortalStorage } from '../support/mortal-storage.ts'
import { snapshotOf } from '../support/snapshot.ts'

const { sandbox } = openServices()
const reference = { name: sandbox.world.artists[0]!.name }
const clock = fakeClock('2026-11-21T12:00:00Z')
const orchestrator = (storage: Storage) =>
  new ArtistImportOrchestrator({ storage, clients: clientsOf(sandbox), clock })

async function undisturbed() {
  const storage = memoryStorage()
  const mortal = mortalStorage(storage, { atCheckpoint: Number.POSITIVE_INFINITY, when: 'before' })
  const imports = orchestrator(mortal.storage)
  const run = await imports.finished((await imports.start(reference)).id)
  return { run, snapshot: await snapshotOf(storage), checkpoints: mortal.checkpoints() }
}

/** Starts an import that dies at a checkpoint, and lets another process finish it. */
async function interrupted(atCheckpoint: number, when: 'before' | 'after') {
  const storage = memoryStorage()
  const mortal = mortalStorage(storage, { atCheckpoint, when })
  const first = orchestrator(mortal.storage)
  const started = await first.start(reference).catch(() => null)
  await mortal.died
  await first.close()
  await clock.advance(60_000)
  const second = orchestrator(storage)
  const [abandoned] = await second.resumeAbandoned()
  expect(abandoned!.id).toBe(started?.id ?? abandoned!.id)
  const run = await second.finished(abandoned!.id)
  return { storage, run, snapshot: await snapshotOf(storage) }
}

it('gives the same result when its process dies at any checkpoint and another one takes over', async () => {
  const whole = await undisturbed()
  expect(whole.run.status).toBe('completed')
  expect(whole.checkpoints).toBeGreaterThan(8)
  for (let checkpoint = 1; checkpoint <= whole.checkpoints; checkpoint++) {
    for (const when of ['before', 'after'] as const) {
      const { run, snapshot, storage } = await interrupted(checkpoint, when)
      const name = `${when} checkpoint ${checkpoint}`
      expect(accountOf(run), name).toEqual(accountOf(whole.run))
      for (const [kind, things] of Object.entries(snapshot)) {
        expect(things.length, `${name}: ${kind}`).toBe(whole.snapshot[kind]!.length)
        for (const [index, thing] of things.entries())
          expect(thing, name).toEqual(whole.snapshot[kind]![index])
      }
      const steps = await stepsOf(storage, run.id)
      expect(
        steps.map(({ sequence }) => sequence),
        name,
      ).toEqual(steps.map((_, index) => index + 1))
      expect(
        steps.map(({ percent }) => percent),
        name,
      ).toEqual(steps.map(({ percent }) => percent).toSorted((a, b) => a - b))
    }
  }
}, 120_000)

import { memoryStorage } from '@setvote/adapter-memory'
import { ArtistImportOrchestrator, createPrediction, eachItem } from '@setvote/sdk'
import { createSandbox, worldTruth } from '@setvote/sdk/sandbox'
import type { Show, Storage } from '@setvote/sdk/storage'
import { fakeClock } from '@setvote/sdk/testing'
import { beforeAll, describe, expect, it } from 'vitest'
import { clientsOf, today } from '../support/fake-services.ts'
import { vote } from './support.ts'

const sandbox = createSandbox({ today, limits: false })
const truth = worldTruth(sandbox.world, sandbox.world.artists[0]!.id)
const storage: Storage = memoryStorage()
let artistId: string

beforeAll(async () => {
  const imports = new ArtistImportOrchestrator({ storage, clients: clientsOf(sandbox) })
  const { id } = await imports.start({ spotifyId: truth.ids.spotify! })
  artistId = (await imports.finished(id)).artistId!
})

const showsOf = (days: { readonly from?: string; readonly to?: string }): Promise<Show[]> =>
  Array.fromAsync(
    eachItem((cursor) => storage.shows.list({ artistId, ...days, statuses: ['scheduled'], cursor })),
  )

describe('predictions for an imported artist', () => {
  it('name songs of the catalog that fans can vote for', async () => {
    const clock = fakeClock(`${today}T03:00:00Z`)
    const prediction = createPrediction({ storage, clock })
    const [next] = await showsOf({ from: '2026-11-22' })
    const { songs } = await prediction.setlistFor(next!.id)
    expect(songs.length).toBeGreaterThan(10)
    expect(songs.filter(({ songId }) => songId === null)).toEqual([])
    expect(songs.at(-1)!.part.encore).toBe(1)
    expect(songs[0]!.reason).toMatch(/^played at \d+ of the last \d+ shows/)
    await vote(storage, songs[0]!.id, ['fan_1'])
    expect((await storage.votes.tally({ showId: next!.id }))!.show.upvotes).toBe(1)
  })

  it('are mostly right about the shows that have taken place, each predicted the evening before', async () => {
    const accuracies: number[] = []
    for (const show of (await showsOf({ to: today })).slice(-25)) {
      const evening = new Date(Date.parse(show.localDate!) - 6 * 3_600_000)
      const prediction = createPrediction({ storage, clock: fakeClock(evening) })
      expect((await prediction.predict(show.id)).status).toBe('predicted')
      const comparison = await prediction.compare(show.id)
      if (comparison.status === 'compared') accuracies.push(comparison.predicted!.f1)
    }
    expect(accuracies.length).toBeGreaterThan(15)
    expect(accuracies.reduce((sum, each) => sum + each, 0) / accuracies.length).toBeGreaterThan(0.7)
  })
})

import { artistDraft, setlistDraft, showDraft, songDraft, venueDraft } from '@setvote/sdk/conformance'
import type { Clock } from '@setvote/sdk/storage'
import { fakeClock } from '@setvote/sdk/testing'
import { expect, it } from 'vitest'
import { memoryStorage } from '../src/index.ts'

const noon = new Date('2026-06-15T12:00:00Z')
const countIds = () => {
  let count = 0
  return (prefix: string) => `${prefix}_${++count}`
}

it('makes its ids from prefixes that tell what they name', async () => {
  const storage = memoryStorage({ ids: countIds() })
  const { entity: artist } = await storage.artists.save(artistDraft())
  const { entity: venue } = await storage.venues.save(venueDraft())
  const { entity: show } = await storage.shows.save(showDraft())
  const { entity: song } = await storage.songs.save(songDraft({ artistId: artist.id }))
  const { entity: setlist } = await storage.setlists.save(
    setlistDraft({ artistId: artist.id, showId: show.id, songs: [{ title: 'Low Tide' }] }),
  )
  const lease = { owner: 'one', at: noon, leaseMs: 1000 }
  const { run } = await storage.imports.begin({ subject: 'name:x', reference: { name: 'x' }, lease })
  const slot = { job: 'sync', slotAt: noon, trigger: 'cli', ...lease } as const
  const claimed = await storage.jobs.claimSlot(slot)
  const ids = [artist, venue, show, song, setlist, setlist.songs[0]!, run].map(({ id }) => id)
  expect(ids.map((id) => id.split('_')[0])).toEqual(['art', 'ven', 'sho', 'son', 'set', 'sls', 'run'])
  expect(claimed).toMatchObject({ run: { id: expect.stringMatching(/^job_/) } })
})

it('tells by its clock when a thing was created and when it last changed', async () => {
  const clock = fakeClock(noon)
  const storage = memoryStorage({ clock })
  const { entity } = await storage.artists.save(artistDraft())
  expect([entity.createdAt, entity.updatedAt]).toEqual([noon, noon])
  await clock.advance(1000)
  const same = await storage.artists.save(artistDraft({ id: entity.id }))
  expect(same.entity.updatedAt).toEqual(noon)
  const changed = await storage.artists.save(artistDraft({ id: entity.id, disambiguation: 'the band' }))
  expect([changed.entity.createdAt, changed.entity.updatedAt]).toEqual([noon, clock.now()])
})

it('takes a clock of which only the present is asked', async () => {
  const clock: Clock = { now: () => noon, sleep: () => Promise.reject(new Error('nothing here sleeps')) }
  const storage = memoryStorage({ clock })
  const { entity } = await storage.artists.save(artistDraft())
  await storage.artists.remove(entity.id)
  await storage.close()
})

it('answers with frozen lists, shared between answers, and with dates of their own', async () => {
  const storage = memoryStorage()
  const { entity } = await storage.artists.save(artistDraft({ genres: ['rock'] }))
  const found = await storage.artists.find(entity.id)
  expect(found?.genres).toBe(entity.genres)
  expect(() => entity.genres.push('pop')).toThrow(TypeError)
  expect(found?.createdAt).not.toBe(entity.createdAt)
  expect(found?.provenance.genres?.at).not.toBe(entity.provenance.genres?.at)
})

it('two storages share nothing', async () => {
  const [one, two] = [memoryStorage(), memoryStorage()]
  await one.artists.save(artistDraft({ id: 'x' }))
  await one.close()
  expect(await two.artists.find('x')).toBeNull()
})

import assert from 'node:assert/strict'
import { hasCode } from '../../core/errors.ts'
import { artistDraft, ballotDraft, setlistDraft, songDraft, sourceOf } from '../builders.ts'
import { idsOf } from '../catalog/listing.ts'
import type { Test } from '../harness.ts'
import { noon } from '../instants.ts'
import { atOnce, countBy, distinct } from '../many.ts'
import { setStage } from '../stage.ts'

export function racingCatalog(test: Test): void {
  const shared = { service: 'spotify', id: 'shared' } as const

  test('of many saves of one new external id one creates', async (storage) => {
    const saved = await atOnce(20, (index) =>
      storage.artists.save(
        artistDraft({ externalIds: [shared, { service: 'ticketmaster', id: String(index) }] }),
      ),
    )
    assert.deepEqual(
      countBy(saved, ({ status }) => status),
      { created: 1, updated: 19 },
    )
    assert.equal(distinct(saved.map(({ entity }) => entity.id)).length, 1)
    const { items } = await storage.artists.list({})
    assert.equal(items.length, 1)
    assert.equal(items[0]?.externalIds.length, 21)
  })

  test('batches that overlap in either direction create each thing once', async (storage) => {
    const { entity: artist } = await storage.artists.save(artistDraft())
    const ids = Array.from(
      { length: 30 },
      (_, index) => ({ service: 'spotify', id: `song ${index}` }) as const,
    )
    const batches = await atOnce(8, (index) => {
      const rotated = [...ids.slice(index * 4), ...ids.slice(0, index * 4)]
      const order = index % 2 === 0 ? rotated : rotated.toReversed()
      return storage.songs.saveMany(order.map((id) => songDraft({ artistId: artist.id, externalIds: [id] })))
    })
    const statuses = countBy(batches.flat(), ({ status }) => status)
    assert.deepEqual(statuses, { created: 30, unchanged: 7 * 30 })
    assert.equal((await storage.songs.list({ limit: 1000 })).items.length, 30)
  })

  test('an external id that many new things claim goes to one, and all others hear of it', async (storage) => {
    const saved = await atOnce(10, (index) =>
      storage.artists.save(artistDraft({ id: `artist ${index}`, externalIds: [shared] })),
    )
    const holders = saved.filter(({ entity }) => entity.externalIds.length === 1)
    assert.equal(holders.length, 1)
    const heldBy = holders[0]?.entity.id
    for (const { entity, conflicts } of saved) {
      assert.deepEqual(conflicts, entity.id === heldBy ? [] : [{ externalId: shared, heldBy }])
    }
    assert.equal((await storage.artists.find(shared))?.id, heldBy)
  })

  test('no statement is lost when many change one thing', async (storage) => {
    const { entity } = await storage.artists.save(artistDraft({ externalIds: [shared] }))
    const facts = [
      { sortName: 'Harbor, Velvet' },
      { disambiguation: 'the band' },
      { popularity: 50 },
      { countryCode: 'DE' },
      { genres: ['rock'] },
      { syncedAt: noon },
    ]
    await Promise.all(
      facts.map((fact) => storage.artists.save(artistDraft({ externalIds: [shared], ...fact }))),
    )
    const stored = await storage.artists.find(entity.id)
    for (const fact of facts) assert.deepEqual({ ...stored, ...fact }, stored)
  })

  test('the most trusted word stands, in whatever order the words arrive', async (storage) => {
    const services = ['setvote', 'spotify', 'musicbrainz', 'operator', 'ticketmaster', 'setlistfm'] as const
    await atOnce(24, (index) => {
      const service = services[index % services.length]!
      return storage.artists.save(
        artistDraft({ externalIds: [shared], disambiguation: service, source: sourceOf(service) }),
      )
    })
    const stored = await storage.artists.find(shared)
    assert.equal(stored?.disambiguation, 'operator')
    assert.equal(stored.provenance.disambiguation?.service, 'operator')
  })

  test('of two things that absorb each other one is left, with the ids of both', async (storage) => {
    for (let round = 0; round < 5; round++) {
      const ids = [`${round} a`, `${round} b`] as const
      await storage.artists.saveMany(
        ids.map((id) => artistDraft({ id, externalIds: [{ service: 'spotify', id }] })),
      )
      const [one, two] = ids
      const answers = await Promise.all([
        storage.artists.absorb({ keptId: one, absorbedId: two }),
        storage.artists.absorb({ keptId: two, absorbedId: one }),
      ])
      const left = answers.filter((answer) => answer !== null)
      assert.equal(left.length, 1)
      for (const id of ids) assert.deepEqual(await storage.artists.find({ service: 'spotify', id }), left[0])
    }
  })

  test('absorbing, removing and saving at once leaves no link to nothing and no thing twice', async (storage) => {
    for (let round = 0; round < 5; round++) {
      const [kept, absorbed] = [await setStage(storage), await setStage(storage)]
      const externalIds = [{ service: 'spotify', id: `round ${round}` } as const]
      await storage.artists.save(artistDraft({ id: absorbed.artistId, externalIds }))
      const fan = `fan ${round}`
      const outcomes = await Promise.allSettled([
        storage.artists.absorb({ keptId: kept.artistId, absorbedId: absorbed.artistId }),
        storage.artists.save(artistDraft({ externalIds, disambiguation: 'saved meanwhile' })),
        storage.songs.save(songDraft({ artistId: absorbed.artistId, externalIds })),
        storage.setlists.save(
          setlistDraft({ artistId: absorbed.artistId, showId: absorbed.showId, externalIds }),
        ),
        storage.fans.follow({ fanId: fan, artistId: absorbed.artistId, following: true, at: noon }),
        storage.votes.castMany([ballotDraft({ fanId: fan, setlistSongId: absorbed.songs[0] })], {
          perDay: null,
        }),
        ...(round % 2 === 0
          ? [storage.artists.remove(kept.artistId)]
          : [storage.shows.remove(absorbed.showId)]),
      ])
      for (const outcome of outcomes) {
        assert.ok(outcome.status === 'fulfilled' || hasCode(outcome.reason, 'invalid-input'), String(outcome))
      }
      assert.deepEqual(await storage.ops.integrity(), { status: 'sound', problems: [] })
      assert.equal((await storage.votes.audit()).status, 'exact')
      const holders = (await storage.artists.list({ limit: 1000 })).items.filter((artist) =>
        artist.externalIds.some(({ id }) => id === externalIds[0]?.id),
      )
      assert.ok(holders.length <= 1)
    }
  })

  test('removing a thing many times removes it once', async (storage) => {
    const { entity } = await storage.artists.save(artistDraft())
    const removed = await atOnce(10, () => storage.artists.remove(entity.id))
    assert.equal(removed.filter(Boolean).length, 1)
  })

  test('paging gives what was there all along exactly once while others save and remove', async (storage) => {
    const ids = Array.from({ length: 60 }, (_, index) => `m${String(index).padStart(3, '0')}`)
    await storage.artists.saveMany(ids.map((id) => artistDraft({ id })))
    const pages = idsOf(storage.artists, {}, 7)
    const noise = atOnce(30, async (index) => {
      const id = `m${String(index * 2).padStart(3, '0')}x`
      await storage.artists.save(artistDraft({ id }))
      await storage.artists.remove(id)
    })
    const [seen] = await Promise.all([pages, noise])
    assert.deepEqual(distinct(seen), seen)
    assert.deepEqual(
      seen.filter((id) => ids.includes(id)),
      ids,
    )
  })
}

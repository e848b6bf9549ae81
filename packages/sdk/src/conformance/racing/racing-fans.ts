import assert from 'node:assert/strict'
import { artistDraft, showDraft, venueDraft } from '../builders.ts'
import type { Test } from '../harness.ts'
import { after, noon } from '../instants.ts'
import { atOnce } from '../many.ts'

export function racingFans(test: Test): void {
  test('followers are exact when fans follow and unfollow at once, each many times', async (storage) => {
    const { entity: artist } = await storage.artists.save(artistDraft())
    const follow = (fanId: string, following: boolean) =>
      storage.fans.follow({ fanId, artistId: artist.id, following, at: noon })
    await atOnce(60, (index) => follow(`fan ${index % 20}`, true))
    assert.deepEqual(await storage.fans.counts({ artistId: artist.id }), { followers: 20 })
    await atOnce(60, (index) => follow(`fan ${index % 30}`, index % 30 >= 10))
    assert.deepEqual(await storage.fans.counts({ artistId: artist.id }), { followers: 20 })
    await atOnce(90, (index) => follow(`fan ${index % 30}`, index % 2 === 0))
    const followed = await atOnce(30, (index) => storage.fans.follows({ fanId: `fan ${index}` }))
    const followers = followed.filter(({ items }) => items.length === 1).length
    assert.deepEqual(await storage.fans.counts({ artistId: artist.id }), { followers })
  })

  test('attendance is exact when fans change their minds at once', async (storage) => {
    const { entity: show } = await storage.shows.save(showDraft())
    const minds = ['interested', 'going', 'went', null] as const
    await atOnce(120, (index) =>
      storage.fans.attend({
        fanId: `fan ${index % 15}`,
        showId: show.id,
        attendance: minds[Math.floor(index / 15) % 4] ?? null,
        at: noon,
      }),
    )
    await atOnce(15, (index) =>
      storage.fans.attend({
        fanId: `fan ${index}`,
        showId: show.id,
        attendance: minds[index % 3]!,
        at: noon,
      }),
    )
    assert.deepEqual(await storage.fans.counts({ showId: show.id }), { interested: 5, going: 5, went: 5 })
    assert.equal((await storage.ops.stats()).attendances, 15)
  })

  test('ratings are exact when fans review at once, each many times', async (storage) => {
    const { entity: venue } = await storage.venues.save(venueDraft())
    const venueId = venue.id
    await atOnce(50, (index) =>
      storage.fans.review({
        fanId: `fan ${index % 10}`,
        venueId,
        rating: (index % 5) + 1,
        text: null,
        at: noon,
      }),
    )
    assert.deepEqual(await storage.fans.counts({ venueId }), { reviews: 10, average: 3 })
  })

  test('no field is lost when one profile is changed at once', async (storage) => {
    await storage.fans.save({ id: 'a', displayName: 'Before', at: noon })
    const fields = [
      { displayName: 'Ada' },
      { bio: 'Front row' },
      { timeZone: 'Europe/Berlin' },
      { email: 'ada@example.org' },
    ]
    await Promise.all(
      fields.map((field, index) => storage.fans.save({ id: 'a', ...field, at: after(noon, index) })),
    )
    const fan = await storage.fans.find('a')
    for (const field of fields) assert.deepEqual({ ...fan, ...field }, fan)
    assert.equal((await storage.ops.stats()).fans, 1)
  })

  test('nothing of a fan who goes is left behind while the artist goes as well', async (storage) => {
    for (let round = 0; round < 5; round++) {
      const { entity: artist } = await storage.artists.save(artistDraft())
      await atOnce(5, (index) =>
        storage.fans.follow({ fanId: `fan ${index}`, artistId: artist.id, following: true, at: noon }),
      )
      await Promise.all([
        storage.fans.remove('fan 0'),
        storage.artists.remove(artist.id),
        storage.fans.follow({ fanId: 'fan 9', artistId: artist.id, following: true, at: noon }),
      ])
      assert.equal((await storage.ops.stats()).follows, 0)
      assert.equal((await storage.ops.integrity()).status, 'sound')
    }
  })
}

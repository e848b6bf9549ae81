import assert from 'node:assert/strict'
import { hours, minutes } from '../core/duration.ts'
import { defaultFanPreferences } from '../domain/fan.ts'
import { refused } from './assertions.ts'
import { artistDraft, ballotDraft, showDraft, venueDraft } from './builders.ts'
import type { Test } from './harness.ts'
import { after, never, noon, today } from './instants.ts'
import { setStage } from './stage.ts'

export function fans(test: Test): void {
  test('a profile begins with defaults, and changes in the given fields only', async (storage) => {
    const fan = await storage.fans.save({ id: 'a', displayName: 'Ada', at: noon })
    assert.deepEqual(fan, {
      id: 'a',
      displayName: 'Ada',
      email: null,
      avatarUrl: null,
      bio: null,
      timeZone: null,
      preferences: defaultFanPreferences,
      createdAt: noon,
      updatedAt: noon,
    })
    const later = after(noon, hours(1))
    const changed = await storage.fans.save({
      id: 'a',
      bio: 'Front row',
      displayName: null,
      preferences: { emailDigest: 'weekly' },
      at: later,
    })
    assert.deepEqual(changed, {
      ...fan,
      bio: 'Front row',
      displayName: null,
      preferences: { ...defaultFanPreferences, emailDigest: 'weekly' },
      updatedAt: later,
    })
    assert.deepEqual(await storage.fans.find('a'), changed)
    assert.equal(await storage.fans.find('b'), null)
  })

  test('a profile that is saved without a change is not written', async (storage) => {
    const fan = await storage.fans.save({
      id: 'a',
      displayName: 'Ada',
      preferences: { notifyInApp: false },
      at: noon,
    })
    const draft = { id: 'a', displayName: 'Ada', preferences: { notifyInApp: false }, at: after(noon, 1) }
    assert.deepEqual(await storage.fans.save(draft), fan)
    assert.deepEqual(await storage.fans.find('a'), fan)
  })

  test('a profile is checked by its schema', async (storage) => {
    await refused(
      () => storage.fans.save({ id: '', at: noon }),
      () => storage.fans.save({ id: 'a', email: 'not an address', at: noon }),
      () => storage.fans.save({ id: 'a', displayName: 'a\0b', at: noon }),
      () => storage.fans.save({ id: 'a', at: never }),
    )
    assert.equal(await storage.fans.find('a'), null)
  })

  test('following counts each fan once, and repeating changes nothing', async (storage) => {
    const { entity: artist } = await storage.artists.save(artistDraft())
    const follow = (fanId: string, following: boolean, at = noon) =>
      storage.fans.follow({ fanId, artistId: artist.id, following, at })
    assert.deepEqual(await follow('a', true), { followers: 1 })
    assert.deepEqual(await follow('a', true, after(noon, 1)), { followers: 1 })
    assert.deepEqual(await follow('b', true), { followers: 2 })
    assert.deepEqual(await storage.fans.counts({ artistId: artist.id }), { followers: 2 })
    assert.deepEqual((await storage.fans.follows({ fanId: 'a' })).items, [
      { artistId: artist.id, since: noon },
    ])
    assert.deepEqual(await follow('a', false), { followers: 1 })
    assert.deepEqual(await follow('a', false), { followers: 1 })
    assert.deepEqual((await storage.fans.follows({ fanId: 'a' })).items, [])
    assert.equal(
      await storage.fans.follow({ fanId: 'a', artistId: 'unknown', following: true, at: noon }),
      null,
    )
    await refused(
      () => follow('', true),
      () => follow('c', true, never),
    )
  })

  test('artists are listed by the number of their followers', async (storage) => {
    const saved = await storage.artists.saveMany(['a', 'b', 'c', 'd'].map((id) => artistDraft({ id })))
    const [a, b, c] = saved.map(({ entity }) => entity.id)
    const follow = (fanId: string, artistId: string, following = true) =>
      storage.fans.follow({ fanId, artistId, following, at: noon })
    for (const fanId of ['f', 'g']) await follow(fanId, c!)
    for (const artistId of [a!, b!]) await follow('f', artistId)
    assert.deepEqual(await storage.fans.mostFollowed({}), [
      { artistId: c, followers: 2 },
      { artistId: a, followers: 1 },
      { artistId: b, followers: 1 },
    ])
    await follow('f', a!, false)
    await storage.artists.remove(b!)
    assert.deepEqual(await storage.fans.mostFollowed({ limit: 2 }), [{ artistId: c, followers: 2 }])
    await refused(() => storage.fans.mostFollowed({ limit: 0 }))
  })

  test('lists what a fan follows, the latest first, page by page', async (storage) => {
    const ids = ['a', 'b', 'c', 'd', 'e']
    await storage.artists.saveMany(ids.map((id) => artistDraft({ id })))
    const minute: Record<string, number> = { a: 3, b: 1, c: 2, d: 2, e: 0 }
    for (const [artistId, count] of Object.entries(minute)) {
      await storage.fans.follow({ fanId: 'fan', artistId, following: true, at: after(noon, minutes(count)) })
    }
    for (const limit of [1, 2, 5, 100]) {
      const seen: string[] = []
      let cursor: string | null = null
      do {
        const page: Awaited<ReturnType<typeof storage.fans.follows>> = await storage.fans.follows({
          fanId: 'fan',
          limit,
          cursor,
        })
        seen.push(...page.items.map(({ artistId }) => artistId))
        cursor = page.nextCursor
      } while (cursor !== null)
      assert.deepEqual(seen, ['a', 'd', 'c', 'b', 'e'])
    }
    const { nextCursor: cursor } = await storage.fans.follows({ fanId: 'fan', limit: 1 })
    await refused(
      () => storage.fans.follows({ fanId: 'other', cursor }),
      () => storage.fans.follows({ fanId: 'fan', limit: 0 }),
      () => storage.fans.follows({ fanId: 'fan', limit: 1001 }),
      () => storage.fans.follows({ fanId: 'fan', cursor: 'nonsense' }),
    )
  })

  test('attendance counts each fan once, wherever it moves', async (storage) => {
    const { entity: show } = await storage.shows.save(showDraft())
    const attend = (fanId: string, attendance: 'interested' | 'going' | 'went' | null) =>
      storage.fans.attend({ fanId, showId: show.id, attendance, at: noon })
    assert.deepEqual(await attend('a', 'interested'), { interested: 1, going: 0, went: 0 })
    assert.deepEqual(await attend('a', 'going'), { interested: 0, going: 1, went: 0 })
    assert.deepEqual(await attend('a', 'going'), { interested: 0, going: 1, went: 0 })
    assert.deepEqual(await attend('b', 'went'), { interested: 0, going: 1, went: 1 })
    assert.deepEqual(await attend('a', null), { interested: 0, going: 0, went: 1 })
    assert.deepEqual(await attend('a', null), { interested: 0, going: 0, went: 1 })
    assert.deepEqual(await storage.fans.counts({ showId: show.id }), { interested: 0, going: 0, went: 1 })
    assert.equal(
      await storage.fans.attend({ fanId: 'a', showId: 'unknown', attendance: 'going', at: noon }),
      null,
    )
  })

  test('a review is replaced by the same fan’s next, and the average follows', async (storage) => {
    const { entity: venue } = await storage.venues.save(venueDraft())
    const venueId = venue.id
    const review = (fanId: string, rating: number, at = noon, text: string | null = null) =>
      storage.fans.review({ fanId, venueId, rating, text, at })
    assert.deepEqual(await storage.fans.counts({ venueId }), { reviews: 0, average: null })
    assert.deepEqual(await review('a', 5), { reviews: 1, average: 5 })
    assert.deepEqual(await review('b', 2, after(noon, 1)), { reviews: 2, average: 3.5 })
    const later = after(noon, hours(1))
    assert.deepEqual(await review('a', 4, later, 'Good sound'), { reviews: 2, average: 3 })
    const { items } = await storage.fans.reviews({ venueId })
    assert.deepEqual(items, [
      { fanId: 'a', venueId, rating: 4, text: 'Good sound', createdAt: noon, updatedAt: later },
      { fanId: 'b', venueId, rating: 2, text: null, createdAt: after(noon, 1), updatedAt: after(noon, 1) },
    ])
    const first = await storage.fans.reviews({ venueId, limit: 1 })
    const second = await storage.fans.reviews({ venueId, limit: 1, cursor: first.nextCursor })
    assert.deepEqual([...first.items, ...second.items, second.nextCursor], [...items, null])
    const unknown = { fanId: 'a', venueId: 'unknown', rating: 3, text: null, at: noon }
    assert.equal(await storage.fans.review(unknown), null)
    await refused(
      () => review('c', 0),
      () => review('c', 6),
      () => review('c', 2.5),
      () => review('c', 3, never),
      () => review('c', 3, noon, 'a\0b'),
    )
    assert.deepEqual(await storage.fans.counts({ venueId }), { reviews: 2, average: 3 })
  })

  test('nothing is counted for what is not there', async (storage) => {
    assert.equal(await storage.fans.counts({ artistId: 'unknown' }), null)
    assert.equal(await storage.fans.counts({ showId: 'unknown' }), null)
    assert.equal(await storage.fans.counts({ venueId: 'unknown' }), null)
    assert.deepEqual(await storage.fans.reviews({ venueId: 'unknown' }), { items: [], nextCursor: null })
    const { entity: artist } = await storage.artists.save(artistDraft())
    assert.deepEqual(await storage.fans.counts({ artistId: artist.id }), { followers: 0 })
  })

  test('a fan who goes takes everything of theirs along, and every count follows', async (storage) => {
    const { artistId, showId, songs } = await setStage(storage)
    const theirs = await setStage(storage, { artistId, setlist: { kind: 'fan', fanId: 'a' } })
    const { entity: venue } = await storage.venues.save(venueDraft())
    for (const fanId of ['a', 'b']) {
      await storage.fans.save({ id: fanId, at: noon })
      await storage.fans.follow({ fanId, artistId, following: true, at: noon })
      await storage.fans.attend({ fanId, showId, attendance: 'going', at: noon })
      await storage.fans.review({
        fanId,
        venueId: venue.id,
        rating: fanId === 'a' ? 1 : 5,
        text: null,
        at: noon,
      })
      await storage.votes.castMany(
        [songs[0], theirs.songs[0]].map((setlistSongId) => ballotDraft({ fanId, setlistSongId })),
        { perDay: null },
      )
    }
    assert.equal(await storage.fans.remove('a'), true)
    assert.equal(await storage.fans.find('a'), null)
    assert.deepEqual(await storage.fans.counts({ artistId }), { followers: 1 })
    assert.deepEqual(await storage.fans.counts({ showId }), { interested: 0, going: 1, went: 0 })
    assert.deepEqual(await storage.fans.counts({ venueId: venue.id }), { reviews: 1, average: 5 })
    assert.equal((await storage.votes.tally({ showId }))?.show.upvotes, 1)
    assert.equal(await storage.setlists.find(theirs.setlistId), null)
    assert.equal(await storage.votes.spent({ fanId: 'a', day: today }), 0)
    assert.equal(await storage.votes.spent({ fanId: 'b', day: today }), 1)
    assert.deepEqual(await storage.votes.audit(), { ballots: 1, status: 'exact', differences: [] })
    assert.equal(await storage.fans.remove('a'), false)
    assert.equal((await storage.ops.integrity()).status, 'sound')
  })

  test('a fan without a profile may go as well', async (storage) => {
    const { entity: artist } = await storage.artists.save(artistDraft())
    await storage.fans.follow({ fanId: 'a', artistId: artist.id, following: true, at: noon })
    assert.equal(await storage.fans.remove('a'), true)
    assert.deepEqual(await storage.fans.counts({ artistId: artist.id }), { followers: 0 })
    assert.equal(await storage.fans.remove('a'), false)
  })
}

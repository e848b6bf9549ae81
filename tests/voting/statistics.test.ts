import { createFans, createTrending, hours } from '@setvote/sdk'
import { artistDraft, venueDraft } from '@setvote/sdk/conformance'
import { describe, expect, it } from 'vitest'
import { openEvening } from './support/evening.ts'

/** Three fans for the first song, one for the second, two hours apart. */
async function voted() {
  const evening = await openEvening()
  const { voting, songs, clock } = evening
  for (const fanId of ['a', 'b', 'c']) await voting.cast({ fanId, setlistSongId: songs[0]! })
  await clock.advance(hours(2))
  await voting.cast({ fanId: 'a', setlistSongId: songs[1]! })
  return evening
}

describe('statistics', () => {
  it('rank the songs of a show, of an artist and of the platform', async () => {
    const { voting, songs, showId, artistId } = await voted()
    const board = [
      { rank: 1, setlistSongId: songs[0], title: 'Song 0', showId, upvotes: 3, quarantined: 0 },
      { rank: 2, setlistSongId: songs[1], title: 'Song 1', showId, upvotes: 1, quarantined: 0 },
    ]
    expect(await voting.leaderboard({ showId })).toEqual(board)
    expect(await voting.leaderboard({ artistId })).toEqual(board)
    expect(await voting.leaderboard({ limit: 1 })).toEqual(board.slice(0, 1))
    expect(await voting.leaderboard({ from: new Date('2026-11-21T21:00:00Z') })).toMatchObject([
      { rank: 1, setlistSongId: songs[1], upvotes: 1 },
    ])
  })

  it('tell the rate of a period, of one that goes on, and of none', async () => {
    const { voting, showId } = await voted()
    expect(await voting.stats({ showId })).toMatchObject({ upvotes: 4, fans: 3, perHour: 2 })
    const from = new Date('2026-11-21T20:00:00Z')
    expect((await voting.stats({ from, to: new Date('2026-11-21T21:00:00Z') })).perHour).toBe(3)
    expect((await voting.stats({ from: new Date('2026-11-21T18:00:00Z') })).perHour).toBe(1)
    expect((await voting.stats({ to: from })).perHour).toBe(0)
  })
})

describe('a fan', () => {
  it('follows, attends, reviews and votes without a profile; counts are exact, and go with the fan', async () => {
    const { voting, storage, clock, artistId, showId, venueId, songs } = await openEvening()
    const fans = createFans({ storage, clock })
    expect(await fans.follow({ fanId: 'a', artistId })).toEqual({ followers: 1 })
    expect(await fans.follow({ fanId: 'b', artistId })).toEqual({ followers: 2 })
    expect(await fans.follow({ fanId: 'b', artistId })).toEqual({ followers: 2 })
    expect(await fans.unfollow({ fanId: 'b', artistId })).toEqual({ followers: 1 })
    await fans.attend({ fanId: 'a', showId, attendance: 'interested' })
    expect(await fans.attend({ fanId: 'a', showId, attendance: 'going' })).toEqual({
      interested: 0,
      going: 1,
      went: 0,
    })
    await fans.review({ fanId: 'a', venueId, rating: 5, text: 'Great sound' })
    expect(await fans.review({ fanId: 'b', venueId, rating: 2 })).toEqual({ reviews: 2, average: 3.5 })
    await voting.cast({ fanId: 'a', setlistSongId: songs[0]! })

    expect(await fans.follows('a').toArray({ limit: 10 })).toEqual([{ artistId, since: clock.now() }])
    expect((await fans.reviews(venueId).toArray({ limit: 10 })).map(({ fanId }) => fanId)).toContain('a')
    expect(await fans.remove('a')).toBe(true)
    expect(await fans.counts({ artistId })).toEqual({ followers: 0 })
    expect(await fans.counts({ showId })).toEqual({ interested: 0, going: 0, went: 0 })
    expect(await fans.counts({ venueId })).toEqual({ reviews: 1, average: 2 })
    expect((await voting.tally(showId)).show.upvotes).toBe(0)
    expect(await fans.remove('a')).toBe(false)
  })

  it('has a profile that changes field by field', async () => {
    const { storage, clock } = await openEvening()
    const fans = createFans({ storage, clock })
    await fans.save('a', { displayName: 'Ada', email: 'ada@example.org' })
    await fans.savePreferences('a', { emailDigest: 'weekly' })
    await fans.save('a', { email: null, timeZone: 'Europe/Berlin' })
    expect(await fans.get('a')).toMatchObject({
      displayName: 'Ada',
      email: null,
      timeZone: 'Europe/Berlin',
      preferences: { emailDigest: 'weekly', notifyInApp: true },
    })
    await expect(fans.get('b')).rejects.toThrow('There is no fan b')
  })

  it('pages through more follows than one page holds', async () => {
    const { storage, clock } = await openEvening()
    const fans = createFans({ storage, clock })
    const ids = Array.from({ length: 120 }, (_, index) => `artist ${index}`)
    await storage.artists.saveMany(ids.map((id) => artistDraft({ id })))
    for (const artistId of ids) {
      await fans.follow({ fanId: 'a', artistId })
      await clock.advance(1)
    }
    const followed = await Array.fromAsync(fans.follows('a'))
    expect(followed.map(({ artistId }) => artistId)).toEqual(ids.toReversed())
  })
})

describe('the board', () => {
  it('ranks who is voted for, and says why', async () => {
    const { storage, clock, artistId, showId } = await voted()
    await storage.artists.save(artistDraft({ id: 'quiet', popularity: 1 }))
    await storage.venues.save(venueDraft())
    const trending = createTrending({ storage, clock, options: { threshold: 0 } })
    expect(await trending.artists()).toEqual([])
    await trending.refresh()
    const board = await trending.artists({ limit: 5 })
    expect(board.map((entry) => entry.artistId)).toEqual([artistId, 'quiet'])
    expect((await trending.shows())[0]).toMatchObject({ rank: 1, showId })

    const { score, factors, parts } = await trending.explain(artistId)
    expect(score).toBeCloseTo(board[0]!.score, 9)
    expect(factors).toMatchObject({ activeFans: 3, hoursSinceActivity: 0 })
    const sum = Object.values(parts).reduce((total, part) => total + part)
    expect(sum).toBeCloseTo(score, 9)
    expect((await trending.explain(showId, { kind: 'shows' })).score).toBeGreaterThan(0)
    expect((await trending.history(artistId)).map((point) => point.score)).toEqual([board[0]!.score])
    expect(await trending.history(artistId, { since: new Date('2026-11-22T00:00:00Z') })).toEqual([])
  })
})

import { createVoting, hours, minutes, NotFoundError } from '@setvote/sdk'
import type { VoteStore } from '@setvote/sdk/storage'
import { describe, expect, it } from 'vitest'
import { openEvening } from './support/evening.ts'

const statuses = (outcomes: readonly { readonly status: string }[]) => outcomes.map(({ status }) => status)

describe('a rush of votes', () => {
  it('counts every fan once, in few calls of the storage, and the audit agrees', async () => {
    const { storage, songs, showId, clock } = await openEvening()
    let calls = 0
    const castMany: VoteStore['castMany'] = (...given) => {
      calls++
      return storage.votes.castMany(...given)
    }
    const counting = { ...storage, votes: { ...storage.votes, castMany } }
    const voting = createVoting({ storage: counting, clock, abuse: false })
    const ballots = Array.from({ length: 3000 }, (_, index) => ({
      fanId: `fan ${index % 1000}`,
      setlistSongId: songs[index % 7]!,
    }))
    const distinct = new Set(ballots.map(({ fanId, setlistSongId }) => `${fanId} ${setlistSongId}`)).size
    const outcomes = await Promise.all([...ballots, ...ballots].map((ballot) => voting.cast(ballot)))
    const counted = outcomes.filter(({ status }) => status === 'counted')
    expect(counted).toHaveLength(distinct)
    expect(outcomes.length - counted.length).toBe(
      outcomes.filter(({ status }) => status === 'already-cast').length,
    )
    expect((await voting.tally(showId)).show.upvotes).toBe(distinct)
    expect(calls).toBeLessThanOrEqual(10)
    expect(await voting.audit()).toEqual({ ballots: distinct, status: 'exact', differences: [] })
    expect(await voting.rebuild()).toEqual({ repaired: 0 })
  })

  it('holds the daily limit when one fan votes for everything at once', async () => {
    const { voting, songs } = await openEvening({ perDay: 3 })
    const outcomes = await Promise.all(
      songs.map((setlistSongId) => voting.cast({ fanId: 'a', setlistSongId })),
    )
    expect(statuses(outcomes).toSorted()).toEqual([
      ...Array(3).fill('counted'),
      ...Array(7).fill('limit-reached'),
    ])
  })

  it('spends one place when one ballot races itself in two processes', async () => {
    const { voting, storage, clock, songs } = await openEvening({ perDay: 3 })
    const other = createVoting({ storage, clock, perDay: 3, abuse: false })
    const ballot = { fanId: 'a', setlistSongId: songs[0]! }
    const outcomes = await Promise.all([voting, other, voting, other].map((each) => each.cast(ballot)))
    expect(statuses(outcomes).filter((status) => status === 'counted')).toHaveLength(1)
    expect(await voting.spent(ballot)).toMatchObject({ spent: 1, left: 2 })
  })

  it('answers a list of ballots in its order, those that are nowhere among them', async () => {
    const { voting, songs } = await openEvening()
    const outcomes = await voting.castMany(
      [songs[0]!, 'nowhere', songs[1]!, songs[0]!].map((setlistSongId) => ({ fanId: 'a', setlistSongId })),
    )
    expect(statuses(outcomes)).toEqual(['counted', 'not-found', 'counted', 'already-cast'])
    expect(await voting.castMany([])).toEqual([])
    const retracted = await voting.retractMany(
      [songs[1]!, 'nowhere', songs[2]!].map((setlistSongId) => ({ fanId: 'a', setlistSongId })),
    )
    expect(statuses(retracted)).toEqual(['retracted', 'not-found', 'not-cast'])
  })
})

describe('the daily limit', () => {
  it('ends with the day of the venue, also on the day the clocks go back', async () => {
    const { voting, songs, clock } = await openEvening({
      now: '2026-10-25T00:30:00Z',
      perDay: 1,
      venueTimeZone: 'Europe/Berlin',
    })
    const cast = (song: number) => voting.cast({ fanId: 'a', setlistSongId: songs[song]! })
    expect((await cast(0)).status).toBe('counted')
    expect(await cast(1)).toEqual({
      status: 'limit-reached',
      spent: 1,
      resetsAt: new Date('2026-10-25T23:00:00Z'),
    })
    await clock.advance(hours(22.5) - 1)
    expect((await cast(1)).status).toBe('limit-reached')
    await clock.advance(1)
    expect((await cast(1)).status).toBe('counted')
  })

  it('goes by the time zone of the show before that of its venue, and by UTC without either', async () => {
    const resetOf = async (options: Parameters<typeof openEvening>[0]) => {
      const { voting, songs } = await openEvening({ perDay: 5, ...options })
      return (await voting.spent({ fanId: 'a', setlistSongId: songs[0]! })).resetsAt.toISOString()
    }
    const show = { timeZone: 'America/New_York' }
    expect(await resetOf({ show, venueTimeZone: 'Europe/Berlin' })).toBe('2026-11-22T05:00:00.000Z')
    expect(await resetOf({ venueTimeZone: 'Europe/Berlin' })).toBe('2026-11-21T23:00:00.000Z')
    expect(await resetOf({ venueTimeZone: 'Mars/Olympus' })).toBe('2026-11-22T00:00:00.000Z')
  })

  it('follows a time zone that is corrected, within a minute', async () => {
    const { voting, storage, songs, showId, clock } = await openEvening({ perDay: 5 })
    const resetOf = async () => (await voting.spent({ fanId: 'a', setlistSongId: songs[0]! })).resetsAt
    expect(await resetOf()).toEqual(new Date('2026-11-22T00:00:00Z'))
    const source = { service: 'ticketmaster' as const, at: clock.now(), url: null }
    const facts = { name: 'A show', timeZone: 'America/New_York' }
    await storage.shows.save({ id: showId, externalIds: [], source, ...facts })
    await clock.advance(minutes(1) + 1)
    expect(await resetOf()).toEqual(new Date('2026-11-22T05:00:00Z'))
  })

  it('goes by the fan’s profile before what a call claims, and by UTC without either', async () => {
    const { voting, storage, clock } = await openEvening({ perDay: 5, limitDay: 'fan' })
    await storage.fans.save({ id: 'a', at: clock.now(), timeZone: 'Asia/Tokyo' })
    const resetOf = async (fanId: string, timeZone: string | null) =>
      (await voting.spent({ fanId, timeZone })).resetsAt.toISOString()
    expect(await resetOf('a', 'America/New_York')).toBe('2026-11-22T15:00:00.000Z')
    expect(await resetOf('b', 'America/New_York')).toBe('2026-11-22T05:00:00.000Z')
    expect(await resetOf('c', null)).toBe('2026-11-22T00:00:00.000Z')
  })

  it('gives a place back with the ballot that used it', async () => {
    const { voting, songs } = await openEvening({ perDay: 1, limitDay: 'utc' })
    const [one, two] = songs.map((setlistSongId) => ({ fanId: 'a', setlistSongId }))
    await voting.cast(one!)
    expect(await voting.spent({ fanId: 'a' })).toEqual({
      day: '2026-11-21',
      spent: 1,
      left: 0,
      resetsAt: new Date('2026-11-22T00:00:00Z'),
    })
    await voting.retract(one!)
    expect((await voting.cast(two!)).status).toBe('counted')
  })
})

describe('the lock', () => {
  const startsAt = new Date('2026-11-21T21:00:00Z')

  it('ends voting when the show starts', async () => {
    const { voting, songs, clock } = await openEvening({ show: { startsAt } })
    const ballot = { fanId: 'a', setlistSongId: songs[0]! }
    await clock.advance(hours(1) - 1)
    expect((await voting.cast(ballot)).status).toBe('counted')
    await clock.advance(1)
    expect(await voting.cast({ ...ballot, fanId: 'b' })).toEqual({ status: 'locked', lockedAt: startsAt })
    expect(await voting.retract(ballot)).toEqual({ status: 'locked', lockedAt: startsAt })
  })

  it('is moved by an operator, either way, and given back', async () => {
    const { voting, songs, clock, showId } = await openEvening({ show: { startsAt } })
    const cast = (fanId: string) => voting.cast({ fanId, setlistSongId: songs[0]! })
    const later = new Date('2026-11-21T22:00:00Z')
    expect(await voting.lock(showId, clock.now())).toEqual({ lockedAt: clock.now() })
    expect((await cast('a')).status).toBe('locked')
    await voting.lock(showId, later)
    await clock.advance(hours(1) + minutes(30))
    expect((await cast('b')).status).toBe('counted')
    expect(await voting.lock(showId, null)).toEqual({ lockedAt: startsAt })
    expect((await cast('c')).status).toBe('locked')
  })

  it('is all that the operator states: a service may still correct the show', async () => {
    const { voting, storage, clock, showId } = await openEvening({ show: { startsAt } })
    await voting.lock(showId, clock.now())
    const source = { service: 'ticketmaster' as const, at: clock.now(), url: null }
    await storage.shows.save({ id: showId, externalIds: [], source, name: 'The right name' })
    const show = await storage.shows.find(showId)
    expect(show).toMatchObject({ name: 'The right name', votingLocksAt: clock.now() })
    expect(show?.provenance.votingLocksAt?.service).toBe('operator')
  })

  it('is of a show that exists', async () => {
    const { voting, storage } = await openEvening()
    await expect(voting.lock('nowhere', null)).rejects.toThrow(NotFoundError)
    await expect(voting.tally('nowhere')).rejects.toThrow(NotFoundError)
    expect(await storage.shows.find('nowhere')).toBeNull()
  })
})

describe('a setlist that changes while fans vote', () => {
  it('is voted on as it is: new songs are found, songs that are gone are not', async () => {
    const { voting, storage, showId, artistId, songs } = await openEvening()
    await voting.cast({ fanId: 'a', setlistSongId: songs[0]! })
    const [setlist] = (await storage.setlists.list({ showId })).items
    const { entity } = await storage.setlists.save({
      id: setlist!.id,
      showId,
      artistId,
      kind: 'predicted',
      externalIds: [],
      source: { service: 'operator', at: new Date(), url: null },
      songs: [{ title: 'Song 0' }, { title: 'A new one' }],
    })
    const cast = (setlistSongId: string) => voting.cast({ fanId: 'b', setlistSongId })
    expect((await cast(entity.songs[1]!.id)).status).toBe('counted')
    expect((await cast(songs[5]!)).status).toBe('not-found')
    expect((await cast(songs[0]!)).status).toBe('counted')
  })
})

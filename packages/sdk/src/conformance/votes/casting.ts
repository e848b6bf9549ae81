import assert from 'node:assert/strict'
import { hours } from '../../core/duration.ts'
import { refused } from '../assertions.ts'
import { ballotDraft, setlistDraft } from '../builders.ts'
import type { Test } from '../harness.ts'
import { after, before, never, noon, today } from '../instants.ts'
import { setStage } from '../stage.ts'

const free = { perDay: null }

export function casting(test: Test): void {
  test('counts a ballot, and answers the song’s tally and, under a limit, the places used', async (storage) => {
    const { songs } = await setStage(storage)
    const [song, other] = songs
    assert.deepEqual(await storage.votes.castMany([ballotDraft({ fanId: 'a', setlistSongId: song })], free), [
      { status: 'counted', tally: { upvotes: 1, quarantined: 0 }, spent: null },
    ])
    const outcomes = await storage.votes.castMany(
      [ballotDraft({ fanId: 'b', setlistSongId: song }), ballotDraft({ fanId: 'a', setlistSongId: other })],
      { perDay: 5 },
    )
    assert.deepEqual(outcomes, [
      { status: 'counted', tally: { upvotes: 2, quarantined: 0 }, spent: 1 },
      { status: 'counted', tally: { upvotes: 1, quarantined: 0 }, spent: 2 },
    ])
    assert.deepEqual(await storage.votes.castMany([], free), [])
  })

  test('answers counts as the whole call leaves them', async (storage) => {
    const { songs } = await setStage(storage)
    const [one, two] = songs
    const outcomes = await storage.votes.castMany(
      [
        ballotDraft({ fanId: 'a', setlistSongId: one }),
        ballotDraft({ fanId: 'b', setlistSongId: one }),
        ballotDraft({ fanId: 'a', setlistSongId: two }),
      ],
      { perDay: 5 },
    )
    assert.deepEqual(outcomes, [
      { status: 'counted', tally: { upvotes: 2, quarantined: 0 }, spent: 2 },
      { status: 'counted', tally: { upvotes: 2, quarantined: 0 }, spent: 1 },
      { status: 'counted', tally: { upvotes: 1, quarantined: 0 }, spent: 2 },
    ])
  })

  test('counts one ballot of each fan and song, however often it is cast', async (storage) => {
    const { songs } = await setStage(storage)
    const ballot = ballotDraft({ fanId: 'a', setlistSongId: songs[0] })
    const tally = { upvotes: 1, quarantined: 0 }
    assert.deepEqual(await storage.votes.castMany([ballot, ballot], { perDay: 1 }), [
      { status: 'counted', tally, spent: 1 },
      { status: 'already-cast', tally },
    ])
    const again = { ...ballot, castAt: after(noon, hours(1)), day: '2026-06-16' }
    assert.deepEqual(await storage.votes.castMany([again], { perDay: 1 }), [
      { status: 'already-cast', tally },
    ])
    assert.equal(await storage.votes.spent({ fanId: 'a', day: today }), 1)
    assert.equal(await storage.votes.spent({ fanId: 'a', day: '2026-06-16' }), 0)
  })

  test('holds the daily limit of each fan and day', async (storage) => {
    const { songs } = await setStage(storage)
    const [one, two, three] = songs
    const cast = (fanId: string, setlistSongId: string, day = today) =>
      ballotDraft({ fanId, setlistSongId, day })
    const outcomes = await storage.votes.castMany(
      [cast('a', one), cast('a', two), cast('b', one), cast('a', three), cast('a', three, '2026-06-16')],
      { perDay: 2 },
    )
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['counted', 'counted', 'counted', 'limit-reached', 'counted'],
    )
    assert.deepEqual(outcomes[3], { status: 'limit-reached', spent: 2 })
    assert.deepEqual(await storage.votes.castMany([cast('c', one)], { perDay: 0 }), [
      { status: 'limit-reached', spent: 0 },
    ])
    assert.deepEqual(
      (await storage.votes.castMany([cast('b', two)], { perDay: 1 })).map(({ status }) => status),
      ['limit-reached'],
    )
    assert.equal((await storage.votes.castMany([cast('b', two)], free))[0]?.status, 'counted')
  })

  test('spends no place on ballots of one call that are not counted', async (storage) => {
    const { songs } = await setStage(storage)
    const [one, two, three] = songs
    const cast = (fanId: string, setlistSongId: string) => ballotDraft({ fanId, setlistSongId })
    await storage.votes.castMany([cast('a', one)], free)
    const outcomes = await storage.votes.castMany(
      [
        cast('a', 'nothing'),
        cast('a', one),
        cast('b', one),
        cast('a', two),
        cast('a', three),
        cast('b', two),
      ],
      { perDay: 2 },
    )
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['not-found', 'already-cast', 'counted', 'counted', 'limit-reached', 'counted'],
    )
    assert.equal(await storage.votes.spent({ fanId: 'a', day: today }), 2)
    assert.equal(await storage.votes.spent({ fanId: 'b', day: today }), 2)
  })

  test('holds a day to its own ballots, whatever was cast the day before', async (storage) => {
    const { songs } = await setStage(storage)
    const [one, two, three] = songs
    const cast = (setlistSongId: string, day: string) => ballotDraft({ fanId: 'a', setlistSongId, day })
    await storage.votes.castMany([cast(one, '2026-06-14'), cast(two, '2026-06-14')], { perDay: 2 })
    const outcomes = await storage.votes.castMany(
      [one, two, three].map((song) => cast(song, today)),
      { perDay: 2 },
    )
    assert.deepEqual(
      outcomes.map((outcome) => [outcome.status, 'spent' in outcome && outcome.spent]),
      [
        ['already-cast', false],
        ['already-cast', false],
        ['counted', 1],
      ],
    )
  })

  test('counts the places of a day over all shows', async (storage) => {
    const one = await setStage(storage)
    const two = await setStage(storage)
    const outcomes = await storage.votes.castMany(
      [one, two].map(({ songs }) => ballotDraft({ fanId: 'a', setlistSongId: songs[0] })),
      { perDay: 1 },
    )
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['counted', 'limit-reached'],
    )
  })

  test('locks a show from its start on', async (storage) => {
    const { songs } = await setStage(storage, { show: { startsAt: noon } })
    const cast = async (setlistSongId: string, castAt: Date) =>
      (await storage.votes.castMany([ballotDraft({ fanId: 'a', setlistSongId, castAt })], free))[0]
    assert.equal((await cast(songs[0], before(noon, 1)))?.status, 'counted')
    assert.deepEqual(await cast(songs[1], noon), { status: 'locked', lockedAt: noon })
    assert.deepEqual(await cast(songs[1], after(noon, hours(1))), { status: 'locked', lockedAt: noon })
  })

  test('an operator may move the lock, either way', async (storage) => {
    const opens = await setStage(storage, { show: { startsAt: noon, votingLocksAt: after(noon, hours(1)) } })
    const closes = await setStage(storage, {
      show: { startsAt: noon, votingLocksAt: before(noon, hours(1)) },
    })
    const outcomes = await storage.votes.castMany(
      [opens, closes].map(({ songs }) =>
        ballotDraft({ fanId: 'a', setlistSongId: songs[0], castAt: before(noon, 60_000) }),
      ),
      free,
    )
    assert.equal(outcomes[0]?.status, 'counted')
    assert.deepEqual(outcomes[1], { status: 'locked', lockedAt: before(noon, hours(1)) })
  })

  test('a locked setlist takes no ballots and gives none back', async (storage) => {
    const { songs, ...stage } = await setStage(storage)
    const { artistId, showId, setlistId } = stage
    const ballot = ballotDraft({ fanId: 'a', setlistSongId: songs[0] })
    await storage.votes.castMany([ballot], free)
    await storage.setlists.save(setlistDraft({ artistId, showId, id: setlistId, locked: true }))
    const locked = { status: 'locked', lockedAt: null }
    const other = ballotDraft({ fanId: 'b', setlistSongId: songs[0] })
    assert.deepEqual(await storage.votes.castMany([other], free), [locked])
    assert.deepEqual(await storage.votes.retractMany([{ ...ballot, at: noon }]), [locked])
    assert.equal((await storage.votes.castMany([ballot], free))[0]?.status, 'already-cast')
  })

  test('a call that is repeated after the lock still answers that its ballot was cast', async (storage) => {
    const { songs } = await setStage(storage, { show: { startsAt: noon } })
    const ballot = ballotDraft({ fanId: 'a', setlistSongId: songs[0], castAt: before(noon, 1) })
    await storage.votes.castMany([ballot], { perDay: 1 })
    const [outcome] = await storage.votes.castMany([{ ...ballot, castAt: after(noon, 1) }], { perDay: 1 })
    assert.deepEqual(outcome, { status: 'already-cast', tally: { upvotes: 1, quarantined: 0 } })
  })

  test('finds no song that is not there, is on tape or has no name', async (storage) => {
    const { songs } = await setStage(storage, {
      setlist: { songs: [{ title: 'Intro', tape: true }, { title: '' }, { title: 'Low Tide' }] },
    })
    const outcomes = await storage.votes.castMany(
      [...songs, 'unknown', 'a\0b', ''].map((setlistSongId) => ballotDraft({ fanId: 'a', setlistSongId })),
      free,
    )
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['not-found', 'not-found', 'counted', 'not-found', 'not-found', 'not-found'],
    )
  })

  test('takes a ballot back once, with its place of the day', async (storage) => {
    const { songs } = await setStage(storage)
    const [one, two] = songs
    const key = { fanId: 'a', setlistSongId: one, at: noon }
    await storage.votes.castMany([ballotDraft({ fanId: 'a', setlistSongId: one })], { perDay: 1 })
    assert.deepEqual(await storage.votes.retractMany([key, key]), [
      { status: 'retracted', tally: { upvotes: 0, quarantined: 0 } },
      { status: 'not-cast' },
    ])
    assert.equal(await storage.votes.spent({ fanId: 'a', day: today }), 0)
    const [outcome] = await storage.votes.castMany([ballotDraft({ fanId: 'a', setlistSongId: two })], {
      perDay: 1,
    })
    assert.deepEqual(outcome, { status: 'counted', tally: { upvotes: 1, quarantined: 0 }, spent: 1 })
    assert.deepEqual(await storage.votes.retractMany([{ fanId: 'a', setlistSongId: 'unknown', at: noon }]), [
      { status: 'not-found' },
    ])
    assert.deepEqual(await storage.votes.retractMany([{ fanId: 'b', setlistSongId: one, at: noon }]), [
      { status: 'not-cast' },
    ])
  })

  test('gives nothing back once the show is locked', async (storage) => {
    const { songs } = await setStage(storage, { show: { startsAt: noon } })
    const ballot = ballotDraft({ fanId: 'a', setlistSongId: songs[0], castAt: before(noon, 1000) })
    await storage.votes.castMany([ballot], free)
    assert.deepEqual(await storage.votes.retractMany([{ ...ballot, at: noon }]), [
      { status: 'locked', lockedAt: noon },
    ])
    const [outcome] = await storage.votes.retractMany([{ ...ballot, at: before(noon, 1) }])
    assert.equal(outcome?.status, 'retracted')
  })

  test('refuses what cannot be meant, and then casts nothing of the call', async (storage) => {
    const { songs, showId } = await setStage(storage)
    const ballot = ballotDraft({ fanId: 'a', setlistSongId: songs[0] })
    const cast = (draft: typeof ballot, perDay: number | null = null) => {
      return () =>
        storage.votes.castMany([ballotDraft({ fanId: 'b', setlistSongId: songs[1] }), draft], { perDay })
    }
    await refused(
      cast(ballot, -1),
      cast(ballot, 1.5),
      cast({ ...ballot, fanId: '' }),
      cast({ ...ballot, fanId: 'a\0b' }),
      cast({ ...ballot, day: '15.06.2026' }),
      cast({ ...ballot, castAt: never }),
      () => storage.votes.retractMany([{ ...ballot, at: never }]),
      () => storage.votes.spent({ fanId: 'a', day: 'today' }),
    )
    assert.equal((await storage.votes.tally({ showId }))?.show.upvotes, 0)
  })
}

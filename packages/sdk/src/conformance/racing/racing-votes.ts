import assert from 'node:assert/strict'
import type { Storage } from '../../storage/storage.ts'
import { ballotDraft, setlistDraft, showDraft } from '../builders.ts'
import type { Test } from '../harness.ts'
import { noon, today } from '../instants.ts'
import { atOnce, countBy } from '../many.ts'
import { setStage } from '../stage.ts'

const titles = (count: number) => Array.from({ length: count }, (_, index) => ({ title: `Song ${index}` }))

async function assertExact(storage: Storage, ballots: number): Promise<void> {
  assert.deepEqual(await storage.votes.audit(), { ballots, status: 'exact', differences: [] })
}

export function racingVotes(test: Test): void {
  test('one fan who votes for many songs at once stays within the daily limit', async (storage) => {
    const { songs, showId } = await setStage(storage, { setlist: { songs: titles(20) } })
    const outcomes = await atOnce(20, (index) =>
      storage.votes.castMany([ballotDraft({ fanId: 'a', setlistSongId: songs[index]! })], { perDay: 5 }),
    )
    assert.deepEqual(
      countBy(outcomes.flat(), ({ status }) => status),
      { counted: 5, 'limit-reached': 15 },
    )
    assert.equal(await storage.votes.spent({ fanId: 'a', day: today }), 5)
    assert.equal((await storage.votes.tally({ showId }))?.show.upvotes, 5)
    await assertExact(storage, 5)
  })

  test('batches that race for the places of several fans stay within each limit', async (storage) => {
    const { songs } = await setStage(storage, { setlist: { songs: titles(12) } })
    const fans = ['a', 'b', 'c', 'd']
    const outcomes = await atOnce(8, (index) => {
      const ballots = fans.flatMap((fanId) =>
        songs.map((setlistSongId) => ballotDraft({ fanId, setlistSongId })),
      )
      return storage.votes.castMany(index % 2 === 0 ? ballots : ballots.toReversed(), { perDay: 7 })
    })
    assert.equal(countBy(outcomes.flat(), ({ status }) => status).counted, 28)
    for (const fanId of fans) assert.equal(await storage.votes.spent({ fanId, day: today }), 7)
    await assertExact(storage, 28)
  })

  test('one ballot that is cast many times at once counts once, and spends one place', async (storage) => {
    const { songs } = await setStage(storage)
    const ballot = ballotDraft({ fanId: 'a', setlistSongId: songs[0] })
    const outcomes = await atOnce(20, () => storage.votes.castMany([ballot], { perDay: 1 }))
    assert.deepEqual(
      countBy(outcomes.flat(), ({ status }) => status),
      { counted: 1, 'already-cast': 19 },
    )
    assert.equal(await storage.votes.spent({ fanId: 'a', day: today }), 1)
    await assertExact(storage, 1)
  })

  test('a ballot that is taken back many times at once is taken back once', async (storage) => {
    const { songs } = await setStage(storage)
    const ballot = ballotDraft({ fanId: 'a', setlistSongId: songs[0] })
    await storage.votes.castMany([ballot], { perDay: null })
    const outcomes = await atOnce(10, () => storage.votes.retractMany([{ ...ballot, at: noon }]))
    assert.deepEqual(
      countBy(outcomes.flat(), ({ status }) => status),
      { retracted: 1, 'not-cast': 9 },
    )
    assert.equal(await storage.votes.spent({ fanId: 'a', day: today }), 0)
    await assertExact(storage, 0)
  })

  test('a rush of many fans on one song counts every one', async (storage) => {
    const { songs, showId, setlistId } = await setStage(storage)
    const outcomes = await atOnce(100, (index) =>
      storage.votes.castMany([ballotDraft({ fanId: `fan ${index}`, setlistSongId: songs[0] })], {
        perDay: 10,
      }),
    )
    assert.deepEqual(
      countBy(outcomes.flat(), ({ status }) => status),
      { counted: 100 },
    )
    const tally = await storage.votes.tally({ showId })
    assert.equal(tally?.show.upvotes, 100)
    assert.deepEqual(tally?.setlists, [{ id: setlistId, upvotes: 100, quarantined: 0 }])
    assert.equal(tally?.songs[0]?.upvotes, 100)
    await assertExact(storage, 100)
  })

  test('counts are exact under casts, retractions and quarantine at once', async (storage) => {
    const { songs, showId } = await setStage(storage)
    const keys = Array.from({ length: 60 }, (_, index) => ({
      fanId: `fan ${index % 20}`,
      setlistSongId: songs[Math.floor(index / 20)]!,
    }))
    await Promise.all([
      ...keys.map((key) => storage.votes.castMany([ballotDraft(key)], { perDay: null })),
      ...keys.map((key) => storage.votes.retractMany([{ ...key, at: noon }])),
      storage.votes.quarantine(keys.slice(0, 30), 'burst'),
      storage.votes.audit(),
      storage.votes.rebuild(),
    ])
    const audit = await storage.votes.audit()
    assert.deepEqual([audit.status, audit.differences], ['exact', []])
    const tally = await storage.votes.tally({ showId })
    assert.equal((tally?.show.upvotes ?? 0) + (tally?.show.quarantined ?? 0), audit.ballots)
  })

  test('an audit while votes arrive finds nothing', async (storage) => {
    const { songs } = await setStage(storage)
    const casting = atOnce(60, (index) =>
      storage.votes.castMany(
        songs.map((setlistSongId) => ballotDraft({ fanId: `fan ${index}`, setlistSongId })),
        { perDay: null },
      ),
    )
    const audits = await atOnce(10, () => storage.votes.audit())
    await casting
    for (const { status, differences } of audits) assert.deepEqual([status, differences], ['exact', []])
  })

  test('batches that lock the same rows in other orders all go through', async (storage) => {
    const stages = [await setStage(storage), await setStage(storage), await setStage(storage)]
    const songs = stages.flatMap((stage) => stage.songs)
    await atOnce(20, async (index) => {
      const order = index % 2 === 0 ? songs : songs.toReversed()
      const keys = order.map((setlistSongId) => ({ fanId: `fan ${index % 5}`, setlistSongId }))
      if (index % 4 === 3) await storage.votes.retractMany(keys.map((key) => ({ ...key, at: noon })))
      else await storage.votes.castMany(keys.map(ballotDraft), { perDay: 100 })
    })
    assert.equal((await storage.votes.audit()).status, 'exact')
  })

  test('votes race a setlist that is saved, locked, moved and removed', async (storage) => {
    const stage = await setStage(storage)
    const { artistId, showId, setlistId } = stage
    const { entity: other } = await storage.shows.save(showDraft())
    const save = (fields: object) =>
      storage.setlists.save(setlistDraft({ id: setlistId, artistId, showId, ...fields }))
    const rush = (name: string) =>
      atOnce(30, (index) =>
        storage.votes.castMany(
          [ballotDraft({ fanId: `${name} ${index}`, setlistSongId: stage.songs[index % 3]! })],
          { perDay: null },
        ),
      )
    await Promise.all([rush('a'), save({ songs: [{ title: 'Undertow' }, { title: 'Low Tide' }] })])
    assert.equal((await storage.votes.audit()).status, 'exact')
    await Promise.all([rush('b'), save({ showId: other.id })])
    assert.equal((await storage.votes.audit()).status, 'exact')
    assert.equal((await storage.votes.tally({ showId }))?.show.upvotes, 0)
    await Promise.all([rush('c'), save({ showId: other.id, locked: true })])
    assert.equal((await storage.votes.audit()).status, 'exact')
    await Promise.all([rush('d'), storage.setlists.remove(setlistId)])
    await assertExact(storage, 0)
    assert.equal((await storage.votes.tally({ showId: other.id }))?.show.upvotes, 0)
  })
}

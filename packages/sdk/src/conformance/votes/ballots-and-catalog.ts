import assert from 'node:assert/strict'
import type { Storage } from '../../storage/storage.ts'
import { ballotDraft, setlistDraft, showDraft } from '../builders.ts'
import type { Test } from '../harness.ts'
import { noon, today } from '../instants.ts'
import { type Stage, setStage } from '../stage.ts'

/** Two fans vote for all three songs. */
async function voteForAll(storage: Storage, { songs }: Stage): Promise<void> {
  const ballots = ['a', 'b'].flatMap((fanId) =>
    songs.map((setlistSongId) => ballotDraft({ fanId, setlistSongId })),
  )
  await storage.votes.castMany(ballots, { perDay: null })
}

const resave = (storage: Storage, { artistId, showId, setlistId }: Stage, titles: readonly string[]) =>
  storage.setlists.save(
    setlistDraft({ id: setlistId, artistId, showId, songs: titles.map((title) => ({ title })) }),
  )

export function ballotsAndCatalog(test: Test): void {
  test('ballots stay with their song when the setlist is saved in another order', async (storage) => {
    const stage = await setStage(storage)
    await voteForAll(storage, stage)
    await storage.votes.retractMany([{ fanId: 'a', setlistSongId: stage.songs[0], at: noon }])
    await resave(storage, stage, ['Undertow', 'New Song', 'Low Tide', 'Lantern'])
    const tally = await storage.votes.tally({ setlistId: stage.setlistId })
    assert.deepEqual(
      tally?.songs.map(({ upvotes }) => upvotes),
      [2, 0, 1, 2],
    )
    assert.equal((await storage.votes.audit()).status, 'exact')
  })

  test('tells the setlist of each setlist song, in order', async (storage) => {
    const one = await setStage(storage)
    const other = await setStage(storage)
    const [first, , third] = one.songs
    assert.deepEqual(
      await storage.votes.setlistsOf([other.songs[1], 'unknown', third, first, 'a\0b', third]),
      [other.setlistId, null, one.setlistId, one.setlistId, null, one.setlistId],
    )
    assert.deepEqual(await storage.votes.setlistsOf([]), [])
    await resave(storage, one, ['Lantern'])
    assert.deepEqual(await storage.votes.setlistsOf([first, one.songs[1]]), [null, one.setlistId])
  })

  test('a song that leaves its setlist takes its ballots along, and gives their places of the day back', async (storage) => {
    const stage = await setStage(storage)
    await voteForAll(storage, stage)
    await resave(storage, stage, ['Low Tide'])
    const tally = await storage.votes.tally({ showId: stage.showId })
    assert.deepEqual(tally?.show, { id: stage.showId, upvotes: 2, quarantined: 0 })
    assert.equal(await storage.votes.spent({ fanId: 'a', day: today }), 1)
    const ballot = ballotDraft({ fanId: 'c', setlistSongId: stage.songs[1] })
    assert.deepEqual(await storage.votes.castMany([ballot], { perDay: null }), [{ status: 'not-found' }])
    assert.deepEqual(await storage.votes.audit(), { ballots: 2, status: 'exact', differences: [] })
  })

  test('a setlist that moves to another show takes its counts along', async (storage) => {
    const stage = await setStage(storage)
    await voteForAll(storage, stage)
    const { entity: other } = await storage.shows.save(showDraft())
    await storage.setlists.save(
      setlistDraft({ id: stage.setlistId, artistId: stage.artistId, showId: other.id }),
    )
    assert.equal((await storage.votes.tally({ showId: stage.showId }))?.show.upvotes, 0)
    assert.equal((await storage.votes.tally({ showId: other.id }))?.show.upvotes, 6)
    const [ballot] = await storage.votes.castBy({ fanId: 'a', showId: other.id })
    assert.equal(ballot?.showId, other.id)
    assert.equal((await storage.votes.stats({ showId: other.id })).upvotes, 6)
    assert.equal((await storage.votes.audit()).status, 'exact')
  })

  test('the lock of a show is that of now', async (storage) => {
    const stage = await setStage(storage, { show: { startsAt: noon } })
    const ballot = ballotDraft({ fanId: 'a', setlistSongId: stage.songs[0], castAt: noon })
    assert.equal((await storage.votes.castMany([ballot], { perDay: null }))[0]?.status, 'locked')
    const startsAt = new Date('2026-07-01T20:00:00Z')
    await storage.shows.save(showDraft({ id: stage.showId, status: 'rescheduled', startsAt }))
    assert.equal((await storage.votes.castMany([ballot], { perDay: null }))[0]?.status, 'counted')
  })
}

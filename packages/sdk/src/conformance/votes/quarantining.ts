import assert from 'node:assert/strict'
import { refused } from '../assertions.ts'
import { ballotDraft } from '../builders.ts'
import type { Test } from '../harness.ts'
import { noon, today } from '../instants.ts'
import { setStage } from '../stage.ts'

export function quarantining(test: Test): void {
  test('a suspicious ballot is kept apart from the clean count, and uses its place of the day', async (storage) => {
    const { songs, showId } = await setStage(storage)
    const [one, two] = songs
    const cast = ballotDraft({ fanId: 'a', setlistSongId: one, quarantineReason: 'burst' })
    assert.deepEqual(await storage.votes.castMany([cast], { perDay: 1 }), [
      { status: 'quarantined', tally: { upvotes: 0, quarantined: 1 }, spent: 1, reason: 'burst' },
    ])
    const [limited] = await storage.votes.castMany([ballotDraft({ fanId: 'a', setlistSongId: two })], {
      perDay: 1,
    })
    assert.deepEqual(limited, { status: 'limit-reached', spent: 1 })
    const [again] = await storage.votes.castMany([{ ...cast, quarantineReason: null }], { perDay: 1 })
    assert.deepEqual(again, { status: 'already-cast', tally: { upvotes: 0, quarantined: 1 } })
    assert.deepEqual((await storage.votes.tally({ showId }))?.show, {
      id: showId,
      upvotes: 0,
      quarantined: 1,
    })
  })

  test('moves ballots between the counts, and says how many', async (storage) => {
    const { songs, showId } = await setStage(storage)
    const keys = songs.map((setlistSongId) => ({ fanId: 'a', setlistSongId }))
    await storage.votes.castMany(keys.map(ballotDraft), { perDay: null })
    const unknown = { fanId: 'nobody', setlistSongId: songs[0] }
    const shown = async () => {
      const tally = await storage.votes.tally({ showId })
      return [tally?.show.upvotes, tally?.show.quarantined]
    }
    assert.equal(await storage.votes.quarantine([...keys.slice(0, 2), unknown], 'same device'), 2)
    assert.deepEqual(await shown(), [1, 2])
    assert.equal(await storage.votes.quarantine(keys, 'same device'), 1)
    assert.equal(await storage.votes.quarantine(keys.slice(0, 1), 'another reason'), 1)
    assert.deepEqual(await shown(), [0, 3])
    const reasons = (await storage.votes.castBy({ fanId: 'a', showId })).map(
      (ballot) => ballot.quarantineReason,
    )
    assert.deepEqual(reasons.sort(), ['another reason', 'same device', 'same device'])
    assert.equal(await storage.votes.quarantine(keys.slice(0, 2), null), 2)
    assert.equal(await storage.votes.quarantine(keys.slice(0, 2), null), 0)
    assert.deepEqual(await shown(), [2, 1])
    assert.equal((await storage.votes.audit()).status, 'exact')
    await refused(() => storage.votes.quarantine(keys, ''))
  })

  test('a ballot in quarantine stays until it is released', async (storage) => {
    const { songs } = await setStage(storage)
    const [one, two] = songs
    const ballot = ballotDraft({ fanId: 'a', setlistSongId: one, quarantineReason: 'burst' })
    await storage.votes.castMany([ballot, ballotDraft({ fanId: 'a', setlistSongId: two })], { perDay: null })
    const takeBack = (...ids: string[]) =>
      storage.votes.retractMany(ids.map((setlistSongId) => ({ fanId: 'a', setlistSongId, at: noon })))
    assert.deepEqual(await takeBack(one, two), [
      { status: 'quarantined', reason: 'burst' },
      { status: 'retracted', tally: { upvotes: 0, quarantined: 0 } },
    ])
    assert.equal(await storage.votes.spent({ fanId: 'a', day: today }), 1)
    await storage.votes.quarantine([ballot], null)
    assert.deepEqual(await takeBack(one), [{ status: 'retracted', tally: { upvotes: 0, quarantined: 0 } }])
    assert.deepEqual(await storage.votes.audit(), { ballots: 0, status: 'exact', differences: [] })
  })
}

import assert from 'node:assert/strict'
import { hours } from '../../core/duration.ts'
import { refused } from '../assertions.ts'
import { ballotDraft } from '../builders.ts'
import type { Test } from '../harness.ts'
import { after, never, noon } from '../instants.ts'
import { setStage } from '../stage.ts'

export function voteStatistics(test: Test): void {
  test('sums the ballots of a show, an artist or all', async (storage) => {
    const one = await setStage(storage)
    const two = await setStage(storage)
    const quarantineReason = 'burst'
    await storage.votes.castMany(
      [
        ballotDraft({ fanId: 'a', setlistSongId: one.songs[0], castAt: noon }),
        ballotDraft({ fanId: 'b', setlistSongId: one.songs[0], castAt: after(noon, hours(1)) }),
        ballotDraft({ fanId: 'a', setlistSongId: one.songs[1], castAt: after(noon, hours(12)) }),
        ballotDraft({
          fanId: 'bot',
          setlistSongId: one.songs[2],
          castAt: after(noon, hours(99)),
          quarantineReason,
        }),
        ballotDraft({ fanId: 'c', setlistSongId: two.songs[0], castAt: after(noon, hours(24)) }),
      ],
      { perDay: null },
    )
    const byHour = (counts: Record<number, number>) =>
      Array.from({ length: 24 }, (_, hour) => counts[hour] ?? 0)
    const top = (setlistSongId: string, title: string, showId: string, upvotes: number) => ({
      setlistSongId,
      title,
      showId,
      upvotes,
      quarantined: 0,
    })
    const ofOne = {
      upvotes: 3,
      quarantined: 1,
      fans: 2,
      byHour: byHour({ 0: 1, 12: 1, 13: 1 }),
      top: [top(one.songs[0], 'Low Tide', one.showId, 2), top(one.songs[1], 'Lantern', one.showId, 1)],
      firstAt: noon,
      lastAt: after(noon, hours(12)),
    }
    assert.deepEqual(await storage.votes.stats({ showId: one.showId }), ofOne)
    assert.deepEqual(await storage.votes.stats({ artistId: one.artistId }), ofOne)
    assert.deepEqual(await storage.votes.stats({ artistId: one.artistId, showId: one.showId }), ofOne)
    const all = await storage.votes.stats({})
    assert.deepEqual([all.upvotes, all.quarantined, all.fans, all.top.length], [4, 1, 3, 3])
    const ties = [one.songs[1], two.songs[0]].sort()
    assert.deepEqual(
      all.top.map(({ setlistSongId }) => setlistSongId),
      [one.songs[0], ...ties],
    )
    assert.deepEqual((await storage.votes.stats({ top: 1 })).top, ofOne.top.slice(0, 1))
    const nothing = {
      upvotes: 0,
      quarantined: 0,
      fans: 0,
      byHour: byHour({}),
      top: [],
      firstAt: null,
      lastAt: null,
    }
    assert.deepEqual(await storage.votes.stats({ showId: 'unknown' }), nothing)
    assert.deepEqual(await storage.votes.stats({ showId: one.showId, artistId: two.artistId }), nothing)
  })

  test('counts from the first instant on, and not the last', async (storage) => {
    const { songs } = await setStage(storage)
    await storage.votes.castMany(
      songs.map((setlistSongId, index) =>
        ballotDraft({ fanId: 'a', setlistSongId, castAt: after(noon, hours(index)) }),
      ),
      { perDay: null },
    )
    const stats = await storage.votes.stats({ from: after(noon, hours(1)), to: after(noon, hours(2)) })
    assert.deepEqual([stats.upvotes, stats.top.length, stats.firstAt], [1, 1, after(noon, hours(1))])
    assert.equal((await storage.votes.stats({ from: after(noon, 1) })).upvotes, 2)
    assert.equal((await storage.votes.stats({ to: noon })).upvotes, 0)
    await refused(
      () => storage.votes.stats({ from: never }),
      () => storage.votes.stats({ to: never }),
      () => storage.votes.stats({ top: 0 }),
      () => storage.votes.stats({ top: 1001 }),
    )
  })
}

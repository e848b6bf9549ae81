import assert from 'node:assert/strict'
import { minutes } from '../../core/duration.ts'
import { defaultTrendingOptions } from '../../domain/trending.ts'
import { ballotDraft, headliner, setlistDraft, showDraft, songDraft, venueDraft } from '../builders.ts'
import type { Test } from '../harness.ts'
import { after, noon } from '../instants.ts'
import { setStage } from '../stage.ts'

export function removing(test: Test): void {
  test('an artist takes songs, setlists, ballots, followers and board entries along', async (storage) => {
    const stage = await setStage(storage)
    const other = await setStage(storage)
    const { entity: song } = await storage.songs.save(songDraft({ artistId: stage.artistId }))
    await storage.votes.castMany(
      [stage, other].map(({ songs }) => ballotDraft({ fanId: 'fan', setlistSongId: songs[0] })),
      { perDay: null },
    )
    await storage.fans.follow({ fanId: 'fan', artistId: stage.artistId, following: true, at: noon })
    await storage.trending.refresh({ at: after(noon, minutes(1)), options: defaultTrendingOptions })
    assert.equal(await storage.artists.remove(stage.artistId), true)

    assert.equal(await storage.songs.find(song.id), null)
    assert.equal(await storage.setlists.find(stage.setlistId), null)
    assert.deepEqual((await storage.fans.follows({ fanId: 'fan' })).items, [])
    assert.deepEqual(
      (await storage.trending.top({ kind: 'artists', limit: 10 })).map(({ id, rank }) => [id, rank]),
      [[other.artistId, 1]],
    )
    assert.deepEqual(await storage.votes.audit(), { ballots: 1, status: 'exact', differences: [] })
    assert.equal(await storage.votes.spent({ fanId: 'fan', day: '2026-06-15' }), 1)
    assert.ok(await storage.setlists.find(other.setlistId))
    assert.equal((await storage.ops.integrity()).status, 'sound')
  })

  test('an artist leaves its name in lineups, and no link', async (storage) => {
    const stage = await setStage(storage)
    await storage.artists.remove(stage.artistId)
    const show = await storage.shows.find(stage.showId)
    assert.deepEqual(show?.lineup, [{ ...headliner(stage.artistId), artistId: null }])
    assert.deepEqual((await storage.shows.list({ artistId: stage.artistId })).items, [])
  })

  test('an artist leaves its import runs, and no link', async (storage) => {
    const stage = await setStage(storage)
    const lease = { owner: 'worker', at: noon, leaseMs: minutes(1) }
    const { run } = await storage.imports.begin({ subject: 'name:x', reference: { name: 'x' }, lease })
    await storage.imports.attach({ runId: run.id, fence: 1, artistId: stage.artistId })
    await storage.artists.remove(stage.artistId)
    assert.equal((await storage.imports.find(run.id))?.artistId, null)
  })

  test('a venue takes its reviews along, and leaves its shows', async (storage) => {
    const { entity: venue } = await storage.venues.save(venueDraft())
    const { entity: show } = await storage.shows.save(showDraft({ venueId: venue.id }))
    await storage.fans.review({ fanId: 'fan', venueId: venue.id, rating: 4, text: null, at: noon })
    await storage.venues.remove(venue.id)
    assert.equal((await storage.shows.find(show.id))?.venueId, null)
    assert.equal((await storage.ops.stats()).reviews, 0)
    assert.deepEqual((await storage.shows.list({ venueId: venue.id })).items, [])
  })

  test('a show takes its setlists, ballots, attendances and board entries along', async (storage) => {
    const stage = await setStage(storage)
    await storage.votes.castMany([ballotDraft({ fanId: 'fan', setlistSongId: stage.songs[0] })], {
      perDay: null,
    })
    await storage.fans.attend({ fanId: 'fan', showId: stage.showId, attendance: 'going', at: noon })
    await storage.trending.refresh({ at: after(noon, minutes(1)), options: defaultTrendingOptions })
    await storage.shows.remove(stage.showId)
    assert.equal(await storage.setlists.find(stage.setlistId), null)
    assert.equal(await storage.fans.counts({ showId: stage.showId }), null)
    assert.deepEqual(await storage.trending.top({ kind: 'shows', limit: 10 }), [])
    const { setlists, setlistSongs, ballots, attendances, artists } = await storage.ops.stats()
    assert.deepEqual([setlists, setlistSongs, ballots, attendances, artists], [0, 0, 0, 0, 1])
  })

  test('a song leaves its title on setlists, with the ballots for it', async (storage) => {
    const stage = await setStage(storage)
    const { artistId, showId } = stage
    const { entity: song } = await storage.songs.save(songDraft({ artistId }))
    const { entity: setlist } = await storage.setlists.save(
      setlistDraft({ artistId, showId, songs: [{ title: 'Low Tide', songId: song.id }] }),
    )
    await storage.votes.castMany([ballotDraft({ fanId: 'fan', setlistSongId: setlist.songs[0]!.id })], {
      perDay: null,
    })
    await storage.songs.remove(song.id)
    const [left] = (await storage.setlists.find(setlist.id))?.songs ?? []
    assert.deepEqual([left?.id, left?.title, left?.songId], [setlist.songs[0]?.id, 'Low Tide', null])
    assert.equal((await storage.votes.audit()).ballots, 1)
  })

  test('a setlist takes its ballots along, and gives the places of the day back', async (storage) => {
    const stage = await setStage(storage)
    await storage.votes.castMany([ballotDraft({ fanId: 'fan', setlistSongId: stage.songs[0] })], {
      perDay: null,
    })
    await storage.setlists.remove(stage.setlistId)
    assert.deepEqual(await storage.votes.tally({ showId: stage.showId }), {
      show: { id: stage.showId, upvotes: 0, quarantined: 0 },
      setlists: [],
      songs: [],
    })
    assert.equal(await storage.votes.spent({ fanId: 'fan', day: '2026-06-15' }), 0)
    assert.deepEqual(await storage.votes.audit(), { ballots: 0, status: 'exact', differences: [] })
  })
}

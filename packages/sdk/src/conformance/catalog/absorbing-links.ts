import assert from 'node:assert/strict'
import { hours, minutes } from '../../core/duration.ts'
import type { EntityId } from '../../domain/entity.ts'
import { defaultTrendingOptions } from '../../domain/trending.ts'
import type { Storage } from '../../storage/storage.ts'
import {
  artistDraft,
  ballotDraft,
  headliner,
  setlistDraft,
  showDraft,
  songDraft,
  sourceOf,
  trackOf,
  venueDraft,
} from '../builders.ts'
import type { Test } from '../harness.ts'
import { after, before, noon } from '../instants.ts'
import { setStage } from '../stage.ts'

const free = { perDay: null }

export function absorbingLinks(test: Test): void {
  test('artist: songs, setlists, lineups and followers move', async (storage) => {
    const kept = await setStage(storage)
    const absorbed = await setStage(storage)
    const { entity: song } = await storage.songs.save(songDraft({ artistId: absorbed.artistId }))
    await follow(storage, kept.artistId, ['both', 'kept only'])
    await follow(storage, absorbed.artistId, ['both', 'absorbed only'])
    await storage.artists.absorb({ keptId: kept.artistId, absorbedId: absorbed.artistId })

    assert.equal((await storage.songs.find(song.id))?.artistId, kept.artistId)
    assert.equal((await storage.setlists.find(absorbed.setlistId))?.artistId, kept.artistId)
    assert.deepEqual((await storage.shows.find(absorbed.showId))?.lineup, [headliner(kept.artistId)])
    const { artistId } = kept
    assert.deepEqual(idsIn(await storage.songs.list({ artistId })), [song.id])
    assert.deepEqual(idsIn(await storage.shows.list({ artistId })), [kept.showId, absorbed.showId].sort())
    assert.deepEqual(
      idsIn(await storage.setlists.list({ artistId })),
      [kept.setlistId, absorbed.setlistId].sort(),
    )
    assert.deepEqual(await storage.fans.counts({ artistId }), { followers: 3 })
    assert.equal(await storage.fans.counts({ artistId: absorbed.artistId }), null)
    assert.deepEqual((await storage.fans.follows({ fanId: 'both' })).items.length, 1)
    assert.equal((await storage.ops.integrity()).status, 'sound')
  })

  test('artist: one who would be in a lineup twice is in it once', async (storage) => {
    const [kept, absorbed] = await saveArtists(storage, 2)
    const { entity: show } = await storage.shows.save(
      showDraft({ lineup: [headliner(absorbed!), { ...headliner(kept!), role: 'support' }] }),
    )
    await storage.artists.absorb({ keptId: kept!, absorbedId: absorbed! })
    assert.deepEqual((await storage.shows.find(show.id))?.lineup, [headliner(kept!)])
  })

  test('artist: ballots stay, and are counted for the kept one', async (storage) => {
    const kept = await setStage(storage)
    const absorbed = await setStage(storage)
    await storage.votes.castMany([ballotDraft({ fanId: 'fan', setlistSongId: absorbed.songs[0] })], free)
    await storage.artists.absorb({ keptId: kept.artistId, absorbedId: absorbed.artistId })
    const [ballot] = await storage.votes.castBy({ fanId: 'fan', showId: absorbed.showId })
    assert.equal(ballot?.artistId, kept.artistId)
    assert.equal((await storage.votes.stats({ artistId: kept.artistId })).upvotes, 1)
    assert.equal((await storage.votes.audit()).status, 'exact')
  })

  test('artist: board entries and score history of the absorbed one go', async (storage) => {
    const kept = await setStage(storage)
    const absorbed = await setStage(storage)
    await storage.votes.castMany([ballotDraft({ fanId: 'fan', setlistSongId: absorbed.songs[0] })], free)
    await storage.trending.refresh({ at: after(noon, minutes(1)), options: defaultTrendingOptions })
    await storage.artists.absorb({ keptId: kept.artistId, absorbedId: absorbed.artistId })
    assert.deepEqual(await storage.trending.top({ kind: 'artists', limit: 10 }), [])
    const request = { kind: 'artists', id: absorbed.artistId, since: new Date(0) } as const
    assert.deepEqual(await storage.trending.history(request), [])
  })

  test('artist: of two running imports the absorbed one’s is cancelled, and its worker loses its lease', async (storage) => {
    const [keptId, absorbedId] = await saveArtists(storage, 2)
    const lease = { owner: 'worker', at: noon, leaseMs: minutes(1) }
    const begin = async (name: string, artistId: EntityId) => {
      const begun = await storage.imports.begin({ subject: `name:${name}`, reference: { name }, lease })
      assert.equal(begun.status, 'begun')
      const attached = await storage.imports.attach({ runId: begun.run.id, fence: 1, artistId })
      assert.equal(attached.status, 'begun')
      return begun.run.id
    }
    const keptRun = await begin('kept', keptId!)
    const absorbedRun = await begin('absorbed', absorbedId!)
    await storage.artists.absorb({ keptId: keptId!, absorbedId: absorbedId! })
    const [one, two] = await Promise.all([keptRun, absorbedRun].map((id) => storage.imports.find(id)))
    assert.deepEqual([one?.status, one?.artistId], ['running', keptId])
    assert.deepEqual([two?.status, two?.artistId], ['cancelled', keptId])
    const steps = await storage.imports.progressAfter({ runId: absorbedRun, sequence: 0 })
    assert.equal(steps.at(-1)?.status, 'cancelled')
    const attach = await storage.imports.attach({ runId: absorbedRun, fence: 1, artistId: keptId! })
    assert.equal(attach.status, 'lease-lost')
  })

  test('artist: the only running import of the two goes on', async (storage) => {
    const [keptId, absorbedId] = await saveArtists(storage, 2)
    const lease = { owner: 'worker', at: noon, leaseMs: minutes(1) }
    const begun = await storage.imports.begin({ subject: 'name:x', reference: { name: 'x' }, lease })
    await storage.imports.attach({ runId: begun.run.id, fence: 1, artistId: absorbedId! })
    await storage.artists.absorb({ keptId: keptId!, absorbedId: absorbedId! })
    const run = await storage.imports.find(begun.run.id)
    assert.deepEqual([run?.status, run?.artistId], ['running', keptId])
  })

  test('venue: shows and reviews move, one review of each fan stays', async (storage) => {
    const [kept, absorbed] = (await storage.venues.saveMany([venueDraft(), venueDraft()])).map(
      (each) => each.entity.id,
    )
    assert.ok(kept && absorbed)
    const { entity: show } = await storage.shows.save(showDraft({ venueId: absorbed }))
    const review = { text: null, at: noon }
    await storage.fans.review({ fanId: 'both', venueId: kept, rating: 5, ...review })
    await storage.fans.review({ fanId: 'both', venueId: absorbed, rating: 1, ...review })
    await storage.fans.review({ fanId: 'one', venueId: absorbed, rating: 2, ...review })
    await storage.venues.absorb({ keptId: kept, absorbedId: absorbed })
    assert.equal((await storage.shows.find(show.id))?.venueId, kept)
    assert.deepEqual(idsIn(await storage.shows.list({ venueId: kept })), [show.id])
    assert.deepEqual(await storage.fans.counts({ venueId: kept }), { reviews: 2, average: 3.5 })
  })

  test('show: setlists with their ballots, and attendances move; counts are those of both', async (storage) => {
    const kept = await setStage(storage)
    const absorbed = await setStage(storage, { artistId: kept.artistId })
    await storage.votes.castMany(
      [
        ballotDraft({ fanId: 'a', setlistSongId: kept.songs[0] }),
        ballotDraft({ fanId: 'a', setlistSongId: absorbed.songs[0] }),
        ballotDraft({ fanId: 'b', setlistSongId: absorbed.songs[1], quarantineReason: 'burst' }),
      ],
      free,
    )
    const attend = (fanId: string, showId: EntityId, attendance: 'going' | 'interested') =>
      storage.fans.attend({ fanId, showId, attendance, at: noon })
    await attend('a', kept.showId, 'going')
    await attend('a', absorbed.showId, 'interested')
    await attend('b', absorbed.showId, 'interested')
    await storage.shows.absorb({ keptId: kept.showId, absorbedId: absorbed.showId })

    const { showId } = kept
    assert.equal((await storage.setlists.find(absorbed.setlistId))?.showId, showId)
    const tally = await storage.votes.tally({ showId })
    assert.deepEqual(tally?.show, { id: showId, upvotes: 2, quarantined: 1 })
    assert.equal(await storage.votes.tally({ showId: absorbed.showId }), null)
    assert.equal((await storage.votes.castBy({ fanId: 'a', showId })).length, 2)
    assert.deepEqual(await storage.fans.counts({ showId }), { interested: 1, going: 1, went: 0 })
    assert.equal((await storage.votes.audit()).status, 'exact')
  })

  test('song: tracks are united, and setlist songs move', async (storage) => {
    const stage = await setStage(storage)
    const { artistId } = stage
    const draft = (spotifyId: string, popularity: number) =>
      songDraft({ artistId, tracks: [trackOf({ spotifyId, popularity })], source: sourceOf('spotify') })
    const { entity: kept } = await storage.songs.save(draft('a', 10))
    const { entity: absorbed } = await storage.songs.save(draft('b', 90))
    const { entity: setlist } = await storage.setlists.save(
      setlistDraft({
        artistId,
        showId: stage.showId,
        id: stage.setlistId,
        songs: [{ title: 'Low Tide', songId: absorbed.id }],
      }),
    )
    const united = await storage.songs.absorb({ keptId: kept.id, absorbedId: absorbed.id })
    assert.deepEqual(
      united?.tracks.map(({ spotifyId }) => spotifyId),
      ['a', 'b'],
    )
    assert.equal(united?.popularity, 90)
    const [song] = (await storage.setlists.find(setlist.id))?.songs ?? []
    assert.deepEqual([song?.songId, song?.id, song?.title], [kept.id, setlist.songs[0]?.id, 'Low Tide'])
  })

  test('setlist: ballots go to the same song, one of each fan stays, and gives its place of the day back', async (storage) => {
    const kept = await setStage(storage)
    const absorbed = await setStage(storage, {
      artistId: kept.artistId,
      setlist: { showId: kept.showId, songs: ['Undertow', 'Low Tide', 'Encore'].map((title) => ({ title })) },
    })
    const day = '2026-06-15'
    await storage.votes.castMany(
      [
        ballotDraft({ fanId: 'both', setlistSongId: kept.songs[0], castAt: noon }),
        ballotDraft({ fanId: 'both', setlistSongId: absorbed.songs[1], castAt: before(noon, hours(1)) }),
        ballotDraft({ fanId: 'moves', setlistSongId: absorbed.songs[0] }),
        ballotDraft({ fanId: 'goes', setlistSongId: absorbed.songs[2] }),
      ],
      free,
    )
    await storage.setlists.absorb({ keptId: kept.setlistId, absorbedId: absorbed.setlistId })
    const tally = await storage.votes.tally({ setlistId: kept.setlistId })
    assert.deepEqual(
      tally?.songs.map(({ id, upvotes }) => [id, upvotes]),
      [
        [kept.songs[0], 1],
        [kept.songs[1], 0],
        [kept.songs[2], 1],
      ],
    )
    const [ballot] = await storage.votes.castBy({ fanId: 'both', showId: kept.showId })
    assert.deepEqual(ballot?.castAt, noon)
    const spent = await Promise.all(
      ['both', 'moves', 'goes'].map((fanId) => storage.votes.spent({ fanId, day })),
    )
    assert.deepEqual(spent, [1, 1, 0])
    assert.deepEqual(await storage.votes.audit(), { ballots: 2, status: 'exact', differences: [] })
  })

  test('setlist: one without songs takes them over with their ids and ballots', async (storage) => {
    const absorbed = await setStage(storage)
    const { entity: kept } = await storage.setlists.save(
      setlistDraft({ artistId: absorbed.artistId, showId: absorbed.showId }),
    )
    await storage.votes.castMany([ballotDraft({ fanId: 'fan', setlistSongId: absorbed.songs[1] })], free)
    const united = await storage.setlists.absorb({ keptId: kept.id, absorbedId: absorbed.setlistId })
    assert.deepEqual(
      united?.songs.map(({ id }) => id),
      absorbed.songs,
    )
    const tally = await storage.votes.tally({ setlistId: kept.id })
    assert.deepEqual(tally?.setlists, [{ id: kept.id, upvotes: 1, quarantined: 0 }])
    assert.equal((await storage.votes.audit()).status, 'exact')
  })
}

const idsIn = ({ items }: { readonly items: readonly { readonly id: EntityId }[] }) =>
  items.map(({ id }) => id).sort()

async function saveArtists(storage: Storage, count: number): Promise<EntityId[]> {
  const saved = await storage.artists.saveMany(Array.from({ length: count }, () => artistDraft()))
  return saved.map(({ entity }) => entity.id)
}

async function follow(storage: Storage, artistId: EntityId, fanIds: readonly string[]): Promise<void> {
  for (const fanId of fanIds) await storage.fans.follow({ fanId, artistId, following: true, at: noon })
}

import assert from 'node:assert/strict'
import { minutes } from '../../core/duration.ts'
import { ballotDraft, setlistDraft, showDraft, songDraft } from '../builders.ts'
import type { Test } from '../harness.ts'
import { after, noon, today } from '../instants.ts'
import { setStage } from '../stage.ts'

const free = { perDay: null }

export function counting(test: Test): void {
  test('tallies a show, its setlists and their songs, in order', async (storage) => {
    const stage = await setStage(storage, { setlist: { id: 'b', localDate: '2026-06-16' } })
    const { artistId, showId } = stage
    const { entity: song } = await storage.songs.save(songDraft({ artistId }))
    const { entity: earlier } = await storage.setlists.save(
      setlistDraft({
        id: 'c',
        artistId,
        showId,
        localDate: today,
        songs: [{ title: 'Low Tide', songId: song.id }],
      }),
    )
    const only = earlier.songs[0]!.id
    await storage.votes.castMany(
      [
        ballotDraft({ fanId: 'x', setlistSongId: stage.songs[2] }),
        ballotDraft({ fanId: 'y', setlistSongId: stage.songs[2] }),
        ballotDraft({ fanId: 'x', setlistSongId: stage.songs[0], quarantineReason: 'burst' }),
        ballotDraft({ fanId: 'x', setlistSongId: only }),
      ],
      free,
    )
    const whole = await storage.votes.tally({ showId })
    const of = (upvotes: number, quarantined = 0) => ({ upvotes, quarantined })
    assert.deepEqual(whole, {
      show: { id: showId, ...of(3, 1) },
      setlists: [
        { id: 'c', ...of(1) },
        { id: 'b', ...of(2, 1) },
      ],
      songs: [
        { id: only, setlistId: 'c', songId: song.id, ...of(1) },
        { id: stage.songs[0], setlistId: 'b', songId: null, ...of(0, 1) },
        { id: stage.songs[1], setlistId: 'b', songId: null, ...of(0) },
        { id: stage.songs[2], setlistId: 'b', songId: null, ...of(2) },
      ],
    })
    assert.deepEqual(await storage.votes.tally({ setlistId: 'b' }), {
      show: whole?.show,
      setlists: whole?.setlists.slice(1),
      songs: whole?.songs.slice(1),
    })
  })

  test('tallies nothing for what is not there', async (storage) => {
    assert.equal(await storage.votes.tally({ showId: 'unknown' }), null)
    assert.equal(await storage.votes.tally({ setlistId: 'unknown' }), null)
    const { artistId, showId, setlistId } = await setStage(storage)
    assert.equal(await storage.votes.tally({ showId: setlistId }), null)
    assert.equal(await storage.votes.tally({ setlistId: artistId }), null)
    assert.equal((await storage.votes.tally({ showId }))?.songs.length, 3)
  })

  test('a sheet has what can be voted for, how it stands, and what a fan has cast', async (storage) => {
    const startsAt = after(noon, minutes(60))
    const stage = await setStage(storage, {
      show: { startsAt },
      setlist: { id: 'b', localDate: '2026-06-16', name: 'Main', kind: 'fan', fanId: 'maker' },
    })
    const { artistId, showId } = stage
    const { entity: earlier } = await storage.setlists.save(
      setlistDraft({
        id: 'c',
        artistId,
        showId,
        kind: 'predicted',
        localDate: today,
        locked: true,
        songs: [
          { title: 'Intro', tape: true },
          { title: 'Low Tide', part: { name: null, encore: 1 }, probability: 0.5, reason: 'often' },
        ],
      }),
    )
    const [one, two] = stage.songs
    await storage.votes.castMany(
      [
        ballotDraft({ fanId: 'x', setlistSongId: two, castAt: noon }),
        ballotDraft({ fanId: 'y', setlistSongId: two }),
        ballotDraft({ fanId: 'x', setlistSongId: one, castAt: noon, quarantineReason: 'burst' }),
      ],
      free,
    )
    const sheet = await storage.votes.sheet({ showId, fanId: 'x' })
    assert.deepEqual(sheet?.show, { id: showId, upvotes: 2, quarantined: 1 })
    assert.deepEqual(sheet.lockedAt, startsAt)
    assert.deepEqual(
      sheet.setlists.map(({ songs, ...setlist }) => ({ ...setlist, songs: songs.length })),
      [
        {
          ...{ id: 'c', artistId, kind: 'predicted', fanId: null, name: null, locked: true },
          ...{ upvotes: 0, quarantined: 0, songs: 2 },
        },
        {
          ...{ id: 'b', artistId, kind: 'fan', fanId: 'maker', name: 'Main', locked: false },
          ...{ upvotes: 2, quarantined: 1, songs: 3 },
        },
      ],
    )
    const plain = {
      songId: null,
      part: { name: null, encore: null },
      tape: false,
      probability: null,
      reason: null,
    }
    const [tape, encore] = earlier.songs.map(({ id }) => id)
    const none = { upvotes: 0, quarantined: 0, ballot: null }
    assert.deepEqual(sheet.setlists[0]?.songs, [
      { ...plain, id: tape, title: 'Intro', tape: true, ...none },
      {
        ...{ ...plain, id: encore, title: 'Low Tide', part: { name: null, encore: 1 } },
        ...{ probability: 0.5, reason: 'often', ...none },
      },
    ])
    assert.deepEqual(sheet.setlists[1]?.songs, [
      {
        ...{ ...plain, id: one, title: 'Low Tide', upvotes: 0, quarantined: 1 },
        ballot: { castAt: noon, quarantineReason: 'burst' },
      },
      {
        ...{ ...plain, id: two, title: 'Lantern', upvotes: 2, quarantined: 0 },
        ballot: { castAt: noon, quarantineReason: null },
      },
      { ...plain, id: stage.songs[2], title: 'Undertow', ...none },
    ])
    const nobodys = await storage.votes.sheet({ showId, fanId: null })
    assert.ok(nobodys?.setlists.every(({ songs }) => songs.every(({ ballot }) => ballot === null)))
    assert.deepEqual(await storage.votes.sheet({ showId, fanId: 'y\0' }), nobodys)
  })

  test('a show without setlists has a sheet, and what is no show has none', async (storage) => {
    const { entity: show } = await storage.shows.save(showDraft())
    assert.deepEqual(await storage.votes.sheet({ showId: show.id, fanId: null }), {
      show: { id: show.id, upvotes: 0, quarantined: 0 },
      lockedAt: null,
      setlists: [],
    })
    assert.equal(await storage.votes.sheet({ showId: 'unknown', fanId: null }), null)
  })

  test('gives a fan’s ballots on a show as they were cast, in their order', async (storage) => {
    const { artistId, showId, setlistId, songs } = await setStage(storage)
    const elsewhere = await setStage(storage)
    const [one, two, three] = songs
    const deviceKey = 'device'
    await storage.votes.castMany(
      [
        ballotDraft({ fanId: 'a', setlistSongId: one, castAt: after(noon, minutes(2)), deviceKey }),
        ballotDraft({
          fanId: 'a',
          setlistSongId: two,
          castAt: after(noon, minutes(1)),
          quarantineReason: 'burst',
        }),
        ballotDraft({ fanId: 'b', setlistSongId: three }),
        ballotDraft({ fanId: 'a', setlistSongId: elsewhere.songs[0] }),
      ],
      free,
    )
    const common = { fanId: 'a', setlistId, showId, artistId, day: today }
    const [second, first] = [
      { ...common, setlistSongId: one, castAt: after(noon, minutes(2)), deviceKey, quarantineReason: null },
      {
        ...common,
        setlistSongId: two,
        castAt: after(noon, minutes(1)),
        deviceKey: null,
        quarantineReason: 'burst',
      },
    ]
    assert.deepEqual(await storage.votes.castBy({ fanId: 'a', showId }), [first, second])
    assert.deepEqual(await storage.votes.castBy({ fanId: 'nobody', showId }), [])
    assert.deepEqual(await storage.votes.castBy({ fanId: 'a', showId: 'unknown' }), [])
  })

  test('an audit of right counts finds nothing, and a rebuild repairs nothing', async (storage) => {
    const { songs, showId } = await setStage(storage)
    const ballots = songs.flatMap((setlistSongId) =>
      ['a', 'b', 'c'].map((fanId) => ballotDraft({ fanId, setlistSongId })),
    )
    await storage.votes.castMany(ballots, { perDay: 3 })
    await storage.votes.retractMany([{ ...ballots[0]!, at: noon }])
    const tally = await storage.votes.tally({ showId })
    const exact = { ballots: 8, status: 'exact', differences: [] }
    assert.deepEqual(await storage.votes.audit(), exact)
    assert.deepEqual(await storage.votes.rebuild(), { repaired: 0 })
    assert.deepEqual(await storage.votes.audit(), exact)
    assert.deepEqual(await storage.votes.tally({ showId }), tally)
    assert.equal(tally?.show.upvotes, 8)
  })
}

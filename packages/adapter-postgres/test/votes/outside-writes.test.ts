import { ballotDraft } from '@setvote/sdk/conformance'
import type { Storage } from '@setvote/sdk/storage'
import { describe, expect, it } from 'vitest'
import { setStage } from '../support/set-stage.ts'
import { servers, useDatabase } from '../support/test-database.ts'

const past = new Date('2020-01-01T00:00:00Z')

const exact = async (storage: Storage, ballots: number) => {
  expect(await storage.votes.audit()).toEqual({ ballots, status: 'exact', differences: [] })
  expect(await storage.ops.integrity()).toEqual({ status: 'sound', problems: [] })
}

describe.for(servers)('plain SQL on $name', (server) => {
  const database = useDatabase(server)
  const insertVotes = 'insert into setvote.votes (user_id, setlist_song_id)'

  it('inserts, moves, quarantines and deletes ballots, and the counts follow', async () => {
    const storage = await database.open()
    const [one, two] = await setStage(storage)
    await database.sql(`${insertVotes} select 'fan ' || i, $1 from generate_series(1, 40) i`, [one])
    await database.sql(`${insertVotes} values ('fan 1', $1)`, [two])
    await exact(storage, 41)
    expect((await storage.votes.tally({ showId: 'h' }))?.show).toMatchObject({ upvotes: 41 })
    await database.sql(`update setvote.votes set quarantine_reason = 'bot' where user_id < 'fan 2'`)
    await exact(storage, 41)
    await database.sql(`update setvote.votes set setlist_song_id = $1 where user_id = 'fan 9'`, [two])
    await exact(storage, 41)
    await database.sql(`delete from setvote.votes where user_id > 'fan 3'`)
    await exact(storage, (await storage.ops.stats()).ballots)
    await database.sql('delete from setvote.setlist_songs where id = $1', [two])
    await exact(storage, (await storage.ops.stats()).ballots)
    await database.sql(`delete from setvote.shows where id = 'h'`)
    await exact(storage, 0)
  })

  it('refuses ballots that cannot be cast', async () => {
    const storage = await database.open()
    const [one, , , tape] = await setStage(storage, { startsAt: past })
    for (const [song, message] of [
      [one, 'has ended'],
      [tape, 'no such song'],
      ['nothing', 'no such song'],
    ]) {
      await expect(database.sql(`${insertVotes} values ('fan', $1)`, [song])).rejects.toThrow(message)
    }
    await exact(storage, 0)
  })

  it('follows and attends, and the counts follow', async () => {
    const storage = await database.open()
    await setStage(storage)
    await database.sql(
      `insert into setvote.user_follows_artists (user_id, artist_id) select 'fan ' || i, 'a' from generate_series(1, 9) i`,
    )
    await database.sql(
      `insert into setvote.user_show_attendance (user_id, show_id, attendance) values ('x', 'h', 'going'), ('y', 'h', 'went')`,
    )
    await storage.fans.follow({ fanId: 'z', artistId: 'a', following: true, at: past })
    await storage.fans.attend({ fanId: 'x', showId: 'h', attendance: 'interested', at: past })
    await database.sql(`delete from setvote.user_follows_artists where user_id > 'fan 7'`)
    await database.sql(`update setvote.user_show_attendance set attendance = 'going'`)
    expect(await storage.fans.counts({ artistId: 'a' })).toEqual({ followers: 7 })
    expect(await storage.fans.counts({ showId: 'h' })).toEqual({ interested: 0, going: 2, went: 0 })
    await exact(storage, 0)
  })

  it('races the SDK without a deadlock, and the counts are exact', async () => {
    const storage = await database.open()
    const [one, two] = await setStage(storage)
    const songs = [one, two]
    await Promise.all(
      Array.from({ length: 60 }, (_, index) => {
        const [fanId, setlistSongId] = [`fan ${index % 7}`, songs[index % 2]!]
        if (index % 3 === 0)
          return database.sql(`${insertVotes} values ($1, $2) on conflict do nothing`, [fanId, setlistSongId])
        if (index % 5 === 0)
          return database.sql('delete from setvote.votes where user_id = $1 and setlist_song_id = $2', [
            fanId,
            setlistSongId,
          ])
        const day = new Date().toISOString().slice(0, 10)
        const keys = songs.map((song) => ballotDraft({ fanId, setlistSongId: song, day }))
        return storage.votes.castMany(keys, { perDay: null })
      }),
    )
    await exact(storage, (await storage.ops.stats()).ballots)
  })
})

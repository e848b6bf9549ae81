import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { postgresStorage } from '@setvote/adapter-postgres'
import { hasCode, type Setvote } from '@setvote/sdk'
import { artistDraft } from '@setvote/sdk/conformance'
import pg from 'pg'
import { expect, it } from 'vitest'
import { type Concert, saveConcert } from '../support/concert.ts'
import { offlineSetvote } from '../support/offline-setvote.ts'
import { describeServers, itOwnsServer } from '../support/servers.ts'

type Calls = Record<string, (setvote: Setvote, concert: Concert) => Promise<unknown>>

const reads: Calls = {
  'votes.tally': ({ votes }, { showId }) => votes.tally(showId),
  'votes.leaderboard': ({ votes }) => votes.leaderboard(),
  'votes.stats': ({ votes }, { artistId }) => votes.stats({ artistId }),
  'votes.audit': ({ votes }) => votes.audit(),
  'trending.artists': ({ trending }) => trending.artists(),
  'trending.explain': ({ trending }, { artistId }) => trending.explain(artistId),
  'prediction.compare': ({ prediction }, { showId }) => prediction.compare(showId),
  'fans.counts': ({ fans }, { artistId }) => fans.counts({ artistId }),
  'shows.list': ({ shows }) => shows.list().toArray({ limit: 5 }),
}
const writes: Calls = {
  'votes.cast': ({ votes }, { songs }) => votes.cast({ fanId: 'a', setlistSongId: songs[0]! }),
  'votes.castMany': ({ votes }, { songs }) =>
    votes.castMany(songs.map((setlistSongId) => ({ fanId: 'b', setlistSongId }))),
  'votes.retract': ({ votes }, { songs }) => votes.retract({ fanId: 'c', setlistSongId: songs[0]! }),
  'votes.quarantine': ({ votes }, { songs }) =>
    votes.quarantine([{ fanId: 'c', setlistSongId: songs[0]! }], 'looks bought'),
  'trending.refresh': ({ trending }) => trending.refresh(),
  'fans.follow': ({ fans }, { artistId }) => fans.follow({ fanId: 'a', artistId }),
  'fans.save': ({ fans }) => fans.save('a', { displayName: 'Ada' }),
  'artists.save': ({ storage }) => storage.artists.save(artistDraft({ name: 'Somebody new' })),
}

/** Each of the calls, all of them at once, fails as told. */
async function expectFailures(setvote: Setvote, concert: Concert, calls: Calls, message: RegExp) {
  const outcomes = await Promise.all(
    Object.entries(calls).map(async ([name, call]) => {
      const error = await call(setvote, concert).then(
        () => null,
        (reason: unknown) => reason,
      )
      return { name, error }
    }),
  )
  for (const { name, error } of outcomes) {
    expect(hasCode(error, 'storage-failed'), `${name}: ${String(error)}`).toBe(true)
    expect(String(error), name).toMatch(message)
  }
}

const castAgain = ({ votes }: Setvote, { songs }: Concert) =>
  votes.cast({ fanId: 'again', setlistSongId: songs[0]! })

describeServers('a fault of the database', (database) => {
  it('is told where no connection becomes free, and over when one does', async () => {
    const concert = await saveConcert(await database.open())
    const pool = new pg.Pool({ connectionString: database.url, max: 1, connectionTimeoutMillis: 300 })
    const setvote = offlineSetvote(postgresStorage({ pool }))
    const taken = await pool.connect()
    await expectFailures(setvote, concert, { ...reads, ...writes }, /became free in time/)
    taken.release()
    expect(await castAgain(setvote, concert)).toMatchObject({ status: 'counted' })
    await setvote.close()
    await pool.end()
  })

  it('is told where statements take too long, and over when they do not', async () => {
    const concert = await saveConcert(await database.open())
    const setvote = offlineSetvote(
      postgresStorage({ connectionString: database.url, statementTimeoutMs: 1000, maxConnections: 20 }),
    )
    const blocker = new pg.Client({ connectionString: database.url })
    await blocker.connect()
    await blocker.query(`begin; do $$
      begin
        execute (
          select 'lock table ' || string_agg('setvote.' || quote_ident(tablename), ', ') from pg_tables
          where schemaname = 'setvote' and tablename not like 'schema_migrations%'
        );
      end $$`)
    try {
      await expectFailures(setvote, concert, { ...reads, ...writes }, /statement_timeout/)
    } finally {
      await blocker.end()
    }
    expect(await castAgain(setvote, concert)).toMatchObject({ status: 'counted' })
    expect(await setvote.votes.audit()).toMatchObject({ status: 'exact', ballots: 1 })
    await setvote.close()
  })

  it('is told where the schema is missing, and over when it has been migrated', async () => {
    const storage = postgresStorage({ connectionString: database.url, schema: 'not_there' })
    const setvote = offlineSetvote(storage)
    const nowhere: Concert = { artistId: 'x', showId: 'x', setlistId: 'x', songs: ['x'] }
    const advice = /no schema "not_there".*setvote-migrate up --schema not_there/
    await expectFailures(setvote, nowhere, { ...reads, ...writes }, advice)
    await storage.migrate()
    expect(await castAgain(setvote, await saveConcert(storage))).toMatchObject({ status: 'counted' })
    await setvote.close()
  })

  it('is told where the schema is newer than the code', async () => {
    const first = postgresStorage({ connectionString: database.url, schema: 'later' })
    await first.migrate()
    const concert = await saveConcert(first)
    await first.close()
    await database.sql(`insert into later.schema_migrations values ('9999-later', '')`)
    const setvote = offlineSetvote(postgresStorage({ connectionString: database.url, schema: 'later' }))
    const advice = /newer than this version.*9999-later.*update the package/
    await expectFailures(setvote, concert, { ...reads, ...writes }, advice)
    await setvote.close()
  })
})

itOwnsServer(
  'a replica answers what is read, and refuses what is written, with an error that says what it is',
  async (server) => {
    const primary = postgresStorage({ connectionString: server.url })
    await primary.migrate()
    const concert = await saveConcert(primary)
    await primary.votes.castMany(
      [
        {
          fanId: 'c',
          setlistSongId: concert.songs[0]!,
          castAt: new Date('2026-11-21T12:00:00Z'),
          day: '2026-11-21',
        },
      ],
      { perDay: null },
    )
    await primary.close()

    await server.kill()
    await appendFile(join(server.data, 'standby.signal'), '')
    await server.start()
    const setvote = offlineSetvote(postgresStorage({ connectionString: server.url }))
    for (const [name, call] of Object.entries(reads)) {
      await expect(call(setvote, concert), name).resolves.toBeDefined()
    }
    expect((await setvote.votes.tally(concert.showId)).show.upvotes).toBe(1)
    await expectFailures(setvote, concert, writes, /read-only replica/)
    await setvote.close()
  },
  60_000,
)

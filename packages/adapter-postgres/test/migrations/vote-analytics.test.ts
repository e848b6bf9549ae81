import { artistDraft, setlistDraft, showDraft } from '@setvote/sdk/conformance'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { servers, useDatabase } from '../support/test-database.ts'

const read = 'select coalesce(sum(upvotes), 0)::integer as upvotes from setvote.vote_analytics'

describe.for(servers)('the materialized view on $name', (server) => {
  const database = useDatabase(server)

  const connect = async () => {
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    return client
  }

  /** Ballots of so many fans on a song. */
  const vote = async (count: number) => {
    const storage = await database.open()
    await storage.artists.save(artistDraft({ id: 'a' }))
    await storage.shows.save(showDraft({ id: 'h' }))
    await storage.setlists.save(setlistDraft({ artistId: 'a', showId: 'h', songs: [{ title: 'Low Tide' }] }))
    await database.sql(
      `insert into setvote.votes (user_id, setlist_song_id, cast_at)
        select 'fan ' || i, id, now() - i * interval '1 minute' from generate_series(1, $1) i, setvote.setlist_songs`,
      [count],
    )
  }

  it('can be read before anybody refreshed it', async () => {
    expect(await database.sql(read)).toEqual([{ upvotes: 0 }])
  })

  it('lets readers read while a refresh holds all its locks, and shows them the old counts until it is done', async () => {
    await vote(50)
    const [refresher, reader] = [await connect(), await connect()]
    try {
      await reader.query(`set lock_timeout to '1ms'`)
      await refresher.query('begin; select setvote.refresh_trending_data()')
      expect((await reader.query(read)).rows).toEqual([{ upvotes: 0 }])
      await refresher.query('commit')
      expect((await reader.query(read)).rows).toEqual([{ upvotes: 50 }])
      // The usual refresh is what this would notice.
      await refresher.query('begin; refresh materialized view setvote.vote_analytics')
      await expect(reader.query(read)).rejects.toThrow('lock timeout')
      await refresher.query('rollback')
    } finally {
      await Promise.all([refresher.end(), reader.end()])
    }
  })

  it('keeps no reader waiting while it is refreshed again and again', async () => {
    const [{ upvotes: before } = { upvotes: 0 }] = await database.sql<{ upvotes: number }>(read)
    await vote(20_000)
    const [refresher, reader] = [await connect(), await connect()]
    try {
      await reader.query(`set lock_timeout to '1ms'`)
      let refreshed = 0
      const refreshing = (async () => {
        for (; refreshed < 5; refreshed++) {
          await refresher.query(`update setvote.votes set cast_at = cast_at - interval '1 hour'`)
          await refresher.query('refresh materialized view concurrently setvote.vote_analytics')
        }
      })()
      const seen = new Set<number>()
      let reads = 0
      for (; refreshed < 5; reads++)
        seen.add((await reader.query<{ upvotes: number }>(read)).rows[0]!.upvotes)
      await refreshing
      expect(reads).toBeGreaterThan(5)
      // All of the old view or all of the new one.
      expect([...seen].filter((upvotes) => upvotes !== before && upvotes !== 20_000)).toEqual([])
    } finally {
      await Promise.all([refresher.end(), reader.end()])
    }
  })

  it('may be refreshed by two at once', async () => {
    await vote(30)
    await Promise.all([1, 2].map(() => database.sql('select setvote.refresh_trending_data()')))
    expect(await database.sql(read)).toEqual([{ upvotes: 30 }])
  })
})

import { randomUUID } from 'node:crypto'
import { artistDraft, ballotDraft, setlistDraft, showDraft, venueDraft } from '@setvote/sdk/conformance'
import type { Storage } from '@setvote/sdk/storage'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { servers, useDatabase } from '../support/test-database.ts'

const noon = new Date('2026-06-15T12:00:00Z')

async function setScene(storage: Storage): Promise<readonly [string, string]> {
  await storage.artists.save(artistDraft({ id: 'a' }))
  await storage.venues.save(venueDraft({ id: 'v' }))
  await storage.shows.save(showDraft({ id: 'h' }))
  const songs = [{ title: 'Low Tide' }, { title: 'North' }]
  const { entity } = await storage.setlists.save(setlistDraft({ id: 'l', artistId: 'a', showId: 'h', songs }))
  const [one, two] = entity.songs.map(({ id }) => id) as [string, string]
  for (const id of ['mia', 'ben']) {
    await storage.fans.save({ id, email: `${id}@example.org`, at: noon })
    await storage.fans.follow({ fanId: id, artistId: 'a', following: true, at: noon })
    await storage.votes.castMany([ballotDraft({ fanId: id, setlistSongId: one })], { perDay: 5 })
  }
  return [one, two]
}

describe.for(servers)('row-level security on $name', (server) => {
  const database = useDatabase(server)
  const [fans, app] = [`fans_${randomUUID().slice(0, 8)}`, `app_${randomUUID().slice(0, 8)}`]
  let client: pg.Client
  beforeAll(async () => {
    await database.sql(`create role ${fans}`)
    await database.sql(`create role ${app}`)
    await database.sql(`call setvote.grant_to_fans('${fans}')`)
    await database.sql(`grant usage on schema setvote to ${app}`)
    await database.sql(`grant all on all tables in schema setvote to ${app}`)
    client = new pg.Client({ connectionString: database.url })
    await client.connect()
  })
  afterAll(async () => {
    await client.end()
    for (const role of [fans, app]) {
      await database.sql(`drop owned by ${role}`)
      await database.sql(`drop role ${role}`)
    }
  })

  /** Runs a statement as a fan, in a transaction of its own. */
  const as = async (fanId: string, statement: string, values: unknown[] = [], setting = 'setvote.fan_id') => {
    await client.query('begin')
    try {
      await client.query(`set local role ${fans}`)
      await client.query('select set_config($1, $2, true)', [setting, fanId])
      const { rows, rowCount } = await client.query(statement, values)
      await client.query('commit')
      return { rows, rowCount }
    } catch (error) {
      await client.query('rollback')
      throw error
    }
  }

  it('lets everybody read the catalog, the counts and the boards', async () => {
    await setScene(await database.open())
    const { rows } = await as(
      '',
      `
      select (select count(*) from setvote.artists)::int as artists, s.upvotes, a.followers
      from setvote.show_stats s, setvote.artist_stats a`,
    )
    expect(rows).toEqual([{ artists: 1, upvotes: 2, followers: 2 }])
  })

  it('shows a fan what is theirs, and nothing of anybody else', async () => {
    await setScene(await database.open())
    for (const table of [
      'votes',
      'user_follows_artists',
      'email_preferences',
      'user_profiles',
      'user_vote_limits',
    ]) {
      const { rows } = await as('mia', `select user_id from setvote.${table}`)
      expect(rows, table).toEqual([{ user_id: 'mia' }])
      expect((await as('', `select user_id from setvote.${table}`)).rows, table).toEqual([])
    }
    expect((await as('mia', 'select email from setvote.users')).rows).toEqual([{ email: 'mia@example.org' }])
  })

  it('lets a fan vote, take back, follow and review, and the counts follow', async () => {
    const storage = await database.open()
    const [one, two] = await setScene(storage)
    await as('mia', 'insert into setvote.votes (user_id, setlist_song_id) values ($1, $2)', ['mia', two])
    await as('mia', 'delete from setvote.votes where setlist_song_id = $1', [one])
    await as('mia', `delete from setvote.user_follows_artists`)
    await as('mia', `insert into setvote.venue_reviews (user_id, venue_id, rating) values ('mia', 'v', 5)`)
    const tally = await storage.votes.tally({ showId: 'h' })
    expect(tally?.songs.map(({ upvotes }) => upvotes)).toEqual([1, 1])
    expect(await storage.fans.counts({ artistId: 'a' })).toEqual({ followers: 1 })
    expect(await storage.fans.counts({ venueId: 'v' })).toEqual({ reviews: 1, average: 5 })
    expect((await storage.votes.audit()).status).toBe('exact')
    await database.sql('update setvote.setlists set locked = true')
    expect((await as('mia', 'delete from setvote.votes')).rowCount).toBe(0)
  })

  it('lets nobody forge, move a count, or touch what is not theirs', async () => {
    const storage = await database.open()
    const [, two] = await setScene(storage)
    const refused = [
      `insert into setvote.votes (user_id, setlist_song_id) values ('ben', '${two}')`,
      `insert into setvote.votes (user_id, setlist_song_id, cast_at) values ('mia', '${two}', '2020-01-01')`,
      `insert into setvote.votes (user_id, setlist_song_id, show_id) values ('mia', '${two}', 'other')`,
      `update setvote.votes set user_id = 'mia'`,
      `update setvote.votes set quarantine_reason = null`,
      `update setvote.show_stats set upvotes = 1000`,
      `update setvote.setlist_songs set upvotes = 1000`,
      `update setvote.user_vote_limits set spent = 0`,
      `insert into setvote.user_follows_artists (user_id, artist_id) values ('ben', 'a')`,
      `update setvote.users set id = 'ben' where id = 'mia'`,
      `insert into setvote.venue_reviews (user_id, venue_id, rating) values ('ben', 'v', 1)`,
      `select * from setvote.app_settings`,
      `select * from setvote.import_runs`,
    ]
    for (const statement of refused)
      await expect(as('mia', statement), statement).rejects.toThrow(/denied|row-level/)
    for (const table of ['votes', 'user_follows_artists']) {
      await as('mia', `delete from setvote.${table} where user_id = 'ben'`)
    }
    // Claiming to keep the counts does not help who may not write them.
    await as(
      'mia',
      `
      with claim as materialized (select set_config('setvote.counts', 'kept', true) as said)
      insert into setvote.votes (user_id, setlist_song_id) select 'mia', '${two}' from claim where said = 'kept'`,
    )
    expect(await storage.votes.audit()).toEqual({ ballots: 3, status: 'exact', differences: [] })
    expect(await storage.fans.counts({ artistId: 'a' })).toEqual({ followers: 2 })
  })

  it('takes the fan from the claims of the request where auth.uid() is there', async () => {
    await setScene(await database.open())
    await database.sql('create schema auth')
    await database.sql(`create function auth.uid() returns text language sql stable as
      $$ select nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub' $$`)
    await database.sql(`grant usage on schema auth to ${fans}`)
    try {
      const { rows } = await as('{"sub":"ben"}', 'select email from setvote.users', [], 'request.jwt.claims')
      expect(rows).toEqual([{ email: 'ben@example.org' }])
    } finally {
      await database.sql('drop schema auth cascade')
    }
  })

  it('shows everything to a role of the app that is not the owner', async () => {
    await setScene(await database.open())
    await client.query('begin')
    await client.query(`set local role ${app}`)
    const { rows } = await client.query('select count(*)::int as n from setvote.votes')
    await client.query('update setvote.show_stats set upvotes = upvotes')
    await client.query('rollback')
    expect(rows).toEqual([{ n: 2 }])
  })
})

import { randomUUID } from 'node:crypto'
import { artistDraft, ballotDraft, setlistDraft, showDraft, venueDraft } from '@setvote/sdk/conformance'
import type { Storage } from '@setvote/sdk/storage'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { servers, useDatabase } from '../support/test-database.ts'

const noon = new Date('2026-06-15T12:00:00Z')

/** What everybody may read. */
const open = [
  'artist_songs',
  'artist_stats',
  'artists',
  'external_ids',
  'setlist_songs',
  'setlist_stats',
  'setlists',
  'show_artists',
  'show_stats',
  'shows',
  'songs',
  'trending_boards',
  'trending_history',
  'venues',
  'vote_analytics',
]

/** What is a fan's own: the column that says whose, and how one would write it in another's name. */
const own: Readonly<Record<string, readonly [owner: string, forge: string]>> = {
  email_preferences: [
    'user_id',
    `insert into setvote.email_preferences values ('eve', true, true, true, 'daily', true)`,
  ],
  user_follows_artists: [
    'user_id',
    `insert into setvote.user_follows_artists (user_id, artist_id) values ('eve', 'a')`,
  ],
  user_profiles: [
    'user_id',
    `insert into setvote.user_profiles (user_id, display_name) values ('eve', 'Eve')`,
  ],
  user_show_attendance: [
    'user_id',
    `insert into setvote.user_show_attendance (user_id, show_id, attendance) values ('eve', 'h', 'going')`,
  ],
  users: ['id', `insert into setvote.users (id, email) values ('eve', 'eve@example.org')`],
  venue_reviews: [
    'user_id',
    `insert into setvote.venue_reviews (user_id, venue_id, rating) values ('eve', 'v', 1)`,
  ],
  votes: [
    'user_id',
    `insert into setvote.votes (user_id, setlist_song_id) select 'eve', id from setvote.setlist_songs`,
  ],
}

/** Two fans who have said everything that fans can say. Answers the songs that they may vote for. */
async function setScene(storage: Storage, songCount = 2): Promise<readonly [string, string, ...string[]]> {
  await storage.artists.save(artistDraft({ id: 'a' }))
  await storage.venues.save(venueDraft({ id: 'v' }))
  await storage.shows.save(showDraft({ id: 'h' }))
  const songs = Array.from({ length: songCount }, (_, index) => ({ title: `Song ${index}` }))
  const { entity } = await storage.setlists.save(setlistDraft({ id: 'l', artistId: 'a', showId: 'h', songs }))
  const [one, two, ...more] = entity.songs.map(({ id }) => id) as [string, string, ...string[]]
  for (const id of ['mia', 'ben']) {
    await storage.fans.save({ id, email: `${id}@example.org`, at: noon })
    await storage.fans.follow({ fanId: id, artistId: 'a', following: true, at: noon })
    await storage.fans.attend({ fanId: id, showId: 'h', attendance: 'going', at: noon })
    await storage.fans.review({ fanId: id, venueId: 'v', rating: 4, text: null, at: noon })
    await storage.votes.castMany([ballotDraft({ fanId: id, setlistSongId: one })], { perDay: 5 })
  }
  return [one, two, ...more]
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
    for (const table of ['votes', 'user_follows_artists', 'email_preferences', 'user_profiles']) {
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
    await as('mia', 'update setvote.venue_reviews set rating = 1')
    await as('mia', `update setvote.user_show_attendance set attendance = 'interested'`)
    const tally = await storage.votes.tally({ showId: 'h' })
    expect(tally?.songs.map(({ upvotes }) => upvotes)).toEqual([1, 1])
    expect(await storage.fans.counts({ artistId: 'a' })).toEqual({ followers: 1 })
    expect(await storage.fans.counts({ venueId: 'v' })).toEqual({ reviews: 2, average: 2.5 })
    expect(await storage.fans.counts({ showId: 'h' })).toEqual({ interested: 1, going: 1, went: 0 })
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
      `delete from setvote.user_vote_limits`,
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

  it('goes by the setting where auth.uid() is not for the role to call', async () => {
    await setScene(await database.open())
    await database.sql('create schema auth')
    await database.sql(`create function auth.uid() returns text language sql stable as $$ select 'ben' $$`)
    try {
      expect((await as('mia', 'select email from setvote.users')).rows).toEqual([
        { email: 'mia@example.org' },
      ])
    } finally {
      await database.sql('drop schema auth cascade')
    }
  })

  it('is on for every table, and what a fan may touch is what this list says', async () => {
    const bare = await database.sql(`
      select relname from pg_class where relnamespace = 'setvote'::regnamespace and relkind = 'r'
        and not relrowsecurity and relname not like 'schema_migrations%'`)
    expect(bare).toEqual([])
    const granted = await database.sql<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'setvote'::regnamespace and relkind in ('r', 'v', 'm')
        and has_any_column_privilege($1, oid, 'select') order by 1`,
      [fans],
    )
    expect(granted.map(({ name }) => name)).toEqual([...open, ...Object.keys(own)].sort())
    const writable = await database.sql<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'setvote'::regnamespace and relkind = 'r'
        and (has_any_column_privilege($1, oid, 'insert') or has_any_column_privilege($1, oid, 'update')
          or has_table_privilege($1, oid, 'delete')) order by 1`,
      [fans],
    )
    expect(writable.map(({ name }) => name)).toEqual(Object.keys(own))
  })

  it.each(Object.entries(own))('keeps what others have in %s from a fan', async (table, [owner, forge]) => {
    const storage = await database.open()
    await setScene(storage)
    const seen = await as('mia', `select from setvote.${table} where ${owner} <> 'mia'`)
    expect(seen.rowCount).toBe(table === 'venue_reviews' ? 1 : 0)
    const before = await database.sql(`select * from setvote.${table} where ${owner} = 'ben'`)
    expect(before).not.toEqual([])
    for (const statement of [
      `delete from setvote.${table} where ${owner} = 'ben'`,
      `update setvote.${table} set ${owner} = 'mia' where ${owner} = 'ben'`,
      `update setvote.${table} set ${owner} = 'ben' where ${owner} = 'mia'`,
      forge,
    ]) {
      const outcome = await as('mia', statement).then(
        ({ rowCount }) => rowCount,
        (error: Error) => error.message,
      )
      expect(outcome, statement).toSatisfy((it) => it === 0 || /denied|row-level/.test(String(it)))
    }
    expect(await database.sql(`select * from setvote.${table} where ${owner} = 'ben'`)).toEqual(before)
  })

  it('does not take tables of a fan for its own', async () => {
    const storage = await database.open()
    const [, two] = await setScene(storage)
    await storage.shows.save(showDraft({ id: 'other', startsAt: new Date('2020-01-01T20:00:00Z') }))
    await client.query('begin')
    try {
      await client.query(`set local role ${fans}`)
      await client.query(`select set_config('setvote.fan_id', 'mia', true)`)
      await client.query(`
        create temp table setlist_songs on commit drop as
          select id, setlist_id, 'other' as show_id, position, title, tape, upvotes, quarantined
          from setvote.setlist_songs;
        create temp table setlists on commit drop as select * from setvote.setlists;
        create temp table shows on commit drop as select * from setvote.shows;
        create temp table show_stats on commit drop as select * from setvote.show_stats;
        create temp table setlist_stats on commit drop as select * from setvote.setlist_stats`)
      await client.query(`insert into setvote.votes (user_id, setlist_song_id) values ('mia', $1)`, [two])
    } finally {
      await client.query('commit')
    }
    expect(await storage.votes.audit()).toEqual({ ballots: 3, status: 'exact', differences: [] })
    expect((await storage.votes.castBy({ fanId: 'mia', showId: 'h' })).length).toBe(2)
  })

  it('lends the rights of the owner to no trigger of a fan', async () => {
    const definers = await database.sql<{ name: string; open: boolean }>(
      `select oid::regprocedure::text as name, has_function_privilege($1, oid, 'execute') as open
        from pg_proc where pronamespace = 'setvote'::regnamespace and prosecdef`,
      [fans],
    )
    expect(definers.length).toBeGreaterThan(10)
    expect(definers.filter(({ open }) => open)).toEqual([])
    await client.query('begin')
    await client.query(`set local role ${fans}`)
    await client.query('create temp table forged (like setvote.votes) on commit drop')
    const refused = expect(
      client.query(`create trigger count after insert on forged referencing new table as added
        for each statement execute function setvote.count_insert_on_votes()`),
    ).rejects.toThrow('permission denied')
    await refused
    await client.query('rollback')
  })

  it.each([
    'refresh_boards(now(), null)',
    'refresh_trending_data()',
    'update_trending_scores()',
    'cleanup_old_data()',
    `log_cron_run('x', 'failed', now())`,
    `run_slot('x', now(), 'select 1')`,
    `cast_ballot('ben', 'SONG', now(), '2026-01-01', null, null, null)`,
  ])('does nothing for a fan that is the operator’s to do: %s', async (call) => {
    const storage = await database.open()
    const [one] = await setScene(storage)
    await expect(as('mia', `select setvote.${call.replace('SONG', one)}`)).rejects.toThrow(
      /denied|must be owner/,
    )
  })

  it('holds a fan who writes by themselves to the daily limit of the app', async () => {
    const storage = await database.open()
    const songs = await setScene(storage, 6)
    await storage.settings.set('votes.perDay', 3)
    const insert = 'insert into setvote.votes (user_id, setlist_song_id) select $1, unnest($2::text[])'
    await expect(as('mia', insert, ['mia', songs.slice(1, 5)])).rejects.toThrow('the limit of 3 votes a day')
    const racing = await Promise.allSettled(
      songs.slice(1).map(async (song) => {
        const own = new pg.Client({ connectionString: database.url })
        await own.connect()
        try {
          await own.query(`begin; set local role ${fans}; set local setvote.fan_id to 'mia'`)
          await own.query(insert, ['mia', [song]])
          await own.query('commit')
        } finally {
          await own.end()
        }
      }),
    )
    expect(racing.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
    expect((await storage.votes.audit()).status).toBe('exact')
    // The app itself keeps its own limits.
    await database
      .sql(insert, ['mia', songs])
      .catch((error: Error) => expect(error.message).toContain('votes_pkey'))
    await storage.settings.set('votes.perDay', null)
    await as('ben', insert, ['ben', songs.slice(1)])
    expect((await storage.votes.audit()).status).toBe('exact')
  })

  it('counts a ballot of plain SQL to the day of the venue', async () => {
    const storage = await database.open()
    const [, two] = await setScene(storage)
    const dayIn = async (zone: string | null) => {
      await database.sql('update setvote.shows set time_zone = $1', [zone])
      await as('mia', 'insert into setvote.votes (user_id, setlist_song_id) values ($1, $2)', ['mia', two])
      const [row] = await database.sql<{ day: string; expected: string }>(
        `delete from setvote.votes where setlist_song_id = $1 and user_id = 'mia'
          returning day::text, (cast_at at time zone $2)::date::text as expected`,
        [two, zone === 'Mars/Base' ? 'UTC' : (zone ?? 'UTC')],
      )
      return row
    }
    for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Mars/Base', null]) {
      const row = await dayIn(zone)
      expect(row?.day, String(zone)).toBe(row?.expected)
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

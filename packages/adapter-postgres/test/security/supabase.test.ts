import { PGlite } from '@electric-sql/pglite'
import { artistDraft, ballotDraft, setlistDraft, showDraft } from '@setvote/sdk/conformance'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PostgresStorage, postgresStorage } from '../../src/index.ts'

const [mia, ben] = ['6f6f7d6e-0000-4000-8000-000000000001', '6f6f7d6e-0000-4000-8000-000000000002'] as const

/** What a Supabase database has before anything of ours comes. */
const supabase = `
create role anon; create role authenticated;
create schema auth; grant usage on schema auth to anon, authenticated;
create function auth.uid() returns uuid language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.sub', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
  )::uuid
$$`

describe('row-level security on Supabase', () => {
  let pglite: PGlite
  let storage: PostgresStorage
  let songs: readonly string[]

  beforeAll(async () => {
    pglite = await PGlite.create()
    await pglite.exec(supabase)
    storage = postgresStorage({ pglite })
    await storage.migrate()
    await storage.artists.save(artistDraft({ id: 'a' }))
    await storage.shows.save(showDraft({ id: 'h' }))
    const { entity } = await storage.setlists.save(
      setlistDraft({ artistId: 'a', showId: 'h', songs: [{ title: 'Low Tide' }, { title: 'North' }] }),
    )
    songs = entity.songs.map(({ id }) => id)
    for (const id of [mia, ben]) {
      await storage.fans.save({ id, email: `${id}@example.org`, at: new Date() })
      await storage.votes.castMany([ballotDraft({ fanId: id, setlistSongId: songs[0]! })], { perDay: null })
    }
  }, 60_000)
  afterAll(() => pglite.close())

  /** As PostgREST does: the role and the claims of the request, then the statement. */
  const request = (role: string, claims: object | null, statement: string) =>
    pglite.transaction(async (transaction) => {
      await transaction.query(
        `select set_config('role', $1, true), set_config('request.jwt.claims', $2, true)`,
        [role, claims ? JSON.stringify(claims) : ''],
      )
      return transaction.query<Record<string, unknown>>(statement)
    })

  it('gives its roles what fans get, when the schema is migrated', async () => {
    const { rows } = await request(
      'anon',
      null,
      'select title, upvotes from setvote.setlist_songs order by title',
    )
    expect(rows).toEqual([
      { title: 'Low Tide', upvotes: 2 },
      { title: 'North', upvotes: 0 },
    ])
  })

  it('shows somebody who is not signed in nothing of anybody', async () => {
    for (const table of ['users', 'votes', 'email_preferences', 'user_follows_artists']) {
      expect((await request('anon', null, `select * from setvote.${table}`)).rows, table).toEqual([])
    }
    for (const id of [mia, '']) {
      const insert = `insert into setvote.votes (user_id, setlist_song_id) values ('${id}', '${songs[1]}')`
      await expect(request('anon', null, insert)).rejects.toThrow('row-level security')
    }
  })

  it('lets somebody who is signed in vote as themselves, and as nobody else', async () => {
    const insert = (id: string) =>
      `insert into setvote.votes (user_id, setlist_song_id) values ('${id}', '${songs[1]}')`
    await request('authenticated', { sub: mia }, insert(mia))
    await expect(request('authenticated', { sub: mia }, insert(ben))).rejects.toThrow('row-level security')
    const { rows } = await request('authenticated', { sub: ben }, 'select email from setvote.users')
    expect(rows).toEqual([{ email: `${ben}@example.org` }])
    const gone = await request('authenticated', { sub: ben }, 'delete from setvote.votes')
    expect(gone.affectedRows).toBe(1)
    expect((await storage.votes.audit()).status).toBe('exact')
    expect((await storage.votes.tally({ showId: 'h' }))?.show.upvotes).toBe(2)
  })

  it('refuses claims that name no fan', async () => {
    const read = 'select * from setvote.votes'
    expect((await request('authenticated', {}, read)).rows).toEqual([])
    await expect(request('authenticated', { sub: 'nobody' }, read)).rejects.toThrow('uuid')
  })
})

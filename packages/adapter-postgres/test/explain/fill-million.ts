import pg from 'pg'

/*
 * A platform of a million artists, a million songs, a million ballots, in seconds: rows come set by set, their ids in
 * no order, as ids come in life; some have far more of everything than others. Indexes are built when the rows are
 * there.
 */

const million = 1_000_000
/** Enough for a plan to be as it is for a million. */
const many = 300_000

/** The id of the i-th thing. Those of a low number have the most of everything. */
export const nameOf = (prefix: string, i: number): string =>
  prefix + ((BigInt(i) * 2654435761n) % 4294967296n).toString(16).padStart(8, '0')

/** The same in SQL. */
const idOf = (prefix: string, i: string) =>
  `'${prefix}' || lpad(to_hex((${i}) * 2654435761 % 4294967296), 8, '0')`

/** From 0 to below `count`: the first thousand are met as often as all the others. */
const someOf = (count: number, seed: string) =>
  `(case when hashint8(${seed}) % 2 = 0 then abs(hashint8(${seed} + 77)) % 1000 else abs(hashint8(${seed} + 99)) % ${count} end)`

/** The show of a setlist, and who plays at a show. */
const showOf = (setlist: string) => someOf(million, setlist)
const artistOf = (show: string) => someOf(million, show)

const anyOf = (count: number, seed: string) => `(abs(hashint8(${seed})) % ${count})`

const word = (seed: string) =>
  `(array['velvet','harbor','lantern','paper','mill','north','tide','copper','static','garden','winter','signal','hollow','river','glass','mirror','ember','falcon','orchid','marble'])[1 + abs(hashint8(${seed})) % 20]`

/** Pairs, none twice: half of them of a thousand with each of five hundred. */
const first = 'case when i % 2 = 0 then i / 2 % 1000 else i end'
const second = (count: number) =>
  `case when i % 2 = 0 then i / 2000 else 1000 + ${anyOf(count - 1000, 'i')} end`
const votedSong = `(${second(million)})`
const venueCount = 200_000
const setlistCount = 250_000
/** `i` counts the rows. */
const tables: readonly (readonly [
  table: string,
  count: number,
  columns: Readonly<Record<string, string>>,
])[] = [
  [
    'artists',
    million,
    {
      id: idOf('art', 'i'),
      name: `${word('i')} || ' ' || ${word('i + 5')} || ' ' || i`,
      search_key: `${word('i')} || ' ' || ${word('i + 5')} || ' ' || i`,
      popularity: 'abs(hashint8(i)) % 101',
      synced_at: `case when i % 500 > 0 then now() - abs(hashint8(i)) % 80000 * interval '1 second' end`,
    },
  ],
  ['artist_stats', many, { artist_id: idOf('art', 'i'), followers: 'abs(hashint8(i)) % 1000' }],
  [
    'venues',
    venueCount,
    {
      id: idOf('ven', 'i'),
      name: `'The ' || ${word('i')} || ' ' || i`,
      search_key: `'the ' || ${word('i')} || ' ' || i`,
      city_key: `'city ' || i % 4000`,
      country_code: `case when i % 3 = 0 then 'US' else 'DE' end`,
      latitude: '(abs(hashint8(i)) % 1400000) / 10000.0 - 70',
      longitude: '(abs(hashint8(i + 3)) % 3600000) / 10000.0 - 180',
    },
  ],
  [
    'shows',
    million,
    {
      id: idOf('sho', 'i'),
      name: `'Show ' || i`,
      venue_id: idOf('ven', someOf(venueCount, 'i')),
      status: `case when i % 50 = 0 then 'cancelled' else 'scheduled' end::show_status`,
      local_date: `case when i % 100 > 0 then current_date - 3000 + abs(hashint8(i)) % 3200 end`,
      local_time: `case when i % 4 > 0 then '20:00' end`,
    },
  ],
  ['show_stats', many, { show_id: idOf('sho', 'i'), upvotes: '1000000' }],
  [
    'show_artists',
    million,
    {
      show_id: idOf('sho', 'i'),
      position: '0',
      artist_id: idOf('art', artistOf('i')),
      name: `'Somebody'`,
      role: `'headliner'::lineup_role`,
    },
  ],
  [
    'songs',
    million,
    {
      id: idOf('son', 'i'),
      artist_id: idOf('art', someOf(million, 'i')),
      title: `${word('i + 9')} || ' ' || i`,
      kind: `case when i % 9 = 0 then 'live' else 'studio' end::song_kind`,
      search_key: `${word('i + 9')} || ' ' || i`,
    },
  ],
  [
    'setlists',
    setlistCount,
    {
      id: idOf('set', 'i'),
      show_id: idOf('sho', showOf('i')),
      artist_id: idOf('art', artistOf(showOf('i'))),
      kind: `(array['actual','predicted','fan'])[1 + i % 3]::setlist_kind`,
      user_id: `case when i % 3 = 2 then ${idOf('fan', someOf(million, 'i'))} end`,
      local_date: 'current_date - abs(hashint8(i)) % 3000',
    },
  ],
  ['setlist_stats', setlistCount, { setlist_id: idOf('set', 'i'), upvotes: '100000' }],
  [
    'setlist_songs',
    million,
    {
      id: idOf('sls', 'i'),
      setlist_id: idOf('set', 'i / 4'),
      show_id: idOf('sho', showOf('(i / 4)')),
      position: 'i % 4',
      song_id: idOf('son', someOf(million, 'i')),
      title: `'Low Tide'`,
      tape: 'false',
      upvotes: '100000',
    },
  ],
  [
    'votes',
    million,
    {
      setlist_song_id: idOf('sls', votedSong),
      user_id: idOf('fan', first),
      setlist_id: idOf('set', `${votedSong} / 4`),
      show_id: idOf('sho', showOf(`(${votedSong} / 4)`)),
      artist_id: idOf('art', artistOf(showOf(`(${votedSong} / 4)`))),
      cast_at: `now() - abs(hashint8(i)) % 10000000 * interval '1 second'`,
      day: `current_date - abs(hashint8(i)) % 10000000 / 86400`,
      quarantine_reason: `case when i % 200 = 0 then 'burst' end`,
    },
  ],
  [
    'user_vote_limits',
    many,
    {
      user_id: idOf('fan', 'i'),
      day: `current_date - abs(hashint8(i)) % 10000000 / 86400`,
    },
  ],
  [
    'external_ids',
    million,
    {
      kind: `(array['songs','artists','shows','setlists'])[1 + i % 4]::catalog_kind`,
      service: `(array['spotify','musicbrainz','ticketmaster'])[1 + i % 3]::id_service`,
      external_id: `md5(i::text)`,
      entity_id: `(array['son','art','sho','set'])[1 + i % 4] || ${idOf('', 'i')}`,
      position: '0',
      stated_by: `'musicbrainz'::fact_source`,
      stated_at: 'now()',
    },
  ],
  ['users', many, { id: idOf('fan', 'i'), email: `i || '@example.org'` }],
  ['user_profiles', many, { user_id: idOf('fan', 'i'), display_name: `'Mia'` }],
  [
    'email_preferences',
    many,
    {
      user_id: idOf('fan', 'i'),
      email_show_reminders: 'true',
      email_new_shows: 'true',
      email_setlist_results: 'true',
      email_digest: `'none'::email_digest`,
      notify_in_app: 'true',
    },
  ],
  [
    'user_follows_artists',
    many,
    {
      user_id: idOf('fan', first),
      artist_id: idOf('art', second(million)),
      since: `now() - i * interval '1 second'`,
    },
  ],
  [
    'user_show_attendance',
    many,
    {
      user_id: idOf('fan', first),
      show_id: idOf('sho', second(million)),
      attendance: `'going'::attendance`,
    },
  ],
  [
    'venue_reviews',
    many,
    {
      user_id: idOf('fan', 'i'),
      venue_id: idOf('ven', someOf(venueCount, 'i')),
      rating: '1 + i % 5',
      updated_at: `now() - abs(hashint8(i)) % 80000 * interval '1 minute'`,
    },
  ],
  [
    'trending_boards',
    many,
    {
      kind: `case when i % 2 = 0 then 'artists' else 'shows' end::board_kind`,
      entity_id: `case when i % 2 = 0 then 'art' else 'sho' end || ${idOf('', 'i')}`,
      score: '1 + abs(hashint8(i)) % 900000 / 1000.0',
      factors: `'{"recentVotes":1,"activeFans":1,"upcomingShows":0,"recentShows":0,"followers":1,"popularity":1,"hoursSinceActivity":1}'::jsonb`,
      refreshed_at: 'now()',
      votes: '1',
      fans: '1',
      upcoming: '0',
      recent: '0',
      followers: '1',
      popularity: '1',
      worked_at: 'now()',
      due_at: `case when i % 20 > 0 then 'infinity' else now() + abs(hashint8(i)) % 1000 * interval '1 minute' end`,
    },
  ],
  [
    'trending_history',
    many,
    {
      kind: `'artists'::board_kind`,
      entity_id: idOf('art', someOf(million, 'i')),
      at: `now() - (${many} - i) * interval '30 seconds'`,
      score: '10',
    },
  ],
  [
    'import_runs',
    many,
    {
      id: idOf('run', 'i'),
      subject: `'subject ' || i`,
      reference: `'{"name":"x"}'::jsonb`,
      artist_id: idOf('art', `(case when i % 1500 = 1 then i else ${someOf(million, 'i')} end)`),
      phase: `'catalog'::import_phase`,
      ledger: `'{"lines":[],"gaps":[]}'::jsonb`,
      status: `case when i % 1500 = 1 then 'running' else 'completed' end::import_status`,
      owner: `'worker'`,
      fence: '1',
      lease_expires_at: `now() + i % 2 * interval '1 hour'`,
      last_sequence: '3',
      started_at: `now() - i * interval '1 minute'`,
      updated_at: 'now()',
      finished_at: 'case when i % 1500 = 1 then null else now() end',
    },
  ],
  [
    'import_progress',
    3 * many,
    {
      run_id: idOf('run', 'i / 3'),
      sequence: '1 + i % 3',
      at: 'now()',
      phase: `'catalog'::import_phase`,
      step: `'songs'`,
      status: `'running'::import_status`,
      percent: '50',
      counts: `'{}'::jsonb`,
      message: `'Working'`,
    },
  ],
  [
    'job_slots',
    many,
    {
      id: idOf('job', 'i'),
      job: `'job ' || i % 10`,
      slot_at: `date_trunc('minute', now()) - i / 10 * interval '10 minutes'`,
      started_at: `now() - i / 10 * interval '10 minutes'`,
      owner: `'runner'`,
      fence: '1',
      trigger: `'schedule'::job_trigger`,
      status: `case when i % 100 = 3 then 'failed' else 'succeeded' end::job_status`,
      lease_expires_at: 'now()',
      finished_at: `now() - i / 10 * interval '10 minutes' + interval '20 seconds'`,
      counts: `'{}'::jsonb`,
      error: `case when i % 100 = 3 then 'no answer' end`,
    },
  ],
  [
    'system_health',
    many,
    {
      component: `'component ' || i % 10`,
      at: `now() - i / 10 * interval '1 minute'`,
      status: `'healthy'::health_status`,
      detail: `''`,
    },
  ],
  [
    'cron_logs',
    many,
    {
      job: `'job ' || i % 10`,
      trigger: `'schedule'::job_trigger`,
      started_at: `now() - (300000 - i) * interval '1 minute'`,
      finished_at: `now() - (300000 - i) * interval '1 minute'`,
      status: `'succeeded'::job_status`,
    },
  ],
]

/** Tables of this world that hold so much that nobody may read them from end to end. */
export const bigTables: readonly string[] = tables.map(([table]) => table)

/** Fills an empty schema: bare tables first, then what belongs to them. Nothing of it would survive a crash. */
export async function fillMillion(url: string): Promise<void> {
  await using(url, async (client) => {
    const before = await keysOf(client)
    for (const { table, name } of before) await client.query(`alter table ${table} drop constraint ${name}`)
    const waiting = [...tables]
    const fill = async () => {
      await using(url, async (each) => {
        for (let next = waiting.shift(); next; next = waiting.shift()) await fillTable(each, next)
      })
    }
    await Promise.all([fill(), fill()])
    for (const { table, name, definition } of before) {
      await client.query(`alter table ${table} add constraint ${name} ${definition} not valid`)
    }
    await client.query('select pg_stat_reset()')
  })
}

async function using(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(`set search_path to setvote, public; set session_replication_role to replica;
      set maintenance_work_mem to '512MB'; set max_parallel_maintenance_workers to 0; set jit to off`)
    await work(client)
  } finally {
    await client.end()
  }
}

/** Foreign keys. */
const keysOf = async (client: pg.Client) =>
  (
    await client.query<{ table: string; name: string; definition: string }>(`
      select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
      from pg_constraint where connamespace = 'setvote'::regnamespace and contype = 'f'`)
  ).rows

async function fillTable(client: pg.Client, [table, count, columns]: (typeof tables)[number]): Promise<void> {
  const { rows: indexes } = await client.query<{ drop: string; make: string }>(
    `select case when c.oid is null then 'drop index ' || i.indexrelid::regclass
        else format('alter table %s drop constraint %I', i.indrelid::regclass, c.conname) end as drop,
      case when c.oid is null then pg_get_indexdef(i.indexrelid)
        else format('alter table %s add constraint %I %s', i.indrelid::regclass, c.conname, pg_get_constraintdef(c.oid))
        end as make
      from pg_index i left join pg_constraint c on c.conindid = i.indexrelid and c.contype = 'p'
      where i.indrelid = $1::regclass`,
    [table],
  )
  for (const { drop } of indexes) await client.query(drop)
  await client.query(`alter table ${table} set unlogged`)
  await client.query(`
    insert into ${table} (${Object.keys(columns).join(', ')})
    select ${Object.values(columns).join(', ')} from generate_series(1, ${count}::bigint) i`)
  for (const { make } of indexes) await client.query(make)
  await client.query(`vacuum (analyze) ${table}`)
}

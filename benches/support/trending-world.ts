import { postgresStorage } from '@setvote/adapter-postgres'
import { defaultTrendingOptions, type Storage } from '@setvote/sdk/storage'
import { bulkLoad } from './bulk-load.ts'
import { explain } from './explain.ts'
import { type BenchDatabase, createDatabase } from './postgres.ts'
import { scaled } from './scale.ts'

/** Artists with votes, shows and followers, and their boards. */
export interface TrendingWorld {
  readonly artists: number
  readonly database: BenchDatabase
  readonly storage: Storage
  /** Brings the boards up to half an hour after the last time. */
  refresh(): Promise<Refresh>
}

export interface Refresh {
  readonly at: Date
  readonly changed: number
}

/** How many artists the worlds have. */
export const worldSizes = [scaled(10_000), scaled(100_000), scaled(1_000_000)] as const

/** Between two refreshes. */
export const halfHourMs = 30 * 60_000
const songsPerArtist = 5
const votesPerArtist = 10

const worlds = new Map<number, Promise<TrendingWorld | null>>()

/** The world of this size, which all that ask for it share; null where there is no PostgreSQL. */
export function trendingWorld(artists: number): Promise<TrendingWorld | null> {
  const world = worlds.get(artists) ?? createWorld(artists)
  worlds.set(artists, world)
  return world
}

async function createWorld(artists: number): Promise<TrendingWorld | null> {
  const database = await createDatabase('trending')
  if (!database) return null
  const startedAt = performance.now()
  const storage = postgresStorage({ pool: database.pool })
  await storage.migrate()
  await bulkLoad(database.pool, {
    statements: worldStatements(artists),
    large: ['votes', 'trending_boards', 'trending_history'],
  })
  let atMs = Date.now()
  const refresh = async () => {
    atMs += halfHourMs
    const at = new Date(atMs)
    const { changed } = await storage.trending.refresh({ at, options: defaultTrendingOptions })
    return { at, changed }
  }
  const loadedAt = performance.now()
  const { changed } = await refresh()
  await database.pool.query('vacuum analyze')
  await database.pool.query('checkpoint')
  const tookS = (from: number, to: number) => `${((to - from) / 1000).toFixed(0)} s`
  explain(
    `trending: ${artists} artists loaded in ${tookS(startedAt, loadedAt)}, the first refresh of ${changed} scores ` +
      `took ${tookS(loadedAt, performance.now())}`,
  )
  return { artists, database, storage, refresh }
}

/**
 * An artist has one show, somewhere in two years, with a setlist of 5 songs. Votes are spread over artists by Zipf's
 * law and over two years; of these, one in twenty is of the last week, for one in twenty of the artists.
 */
function worldStatements(artists: number): string[] {
  const votes = artists * votesPerArtist
  const fans = votes / songsPerArtist
  const everyArtist = `generate_series(1, ${artists}) i`
  const votesFrom = (from: number, to: number) => `
    insert into votes (setlist_song_id, user_id, setlist_id, show_id, artist_id, cast_at, day)
    select 's' || a || '-' || v / ${fans}, 'f' || v % ${fans}, 'l' || a, 'h' || a, 'a' || a, ts, ts::date
    from (
      select v, ts, case when recent then 1 + (zipf - 1) % greatest(1, ${artists} / 20) else zipf end as a
      from (
        select v, recent, least(${artists}, floor(exp(random() * ln(${artists}::float8)))::integer) as zipf,
          now() - case when recent then random() * 7 else 7 + random() * 700 end * interval '1 day' as ts
        from (select v, random() < 0.05 as recent from generate_series(${from}, ${to - 1}) v offset 0) v offset 0
      ) v offset 0
    ) v`
  return [
    votesFrom(0, votes / 2),
    votesFrom(votes / 2, votes),
    `insert into setlist_songs (id, setlist_id, show_id, position, title, tape)
    select 's' || i || '-' || k, 'l' || i, 'h' || i, k, 'Song', false
    from ${everyArtist}, generate_series(0, ${songsPerArtist - 1}) k order by 1`,
    `insert into shows (id, name, local_date)
    select 'h' || i, 'Show', current_date + (i::bigint * 7919 % 700 - 350)::integer from ${everyArtist} order by 1`,
    `insert into setlists (id, show_id, artist_id, kind)
    select 'l' || i, 'h' || i, 'a' || i, 'fan' from ${everyArtist} order by 1`,
    `insert into artists (id, name, search_key, popularity)
    select 'a' || i, 'Artist', 'artist', i % 100 from ${everyArtist} order by 1`,
    `insert into show_artists (show_id, position, artist_id, name, role)
    select 'h' || i, 0, 'a' || i, 'Artist', 'headliner' from ${everyArtist} order by 1`,
    `insert into artist_stats (artist_id, followers) select 'a' || i, ${artists} / i from ${everyArtist} order by 1`,
    `insert into show_stats (show_id) select 'h' || i from ${everyArtist} order by 1`,
    `insert into setlist_stats (setlist_id) select 'l' || i from ${everyArtist} order by 1`,
  ]
}

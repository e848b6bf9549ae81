import { postgresStorage } from '@setvote/adapter-postgres'
import { createSetvote } from '@setvote/sdk'
import { bulkLoad } from './bulk-load.ts'
import { explain } from './explain.ts'
import { createDatabase } from './postgres.ts'

/** Shows that many have voted for, to look at. */
export interface ShowPages {
  readonly votes: number
  readonly shows: number
  /** Reads what the page of one show shows to one fan who has voted; each time another show and fan. */
  read(): Promise<void>
  /** What the page of a show shows to everybody; shows are counted from 0. */
  page(show: number): Promise<unknown>
  /** The least that one can ask of the same connections. */
  selectOne(): Promise<unknown>
  drop(): Promise<void>
}

const songsPerSetlist = 25
const fansPerShow = 1000
const votesPerFan = 5
const votesPerShow = fansPerShow * votesPerFan
const showsPerFan = 5

/** Null where there is no PostgreSQL. */
export async function createShowPages(votes: number): Promise<ShowPages | null> {
  const database = await createDatabase('reads.show')
  if (!database) return null
  const { pool } = database
  const shows = Math.max(1, Math.round(votes / votesPerShow))
  const groups = Math.max(1, Math.round(shows / showsPerFan))
  const startedAt = performance.now()
  try {
    const storage = postgresStorage({ pool })
    await storage.migrate()
    await bulkLoad(pool, { statements: pageStatements(shows, groups), large: ['votes'] })
    explain(`reads.show: ${votes} votes loaded in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`)
    const setvote = createSetvote({
      storage,
    })
    let count = 0
    return {
      votes,
      shows,
      async page(show) {
        const showId = `h${show}`
        const [setlists, tally] = await Promise.all([
          setvote.setlists.list({ showId }).toArray({ limit: 50 }),
          setvote.votes.tally(showId),
        ])
        return { setlists, tally }
      },
      async read() {
        count++
        const show = (count * 7919) % shows
        const [showId, fanId] = [`h${show}`, `f${show % groups}-${(count * 104_729) % fansPerShow}`]
        const { show: counts, setlists } = await setvote.votes.sheet({ showId, fanId })
        const songs = setlists.flatMap((setlist) => setlist.songs)
        const cast = songs.filter(({ ballot }) => ballot !== null)
        if (
          songs.length !== 2 * songsPerSetlist ||
          counts.upvotes !== votesPerShow ||
          cast.length !== votesPerFan
        )
          throw new Error(
            `reads.show: ${showId} has ${songs.length} songs, ${counts.upvotes} votes and ${cast.length} ballots of ${fanId}`,
          )
      },
      selectOne: () => pool.query('select 1'),
      drop: database.drop,
    }
  } catch (error) {
    await database.drop()
    throw error
  }
}

/**
 * A show has a predicted setlist, which is voted for, and one of a fan. A thousand fans vote for five songs of each,
 * one song after the other, so that the ballots of a fan lie apart; a fan votes for five shows.
 */
function pageStatements(shows: number, groups: number): string[] {
  const everyShow = `generate_series(0, ${shows - 1}) i`
  const everySetlist = `${everyShow}, generate_series(0, 1) k`
  const perSong = votesPerShow / songsPerSetlist
  const votesFrom = (from: number, to: number) => `
    insert into votes (setlist_song_id, user_id, setlist_id, show_id, artist_id, cast_at, day)
    select 's' || i || '-0-' || (fan * 7 + turn * 5) % ${songsPerSetlist}, 'f' || i % ${groups} || '-' || fan,
      'l' || i || '-0', 'h' || i, 'a', now() - (${shows} - i) * interval '1 minute', current_date
    from generate_series(${from}, ${to - 1}) i, generate_series(0, ${votesPerFan - 1}) turn,
      generate_series(0, ${fansPerShow - 1}) fan`
  return [
    votesFrom(0, Math.trunc(shows / 2)),
    votesFrom(Math.trunc(shows / 2), shows),
    `insert into setlist_songs (id, setlist_id, show_id, position, song_id, title, tape, upvotes)
    select 's' || i || '-' || k || '-' || p, 'l' || i || '-' || k, 'h' || i, p, 'song' || p, 'Song ' || p, false,
      (1 - k) * ${perSong}
    from ${everySetlist}, generate_series(0, ${songsPerSetlist - 1}) p order by 1`,
    `insert into setlists (id, show_id, artist_id, kind, user_id, local_date)
    select 'l' || i || '-' || k, 'h' || i, 'a', case k when 0 then 'predicted' else 'fan' end::setlist_kind,
      case k when 1 then 'f0-0' end, '2026-06-20'
    from ${everySetlist} order by 1`,
    `insert into setlist_stats (setlist_id, upvotes)
    select 'l' || i || '-' || k, (1 - k) * ${votesPerShow} from ${everySetlist} order by 1`,
    `insert into shows (id, name, local_date) select 'h' || i, 'Show', '2026-06-20' from ${everyShow} order by 1`,
    `insert into show_stats (show_id, upvotes) select 'h' || i, ${votesPerShow} from ${everyShow} order by 1`,
    `insert into artists (id, name, search_key) values ('a', 'Artist', 'artist')`,
    `insert into artist_stats (artist_id) values ('a')`,
    `insert into songs (id, artist_id, title, kind, search_key)
    select 'song' || p, 'a', 'Song ' || p, 'unrecorded', 'song ' || p from generate_series(0, ${songsPerSetlist - 1}) p`,
  ]
}

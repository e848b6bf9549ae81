import { postgresStorage } from '@setvote/adapter-postgres'
import { createSetvote, type Setvote } from '@setvote/sdk'
import { createDatabase } from './postgres.ts'

/** Songs to vote for, in setvote and in what it is measured against. */
export interface VoteStage {
  readonly url: string
  readonly setvote: Setvote
  /** Any statement, in the same database. */
  query(text: string, values: readonly unknown[]): Promise<unknown>
  /** Throws unless every count of setvote is that of its ballots. */
  audit(): Promise<void>
  drop(): Promise<void>
}

/** One ballot of a fan who casts no other. */
export interface FreshBallot {
  readonly fanId: string
  readonly setlistSongId: string
}

const songsPerShow = 25
const shows = 400
const songs = shows * songsPerShow

/** Null where there is no PostgreSQL. Abuse is not looked for: thousands of fans come from one place here. */
export async function createVoteStage(bench: string): Promise<VoteStage | null> {
  const database = await createDatabase(bench)
  if (!database) return null
  const { url, pool } = database
  const setvote = createSetvote({
    storage: postgresStorage({ connectionString: url }),
    votes: { abuse: false },
  })
  const drop = async () => {
    await setvote.close()
    await database.drop()
  }
  try {
    const storage = postgresStorage({ pool })
    await storage.migrate()
    await pool.query(stageSql)
    await pool.query('analyze')
  } catch (error) {
    await drop()
    throw error
  }
  return {
    url,
    setvote,
    query: (text, values) => pool.query(text, [...values]),
    async audit() {
      const { status, ballots, differences } = await setvote.votes.audit()
      if (status === 'exact' && ballots > 0) return
      throw new Error(
        `${bench}: the audit is ${status} for ${ballots} ballots: ${JSON.stringify(differences)}`,
      )
    },
    drop,
  }
}

/** Each for another fan: nine of ten for the songs of one show, or all of them spread evenly over 10,000 songs. */
export function freshBallots(load: 'hot' | 'uniform'): () => FreshBallot {
  let count = 0
  return () => {
    const index = count++
    const isHot = load === 'hot' && index % 10 > 0
    const song = isHot ? index % songsPerShow : (Math.floor(index / 10) * 7919 + index) % songs
    return { fanId: `fan${index}`, setlistSongId: `s${song}` }
  }
}

const stageSql = `
  set search_path to setvote;
  insert into artists (id, name, search_key) values ('a', 'Artist', 'artist');
  insert into shows (id, name) select 'h' || i, 'Show' from generate_series(0, ${shows - 1}) i;
  insert into setlists (id, show_id, artist_id, kind)
    select 'l' || i, 'h' || i, 'a', 'fan' from generate_series(0, ${shows - 1}) i;
  insert into setlist_songs (id, setlist_id, show_id, position, title, tape)
    select 's' || i, 'l' || i / ${songsPerShow}, 'h' || i / ${songsPerShow}, i % ${songsPerShow}, 'Song', false
    from generate_series(0, ${songs - 1}) i;
  reset search_path`

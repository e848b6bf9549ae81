import { defaultTrendingOptions } from '@setvote/sdk/storage'
import type { Refresh, TrendingWorld } from './trending-world.ts'

/** By one process, along the indexes: what the planner does otherwise is slower here. */
const shortestWay = `
  set jit to off; set max_parallel_workers_per_gather to 0;
  set enable_seqscan to off; set enable_bitmapscan to off; set enable_hashjoin to off; set enable_mergejoin to off`

/** The least that a refresh can do: to read the votes of the last week from an index, and to write what moved. */
export async function createTrendingLimit({ database: { pool } }: TrendingWorld) {
  await pool.query(`
    create schema least;
    create table least.boards (like setvote.trending_boards including all);
    insert into least.boards select * from setvote.trending_boards;
    create table least.moved (like setvote.trending_boards)`)
  await pool.query('vacuum analyze least.boards')
  const client = await pool.connect()
  await client.query(shortestWay)

  return {
    /** Has the rows at hand that a refresh has written, as they are now. */
    async take({ at }: Refresh): Promise<number> {
      await client.query('truncate least.moved')
      const { rowCount } = await client.query(
        'insert into least.moved select * from setvote.trending_boards where refreshed_at = $1',
        [at],
      )
      // So that all of them can be updated, new ones too.
      await client.query('insert into least.boards select * from least.moved on conflict do nothing')
      await client.query('analyze least.moved')
      return rowCount ?? 0
    },
    /** Answers how many votes there are. */
    async scan({ at }: Refresh): Promise<number> {
      const { rows } = await client.query<{ votes: string }>(
        `select count(artist_id) as votes, count(show_id), count(user_id) from setvote.votes
        where quarantine_reason is null and cast_at between $1 and $2`,
        [new Date(at.getTime() - defaultTrendingOptions.windowMs), at],
      )
      return Number(rows[0]!.votes)
    },
    async update(): Promise<number> {
      const { rowCount } = await client.query(
        `update least.boards b set score = m.score, factors = m.factors, refreshed_at = m.refreshed_at
        from least.moved m where b.kind = m.kind and b.entity_id = m.entity_id`,
      )
      return rowCount ?? 0
    },
    close: () => client.release(true),
  }
}

import type { VoteStats, VoteStatsQuery } from '@setvote/sdk/storage'
import { checkInstants, checkLimit, isKeepable } from '@setvote/sdk/storage'
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { writeInstant } from '../database/write-value.ts'

interface StatsRow {
  readonly upvotes: number
  readonly quarantined: number
  readonly fans: number
  readonly first_at: Date | null
  readonly last_at: Date | null
  readonly by_hour: readonly (readonly [hour: number, upvotes: number])[]
  readonly top: VoteStats['top']
}

/** Counts the ballots that the query names. */
export async function voteStats(database: Database, query: VoteStatsQuery): Promise<VoteStats> {
  const { showId, artistId, from, to, top = 10 } = query
  checkInstants({ from, to })
  checkLimit(top)
  const t = (name: string) => database.in(name)
  const conditions: RawBuilder<unknown>[] = [sql`true`]
  if (showId !== undefined) conditions.push(isKeepable(showId) ? sql`show_id = ${showId}` : sql`false`)
  if (artistId !== undefined) {
    const ofArtist = sql`artist_id = ${artistId}
      and show_id in (select show_id from ${t('setlists')} where artist_id = ${artistId})`
    conditions.push(isKeepable(artistId) ? ofArtist : sql`false`)
  }
  if (from) conditions.push(sql`cast_at >= ${writeInstant(from)}::timestamptz`)
  if (to) conditions.push(sql`cast_at < ${writeInstant(to)}::timestamptz`)
  const ballots = (more: RawBuilder<unknown>) => sql`
    select setlist_song_id, user_id, cast_at, quarantine_reason is null as good
    from ${t('votes')} where ${sql.join([...conditions, more], sql` and `)}`
  // Of the whole platform there is an index by time for each of the two.
  const chosen =
    showId === undefined && artistId === undefined
      ? sql`${ballots(sql`quarantine_reason is null`)} union all ${ballots(sql`quarantine_reason is not null`)}`
      : ballots(sql`true`)
  const [row] = await database.rows<StatsRow>(sql`
    with chosen as (${chosen}
    ), songs as (
      select setlist_song_id, count(*) filter (where good) as upvotes, count(*) filter (where not good) as quarantined
      from chosen group by 1
    ), best as (
      select * from songs where upvotes > 0 order by upvotes desc, setlist_song_id limit ${top}
    )
    select count(*) filter (where good) as upvotes, count(*) filter (where not good) as quarantined,
      count(distinct user_id) filter (where good) as fans,
      min(cast_at) filter (where good) as first_at, max(cast_at) filter (where good) as last_at,
      coalesce((
        select json_agg(json_build_array(hour, n)) from (
          select extract(hour from cast_at at time zone 'UTC')::integer as hour, count(*) as n
          from chosen where good group by 1
        ) h
      ), '[]') as by_hour,
      coalesce((
        select json_agg(json_build_object('setlistSongId', b.setlist_song_id, 'title', s.title, 'showId', s.show_id,
          'upvotes', b.upvotes, 'quarantined', b.quarantined) order by b.upvotes desc, b.setlist_song_id)
        from best b join ${t('setlist_songs')} s on s.id = b.setlist_song_id
      ), '[]') as top
    from chosen`)
  const byHour: number[] = new Array(24).fill(0)
  for (const [hour, upvotes] of row!.by_hour) byHour[hour] = upvotes
  const { upvotes, quarantined, fans, top: best, first_at: firstAt, last_at: lastAt } = row!
  return { upvotes, quarantined, fans, byHour, top: best, firstAt, lastAt }
}

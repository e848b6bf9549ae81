import type { BoardKind, EntityId, TrendingFactors, TrendingOptions } from '@setvote/sdk/storage'
import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { writeInstant } from '../database/write-value.ts'

export interface FactorQuery {
  readonly kind: BoardKind
  readonly id: EntityId
  readonly at: Date
  readonly options: TrendingOptions
}

/** The factors of one artist or show, as `TrendingFactors` defines them, read along the indexes of its setlists. */
export async function findFactors(
  database: Database,
  { kind, id, at, options }: FactorQuery,
): Promise<TrendingFactors | null> {
  const t = (name: string) => database.in(name)
  const now = at.getTime()
  const day = (ms: number) => sql`${new Date(ms).toISOString().slice(0, 10)}::date`
  const halfLife = sql`${options.halfLifeMs}::float8`
  const isArtist = kind === 'artists'
  const activity = sql`
    select coalesce(sum(case when age < ${halfLife} * 40 then power(2::float8, -age / ${halfLife}) else 0 end), 0) as votes,
      count(distinct user_id) filter (where age < ${options.windowMs}::float8) as fans, min(age) / 3600000 as hours
    from (
      select v.user_id, date_part('epoch', ${writeInstant(at)}::timestamptz - v.cast_at) * 1000 as age
      from ${t('setlists')} l join ${t('setlist_songs')} p on p.setlist_id = l.id
      join ${t('votes')} v on v.setlist_song_id = p.id
      where ${isArtist ? sql`l.artist_id` : sql`l.show_id`} = ${id} and v.quarantine_reason is null
    ) v where age >= 0`
  const near = sql`
    select count(*) filter (where day >= ${day(now)}) as upcoming, count(*) filter (where day < ${day(now)}) as recent
    from (
      select coalesce((h.starts_at at time zone 'UTC')::date, h.local_date) as day from ${t('shows')} h
      where h.status not in ('cancelled', 'postponed') and ${
        isArtist
          ? sql`h.id in (select show_id from ${t('show_artists')} where artist_id = ${id})`
          : sql`h.id = ${id}`
      }
    ) h where day between ${day(now - options.windowMs)} and ${day(now + options.horizonMs)}`
  const standing = isArtist
    ? sql`coalesce(s.followers, 0) as followers, coalesce(x.popularity, 0) as popularity
        from ${t('artists')} x left join ${t('artist_stats')} s on s.artist_id = x.id`
    : sql`case when upcoming + recent = 0 then 0 else coalesce(s.interested + s.going, 0) end as followers,
        case when upcoming + recent = 0 then 0 else coalesce((
          select artist.popularity from ${t('show_artists')} a join ${t('artists')} artist on artist.id = a.artist_id
          where a.show_id = x.id and a.role = 'headliner' order by a.position limit 1
        ), 0) end as popularity
        from ${t('shows')} x left join ${t('show_stats')} s on s.show_id = x.id`
  const [row] = await database.rows<TrendingFactors>(sql`
    select a.votes as "recentVotes", a.fans as "activeFans", n.upcoming as "upcomingShows", n.recent as "recentShows",
      a.hours as "hoursSinceActivity", ${standing}, (${activity}) a, (${near}) n where x.id = ${id}`)
  return row ? { ...row } : null
}

import {
  type BoardKind,
  type EntityId,
  InvalidInputError,
  type TrendingFactors,
  type TrendingOptions,
} from '@setvote/sdk/storage'
import { sql } from 'kysely'
import { checkInstants, checkPositive } from '../contract/checks.ts'
import type { Database, Session } from '../database/database.ts'
import { writeInstant } from '../database/write-value.ts'

export interface FactorQuery {
  readonly kind: BoardKind
  readonly at: Date
  readonly options: TrendingOptions
  /** Only of this one. */
  readonly id?: EntityId
}

/** The factors of every thing of a kind, as `TrendingFactors` defines them. */
export async function readFactors(
  names: Pick<Database, 'in'>,
  session: Session,
  { kind, at, options, id }: FactorQuery,
): Promise<{ readonly id: EntityId; readonly factors: TrendingFactors }[]> {
  const t = (name: string) => names.in(name)
  const now = at.getTime()
  const day = (ms: number) => sql`${new Date(ms).toISOString().slice(0, 10)}::date`
  const subject = sql.ref(kind === 'artists' ? 'artist_id' : 'show_id')
  const ageMs = sql`(extract(epoch from ${writeInstant(at)}::timestamptz - cast_at)::float8 * 1000)`
  const only = (column: string) => (id === undefined ? sql`true` : sql`${sql.ref(column)} = ${id}`)
  const activity = sql`
    select ${subject} as id,
      sum(case when ${ageMs} < ${options.halfLifeMs * 40}::float8
        then power(2::float8, -${ageMs} / ${options.halfLifeMs}::float8) else 0 end) as recent_votes,
      count(distinct user_id) filter (where ${ageMs} < ${options.windowMs}::float8) as active_fans,
      min(${ageMs}) / 3600000 as hours
    from ${t('votes')}
    where quarantine_reason is null and ${ageMs} >= 0 and ${only(kind === 'artists' ? 'artist_id' : 'show_id')}
    group by 1`
  const days = sql`
    select id, coalesce((starts_at at time zone 'UTC')::date, local_date) as day from ${t('shows')}
    where status not in ('cancelled', 'postponed')`
  const nearness = sql`
    select id, case when day >= ${day(now)} then case when day <= ${day(now + options.horizonMs)} then 'upcoming' end
      when day >= ${day(now - options.windowMs)} then 'recent' end as near
    from (${days}) d where day is not null`
  const rows = await session.rows<TrendingFactors & { id: EntityId }>(
    kind === 'artists'
      ? sql`
        with activity as (${activity}), near as (${nearness}), shows as (
          select a.artist_id as id, count(distinct n.id) filter (where n.near = 'upcoming') as upcoming,
            count(distinct n.id) filter (where n.near = 'recent') as recent
          from ${t('show_artists')} a join near n on n.id = a.show_id where ${only('a.artist_id')} group by 1
        )
        select x.id, coalesce(activity.recent_votes, 0) as "recentVotes", coalesce(activity.active_fans, 0) as "activeFans",
          coalesce(shows.upcoming, 0) as "upcomingShows", coalesce(shows.recent, 0) as "recentShows",
          coalesce(s.followers, 0) as followers, coalesce(x.popularity, 0) as popularity,
          activity.hours as "hoursSinceActivity"
        from ${t('artists')} x left join activity on activity.id = x.id left join shows on shows.id = x.id
        left join ${t('artist_stats')} s on s.artist_id = x.id where ${only('x.id')}`
      : sql`
        with activity as (${activity}), near as (${nearness})
        select x.id, coalesce(activity.recent_votes, 0) as "recentVotes", coalesce(activity.active_fans, 0) as "activeFans",
          (near.near is not distinct from 'upcoming')::integer as "upcomingShows",
          (near.near is not distinct from 'recent')::integer as "recentShows",
          case when near.near is null then 0 else coalesce(s.interested + s.going, 0) end as followers,
          case when near.near is null then 0 else coalesce((
            select artist.popularity from ${t('show_artists')} a join ${t('artists')} artist on artist.id = a.artist_id
            where a.show_id = x.id and a.role = 'headliner' order by a.position limit 1
          ), 0) end as popularity,
          activity.hours as "hoursSinceActivity"
        from ${t('shows')} x left join activity on activity.id = x.id left join near on near.id = x.id
        left join ${t('show_stats')} s on s.show_id = x.id where ${only('x.id')}`,
  )
  return rows.map(({ id: found, ...factors }) => ({ id: found, factors }))
}

export function checkOptions(
  at: Date,
  { halfLifeMs, windowMs, horizonMs, midpoint, threshold }: TrendingOptions,
): void {
  checkInstants({ at })
  for (const [name, value] of Object.entries({ halfLifeMs, windowMs, horizonMs, midpoint })) {
    checkPositive(`options.${name}`, value)
  }
  if (!(threshold >= 0)) throw new InvalidInputError(`options.threshold must be 0 or more, not ${threshold}`)
}

import type { SchemaStep } from './schema-step.ts'

/** The UTC day of a show, as the trending factors see it. */
const dayOf = (show: string) => `coalesce((${show}.starts_at at time zone 'UTC')::date, ${show}.local_date)`
const takesPlace = (show: string) => `${show}.status not in ('cancelled', 'postponed')`

const declarations = `
  v_half_life float8 := (p_options ->> 'halfLifeMs')::float8;
  v_window float8 := (p_options ->> 'windowMs')::float8;
  v_midpoint float8 := (p_options ->> 'midpoint')::float8;
  v_threshold float8 := (p_options ->> 'threshold')::float8;
  w jsonb := p_options -> 'weights';
  w_votes float8 := (w ->> 'recentVotes')::float8;
  w_fans float8 := (w ->> 'activeFans')::float8;
  w_upcoming float8 := (w ->> 'upcomingShows')::float8;
  w_recent float8 := (w ->> 'recentShows')::float8;
  w_followers float8 := (w ->> 'followers')::float8;
  w_popularity float8 := (w ->> 'popularity')::float8;
  w_engagement float8 := (w ->> 'engagement')::float8;
  w_recency float8 := (w ->> 'recencyBoost')::float8;
  -- What is older adds less than 10^-12.
  v_horizon float8 := greatest(v_half_life * 40, v_window);
  v_oldest timestamptz := p_at - make_interval(secs => least(v_horizon, 1e14) / 1000);
  v_active timestamptz := p_at - make_interval(secs => least(v_window, 1e14) / 1000);
  v_today date := (p_at at time zone 'UTC')::date;
  v_first date := (v_active at time zone 'UTC')::date;
  v_last date := ((p_at + make_interval(secs => least((p_options ->> 'horizonMs')::float8, 1e14) / 1000))
    at time zone 'UTC')::date;
  v_changed integer;`

const ageMs = `(date_part('epoch', p_at - cast_at) * 1000)`

const recentVotes = `from votes where quarantine_reason is null and cast_at <= p_at`

/** Votes, fans and hours of everything that was voted for lately: two passes over the index of recent votes. */
const activityBy = (column: string) => `sums as materialized (
    select ${column} as id, min(${ageMs}) / 3600000 as hours,
      sum(case when ${ageMs} < v_half_life * 40 then power(2::float8, -${ageMs} / v_half_life) else 0 end) as votes
    ${recentVotes} and cast_at >= v_oldest group by 1
  ), fans as materialized (
    select id, count(*) as fans
    from (select distinct ${column} as id, user_id ${recentVotes} and cast_at > v_active) f group by 1
  ), activity as (
    select id, votes, coalesce(fans, 0) as fans, hours from sums left join fans using (id)
  )`

/** `trendingScore`, and what becomes of the scores that moved. */
const scoreAndWrite = (kind: string, lastVote: string) => `scored as materialized (
    select f.*, 1000 * raw / (raw + v_midpoint) as score
    from (
      select f.*, least(
        (w_votes * votes + w_fans * fans + w_engagement * (votes / greatest(fans, 1))) * (1 + w_recency * case
          when hours is null or hours * 3600000 / v_half_life > 1000 then 0
          else power(2::float8, -(hours * 3600000) / v_half_life) end)
        + w_upcoming * upcoming + w_recent * recent + w_followers * 100 * ln(1 + followers::float8 / 100)
        + w_popularity * popularity, v_midpoint * 1e12::float8) as raw
      from factors f
      offset 0 -- so that it is computed once
    ) f
  ), moved as materialized (
    select s.* from scored s
    left join trending_boards b on b.kind = '${kind}' and b.entity_id = s.id
    where (s.score = 0 and b.score > 0) or abs(s.score - coalesce(b.score, 0)) > v_threshold
  ), gone as (
    delete from trending_boards b using moved m where b.kind = '${kind}' and b.entity_id = m.id and m.score = 0
  ), written as (
    insert into trending_boards (kind, entity_id, score, factors, refreshed_at, fades)
    select '${kind}', id, score, json_build_object('recentVotes', votes, 'activeFans', fans, 'upcomingShows', upcoming,
      'recentShows', recent, 'followers', followers, 'popularity', popularity, 'hoursSinceActivity', coalesce(hours, (
        select min(${ageMs}) / 3600000 from ${lastVote}
        and v.cast_at <= p_at and v.quarantine_reason is null
      ))), p_at, hours is not null or upcoming + recent > 0
    from moved where score > 0
    on conflict (kind, entity_id) do update set score = excluded.score, factors = excluded.factors,
      refreshed_at = excluded.refreshed_at, fades = excluded.fades
  ), points as (
    insert into trending_history (kind, entity_id, at, score) select '${kind}', id, p_at, score from moved
  )
  select count(*) into v_changed from moved;
  return v_changed;`

const refreshArtists = `create function refresh_artist_board(p_at timestamptz, p_options jsonb, p_all boolean)
returns integer language plpgsql set search_path from current as $$
declare${declarations}
begin
  with ${activityBy('artist_id')}, near as materialized (
    select a.artist_id as id, count(distinct h.id) filter (where day >= v_today) as upcoming,
      count(distinct h.id) filter (where day < v_today) as recent
    from (
      select id, ${dayOf('h')} as day from shows h
      where ${takesPlace('h')} and ${dayOf('h')} between v_first and v_last
    ) h join show_artists a on a.show_id = h.id where a.artist_id is not null group by 1
  ), stale as (
    delete from trending_stale returning artist_id as id
  ), chosen as materialized (
    select id from activity union select id from near union select id from stale
    union select entity_id from trending_boards where kind = 'artists' and fades
    union select id from artists where p_all
  ), factors as materialized (
    select x.id, coalesce(activity.votes, 0) as votes, coalesce(activity.fans, 0) as fans, activity.hours,
      coalesce(near.upcoming, 0) as upcoming, coalesce(near.recent, 0) as recent,
      coalesce(s.followers, 0) as followers, coalesce(x.popularity, 0) as popularity
    from chosen join artists x on x.id = chosen.id left join artist_stats s on s.artist_id = x.id
    left join activity on activity.id = x.id left join near on near.id = x.id
  ), ${scoreAndWrite(
    'artists',
    `setlists l join setlist_songs p on p.setlist_id = l.id join votes v on v.setlist_song_id = p.id
        where l.artist_id = moved.id`,
  )}
end $$`

const refreshShows = `create function refresh_show_board(p_at timestamptz, p_options jsonb, p_all boolean)
returns integer language plpgsql set search_path from current as $$
declare${declarations}
begin
  with ${activityBy('show_id')}, near as materialized (
    select id, ${dayOf('h')} >= v_today as upcoming from shows h
    where ${takesPlace('h')} and ${dayOf('h')} between v_first and v_last
  ), chosen as materialized (
    select id from activity union select id from near
    union select entity_id from trending_boards where kind = 'shows' and fades
    union select id from shows where p_all
  ), factors as materialized (
    select x.id, coalesce(activity.votes, 0) as votes, coalesce(activity.fans, 0) as fans, activity.hours,
      coalesce(near.upcoming, false)::integer as upcoming, (not coalesce(near.upcoming, true))::integer as recent,
      case when near.id is null then 0 else coalesce(s.interested + s.going, 0) end as followers,
      case when near.id is null then 0 else coalesce((
        select b.popularity from show_artists a join artists b on b.id = a.artist_id
        where a.show_id = x.id and a.role = 'headliner' order by a.position limit 1
      ), 0) end as popularity
    from chosen join shows x on x.id = chosen.id left join show_stats s on s.show_id = x.id
    left join activity on activity.id = x.id left join near on near.id = x.id
  ), ${scoreAndWrite('shows', 'setlist_songs p join votes v on v.setlist_song_id = p.id where p.show_id = moved.id')}
end $$`

/** Only what changes by itself or was changed is computed anew, unless the options are not those of last time. */
const refreshBoards = `create function refresh_boards(
  p_at timestamptz, p_options jsonb, out changed integer, out ranked bigint
) language plpgsql set search_path from current set jit to off as $$
declare
  v_all boolean;
begin
  perform pg_advisory_xact_lock(hashtextextended('setvote trending ' || current_schema(), 0));
  v_all := not exists (select from trending_state where options = p_options);
  if v_all then
    delete from trending_state;
    insert into trending_state (options) values (p_options);
  end if;
  changed := refresh_artist_board(p_at, p_options, v_all) + refresh_show_board(p_at, p_options, v_all);
  select count(*) into ranked from trending_boards;
end $$`

/** Boards that a refresh brings up to date by writing what moved, and nothing else. */
export const trending: SchemaStep = {
  name: '0007-trending',
  statements: [
    // Whether its score changes with time alone.
    'alter table trending_boards add column fades boolean not null default true',
    'create index trending_boards_fading on trending_boards (kind, entity_id) where fades',
    `create index shows_by_utc_day on shows (${dayOf('shows')}) where ${takesPlace('shows')}`,
    // The options of the last refresh.
    'create table trending_state (options jsonb not null)',
    // Artists whose popularity or followers changed since the last refresh. Without a key, so that nobody waits.
    'create table trending_stale (artist_id text collate "C" not null)',
    `create function mark_stale() returns trigger language plpgsql set search_path from current as $$
begin
  if tg_table_name = 'artist_stats' then
    insert into trending_stale (artist_id)
      select n.artist_id from fresh n join held o using (artist_id) where n.followers <> o.followers;
  elsif tg_op = 'INSERT' then
    insert into trending_stale (artist_id) select id from fresh where popularity > 0;
  else
    insert into trending_stale (artist_id)
      select n.id from fresh n join held o using (id) where n.popularity is distinct from o.popularity;
  end if;
  return null;
end $$`,
    `create trigger mark_stale_added after insert on artists
  referencing new table as fresh for each statement execute function mark_stale()`,
    `create trigger mark_stale_changed after update on artists
  referencing old table as held new table as fresh for each statement execute function mark_stale()`,
    `create trigger mark_stale_followed after update on artist_stats
  referencing old table as held new table as fresh for each statement execute function mark_stale()`,
    refreshArtists,
    refreshShows,
    refreshBoards,
  ],
}

import { dayOf, takesPlace } from './show-days.ts'

/*
 * A refresh brings a board up to an instant. Time moves a score in three ways: votes fade, fans grow inactive, shows
 * come near and pass. The first is exact arithmetic on what is stored (forward decay: of what a sum of votes is worth
 * now, 2^(−t/halfLife) is left after t), so that a row knows when it is due. The others happen at instants that an
 * index finds. All other changes have left a mark. Whatever is not touched by any of these keeps its row unread.
 */

const ms = (from: string) => `(date_part('epoch', p_at - ${from}) * 1000)`
const half = (age: string) => `power(2::float8, -least(${age} / v_half_life, 1000))`
const secondsOf = (milliseconds: string) => `make_interval(secs => least(${milliseconds}, 1e14) / 1000)`
const utcDay = (at: string) => `(${at} at time zone 'UTC')::date`

const declarations = `
  v_half_life float8 := (p_options ->> 'halfLifeMs')::float8;
  v_window interval := ${secondsOf(`(p_options ->> 'windowMs')::float8`)};
  v_horizon interval := ${secondsOf(`(p_options ->> 'horizonMs')::float8`)};
  v_midpoint float8 := (p_options ->> 'midpoint')::float8;
  v_threshold float8 := greatest((p_options ->> 'threshold')::float8, 1e-9);
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
  v_faded interval := ${secondsOf('v_half_life * 40')};
  v_active timestamptz := p_at - v_window;
  v_oldest timestamptz := p_at - greatest(v_faded, v_window);
  v_today date := ${utcDay('p_at')};
  v_first date := ${utcDay('v_active')};
  v_last date := ${utcDay('(p_at + v_horizon)')};`

/** What votes and fans come to, over the ballots that the surrounding query names. */
const activitySums = `sum(case when ${ms('cast_at')} < v_half_life * 40 then ${half(ms('cast_at'))} else 0 end) as votes,
      max(cast_at) as last_cast_at`

interface Board {
  readonly kind: 'artists' | 'shows'
  /** The column of `votes` that names what is ranked. */
  readonly column: 'artist_id' | 'show_id'
  /** Ballots of `d.id`, by index. */
  readonly ballots: string
  /** Whose shows crossed a day: `h` is such a show. */
  readonly ofShow: string
  /** Further things to look at again. */
  readonly alsoStale: string
  /** Shows, followers and popularity; `condition` says of which things. */
  facts(condition: string): string
}

const artists: Board = {
  kind: 'artists',
  column: 'artist_id',
  ballots: `(select distinct l.show_id from setlists l where l.artist_id = d.id) l
      join votes v on v.show_id = l.show_id and v.artist_id = d.id`,
  ofShow: 'select a.artist_id as id from show_artists a where a.show_id = h.id',
  alsoStale: '',
  facts: (
    condition,
  ) => `select x.id, coalesce(x.popularity, 0) as popularity, coalesce(s.followers, 0) as followers,
        n.upcoming, n.recent
      from artists x left join artist_stats s on s.artist_id = x.id, lateral (
        select count(*) filter (where day >= v_today) as upcoming, count(*) filter (where day < v_today) as recent
        from (
          select distinct h.id, ${dayOf('h')} as day from show_artists a join shows h on h.id = a.show_id
          where a.artist_id = x.id and ${takesPlace('h')}
        ) h where day between v_first and v_last
      ) n where ${condition}`,
}

const shows: Board = {
  kind: 'shows',
  column: 'show_id',
  ballots: '(select d.id as show_id) l join votes v on v.show_id = l.show_id',
  ofShow: 'select h.id',
  alsoStale: `union all select a.show_id, true from show_artists a join shows h on h.id = a.show_id
      where a.artist_id = any(p_stale_artists) and ${takesPlace('h')} and ${dayOf('h')} between v_first and v_last`,
  facts: (condition) => `select x.id, case when n.near then coalesce((
          select b.popularity from show_artists a join artists b on b.id = a.artist_id
          where a.show_id = x.id and a.role = 'headliner' order by a.position limit 1
        ), 0) else 0 end as popularity,
        case when n.near then coalesce(s.interested + s.going, 0) else 0 end as followers,
        (n.near and n.day >= v_today)::integer as upcoming, (n.near and n.day < v_today)::integer as recent
      from shows x left join show_stats s on s.show_id = x.id, lateral (
        select ${dayOf('x')} as day,
          coalesce(${takesPlace('x')} and ${dayOf('x')} between v_first and v_last, false) as near
      ) n where ${condition}`,
}

/** What may have another score than it would have by fading alone, and whether more than its ballots is to be read. */
const changedSince = ({ column, ofShow, alsoStale }: Board, stale: string) => `changed as materialized (
    select id, bool_or(facts) as facts from (
      -- New ballots; the overlap finds those that were on their way during the last refresh.
      select ${column} as id, false as facts from votes
      where quarantine_reason is null and cast_at > p_since - interval '10 minutes' and cast_at <= p_at
      -- Fans who grew inactive.
      union all select ${column}, false from votes
      where quarantine_reason is null and cast_at > p_since - v_window and cast_at <= v_active
      union all select unnest(${stale}), true
      ${alsoStale}
      -- Shows of a day that began or ceased to be near, or passed.
      union all select x.id, true from (values
        (${utcDay('p_since')}, v_today - 1), (${utcDay('(p_since - v_window)')}, v_first - 1),
        (${utcDay('(p_since + v_horizon)')} + 1, v_last)
      ) as days (lo, hi) join shows h on ${takesPlace('h')} and ${dayOf('h')} between lo and hi, lateral (${ofShow}) x
    ) c where id is not null group by id
  )`

const onlyChanged = (board: Board, stale: string) => `${changedSince(board, stale)}, known as materialized (
    select c.id, c.facts or b.place is null as facts, b.*
    from changed c left join lateral (
      select score as shown, ctid as place, upcoming, recent, followers, popularity from trending_boards
      where kind = '${board.kind}' and entity_id = c.id
      offset 0 -- by index, however many are expected
    ) b on true
  ), factors as materialized (
    select d.id, d.shown, d.place, coalesce(v.votes, 0) as votes, v.fans, v.last_cast_at,
      case when d.facts then f.upcoming else d.upcoming end as upcoming,
      case when d.facts then f.recent else d.recent end as recent,
      case when d.facts then f.followers else d.followers end as followers,
      case when d.facts then f.popularity else d.popularity end as popularity
    from known d left join lateral (
      ${board.facts('d.facts and x.id = d.id')} offset 0
    ) f on true, lateral (
      select ${activitySums}, count(distinct user_id) filter (where cast_at > v_active) as fans
      from ${board.ballots}
      where v.quarantine_reason is null and v.cast_at >= v_oldest and v.cast_at <= p_at
    ) v
    where not d.facts or f.id is not null
    union all
    select entity_id, score, ctid, case when last_cast_at <= p_at - v_faded then 0 else votes * ${half(ms('worked_at'))} end,
      fans, last_cast_at, upcoming, recent, followers, popularity
    from trending_boards b
    where kind = '${board.kind}' and due_at <= p_at and not exists (select from changed c where c.id = b.entity_id)
  )`

const everything = ({ kind, column, facts }: Board) => `sums as materialized (
    select ${column} as id, ${activitySums} from votes
    where quarantine_reason is null and cast_at >= v_oldest and cast_at <= p_at group by 1
  ), fans as materialized (
    select id, count(*) as fans from (
      select distinct ${column} as id, user_id from votes
      where quarantine_reason is null and cast_at > v_active and cast_at <= p_at
    ) f group by 1
  ), factors as materialized (
    select f.id, b.score as shown, b.ctid as place, coalesce(s.votes, 0) as votes, coalesce(a.fans, 0) as fans, s.last_cast_at,
      f.upcoming, f.recent, f.followers, f.popularity
    from (${facts('true')}) f left join sums s on s.id = f.id left join fans a on a.id = f.id
    left join trending_boards b on b.kind = '${kind}' and b.entity_id = f.id
  )`

const workingColumns = [
  'votes',
  'fans',
  'last_cast_at',
  'upcoming',
  'recent',
  'followers',
  'popularity',
  'due_at',
] as const

/** The columns of a board that say how its score goes on. */
const working = (row: string) =>
  ['worked_at = p_at', ...workingColumns.map((column) => `${column} = ${row}.${column}`)].join(', ')

/**
 * `trendingScore`; when fading alone will have moved it by the threshold; and what is written.
 *
 * With x = 2^(−t/halfLife), the weighted sum after t is (votes·x + fans)·(1 + recency·x) + rest: a quadratic, of which
 * x is the root where the score has fallen by the threshold.
 */
const scoreAndWrite = ({ kind, ballots }: Board) => `weighed as materialized (
    select f.*, w_votes * votes + w_engagement * (votes / greatest(fans, 1)) as fading, w_fans * fans as present,
      w_recency * case when last_cast_at is null then 0 else ${half(ms('last_cast_at'))} end as recency,
      w_upcoming * upcoming + w_recent * recent + w_followers * 100 * ln(1 + followers::float8 / 100)
        + w_popularity * popularity as rest
    from factors f
    offset 0 -- so that it is computed once
  ), scored as materialized (
    select s.*, (score = 0 and shown > 0) or abs(score - coalesce(shown, 0)) > v_threshold as moves
    from (
      select s.*, 1000 * raw / (raw + v_midpoint) as score from (
        select s.*, least((fading + present) * (1 + recency) + rest, v_midpoint * 1e12::float8) as raw from weighed s
        offset 0
      ) s offset 0
    ) s
  ), timed as materialized (
    select s.*, case
        when fading + present = 0 then 'infinity'
        when low <= 0 or level >= 0 then case when rest + present = 0 then last_cast_at + v_faded else 'infinity' end
        when slope = 0 then p_at
        else p_at + ${secondsOf(
          `greatest(-v_half_life * ln(least(greatest(-2 * level
          / (slope + sqrt(slope * slope - 4 * bend * level)), 1e-300), 1)) / ln(2::float8) - 1, 0)`,
        )}
      end as due_at
    from (
      select s.*, fading / raw * recency as bend, fading / raw + present / raw * recency as slope,
        (present + rest - v_midpoint * low / (1000 - low)) / raw as level
      from (
        select s.*, case when moves then score else shown end - v_threshold as low from scored s
        where raw > 0 and (moves or shown is not null)
      ) s
    ) s
  ), gone as (
    delete from trending_boards b using scored s where b.ctid = s.place and s.moves and s.score = 0
  ), moved as materialized (
    select *, json_build_object('recentVotes', votes, 'activeFans', fans, 'upcomingShows', upcoming,
      'recentShows', recent, 'followers', followers, 'popularity', popularity, 'hoursSinceActivity',
      ${ms(`coalesce(last_cast_at, (
        select max(v.cast_at) from ${ballots} where v.cast_at <= p_at and v.quarantine_reason is null
      ))`)} / 3600000) as factors
    from timed d where moves
  ), rewritten as (
    update trending_boards b set score = m.score, factors = m.factors, refreshed_at = p_at, ${working('m')}
    from moved m where b.ctid = m.place
  ), kept as (
    update trending_boards b set ${working('t')} from timed t where b.ctid = t.place and not t.moves
  ), entered as (
    insert into trending_boards (kind, entity_id, score, factors, refreshed_at, worked_at, ${workingColumns.join(', ')})
    select '${kind}', id, score, factors, p_at, p_at, ${workingColumns.join(', ')} from moved where place is null
  ), points as (
    insert into trending_history (kind, entity_id, at, score) select '${kind}', id, p_at, score from scored where moves
  )
  select count(*) filter (where moves), count(*) filter (where moves and place is null) into changed, added from scored;`

const functionOf = (name: string, parameters: string, settings: string, body: string) =>
  `create function ${name}(p_at timestamptz, p_options jsonb${parameters}, out changed integer, out added integer)
language plpgsql set search_path from current set jit to off ${settings} as $$
declare${declarations}
begin
  with ${body}
end $$`

/** Few rows each, found by index; a plan made when the tables were empty must not be kept for a scan of them. */
const byIndex = 'set enable_seqscan to off'

const partly = (name: string, board: Board, stale: string) =>
  functionOf(
    name,
    ', p_since timestamptz, p_stale_artists text[], p_stale_shows text[]',
    byIndex,
    `${onlyChanged(board, stale)}, ${scoreAndWrite(board)}`,
  )

const wholly = (name: string, board: Board) =>
  functionOf(name, '', '', `${everything(board)}, ${scoreAndWrite(board)}`)

const refreshBoards = `create function refresh_boards(
  p_at timestamptz, p_options jsonb, out changed integer, out ranked bigint
) language plpgsql set search_path from current as $$
declare
  v_since timestamptz;
  v_artists text[];
  v_shows text[];
  v_artist_board record;
  v_show_board record;
begin
  perform pg_advisory_xact_lock(hashtextextended('setvote trending ' || current_schema(), 0));
  select s.at, s.ranked into v_since, ranked from trending_state s where s.options = p_options and s.at <= p_at;
  with gone as (delete from trending_stale returning kind, entity_id)
  select array_agg(distinct entity_id) filter (where kind = 'artists'),
    array_agg(distinct entity_id) filter (where kind = 'shows')
  into v_artists, v_shows from gone;
  if v_since is null then
    select * into v_artist_board from refresh_whole_artist_board(p_at, p_options);
    select * into v_show_board from refresh_whole_show_board(p_at, p_options);
    with gone as (delete from trending_left) select count(*) into ranked from trending_boards;
  else
    select * into v_artist_board from refresh_artist_board(p_at, p_options, v_since, v_artists, v_shows);
    select * into v_show_board from refresh_show_board(p_at, p_options, v_since, v_artists, v_shows);
    with gone as (delete from trending_left returning entries)
    select ranked + v_artist_board.added + v_show_board.added - coalesce(sum(entries), 0) into ranked from gone;
  end if;
  changed := v_artist_board.changed + v_show_board.changed;
  insert into trending_state as s (options, at, ranked) values (p_options, p_at, refresh_boards.ranked)
    on conflict (is_last) do update set options = excluded.options, at = excluded.at, ranked = excluded.ranked;
end $$`

export const boardFunctions: readonly string[] = [
  partly('refresh_artist_board', artists, 'p_stale_artists'),
  partly('refresh_show_board', shows, 'p_stale_shows'),
  wholly('refresh_whole_artist_board', artists),
  wholly('refresh_whole_show_board', shows),
  refreshBoards,
]

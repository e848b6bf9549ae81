import { holdDays, spentOn } from './ballot-sql.ts'
import type { SchemaStep } from './schema-step.ts'

/*
 * Whoever writes by plain SQL need not know what is counted. The SDK's own statements keep the counts themselves and
 * say so by a setting, which only a role that may write the counts is believed.
 */
const fromOutside = `when (
  current_setting('setvote.counts', true) is distinct from 'kept' or not has_table_privilege('show_stats'::regclass, 'update'))`

const added = 'select *, 1 as n from added'
const removed = 'select *, -1 as n from removed'
const operations = {
  insert: { changes: added, tables: 'new table as added' },
  delete: { changes: removed, tables: 'old table as removed' },
  update: { changes: `${added} union all ${removed}`, tables: 'old table as removed new table as added' },
} as const

const definer = 'language plpgsql security definer set search_path from current'

const countVotes = (changes: string) => `
declare
  v_shows text[];
begin
  select array_agg(distinct show_id) into v_shows from (${changes}) c;
  if v_shows is null then return null; end if;
  perform from show_stats where show_id = any(v_shows) order by show_id for no key update;
${[
  ['setlist_songs', 'id', 'setlist_song_id'],
  ['setlist_stats', 'setlist_id', 'setlist_id'],
  ['show_stats', 'show_id', 'show_id'],
]
  .map(
    ([
      table,
      key,
      column,
    ]) => `  update ${table} t set upvotes = t.upvotes + x.up, quarantined = t.quarantined + x.aside
    from (
      select ${column} as id, coalesce(sum(n) filter (where quarantine_reason is null), 0)::integer as up,
        coalesce(sum(n) filter (where quarantine_reason is not null), 0)::integer as aside
      from (${changes}) c group by 1
    ) x where t.${key} = x.id and (x.up, x.aside) <> (0, 0);`,
  )
  .join('\n')}
  return null;
end`

const countFollows = (changes: string) => `
begin
  perform from artist_stats where artist_id in (select artist_id from (${changes}) c)
    order by artist_id for no key update;
  update artist_stats t set followers = t.followers + x.n
    from (select artist_id, sum(n)::integer as n from (${changes}) c group by 1) x
    where t.artist_id = x.artist_id and x.n <> 0;
  return null;
end`

const countAttendance = (changes: string) => `
begin
  perform from show_stats where show_id in (select show_id from (${changes}) c) order by show_id for no key update;
  update show_stats t set interested = t.interested + x.interested, going = t.going + x.going, went = t.went + x.went
    from (
      select show_id, coalesce(sum(n) filter (where attendance = 'interested'), 0)::integer as interested,
        coalesce(sum(n) filter (where attendance = 'going'), 0)::integer as going,
        coalesce(sum(n) filter (where attendance = 'went'), 0)::integer as went
      from (${changes}) c group by 1
    ) x where t.show_id = x.show_id;
  return null;
end`

const counting = (table: string, body: (changes: string) => string) =>
  Object.entries(operations).flatMap(([operation, { changes, tables }]) => [
    `create function count_${operation}_on_${table}() returns trigger ${definer} as $$${body(changes)} $$`,
    `create trigger count_${operation} after ${operation} on ${table} referencing ${tables}
  for each statement ${fromOutside} execute function count_${operation}_on_${table}()`,
  ])

/** Before anything else, as everybody who touches ballots does. */
const holding = [
  `create function hold_ballots() returns trigger ${definer} as $$
begin
  perform pg_advisory_xact_lock_shared(hashtextextended('setvote ballots ' || current_schema(), 0));
  return null;
end $$`,
  `create trigger hold_ballots before insert or update or delete on votes
  for each statement ${fromOutside} execute function hold_ballots()`,
]

/** A ballot from outside needs only say who votes for what. */
const completing = [
  // The venue's day, as the SDK takes it unless told otherwise.
  `create function local_day(at timestamptz, time_zone text) returns date language plpgsql stable as $$
begin
  return (at at time zone coalesce(time_zone, 'UTC'))::date;
exception when invalid_parameter_value then
  return (at at time zone 'UTC')::date;
end $$`,
  `create function complete_vote() returns trigger language plpgsql set search_path from current as $$
declare
  v_stage record;
begin
  -- Who may not write counts casts now, and quarantines nothing.
  if not has_table_privilege('show_stats', 'update') then
    new.cast_at := now();
    new.day := null;
    new.quarantine_reason := null;
  end if;
  select s.setlist_id, s.show_id, l.artist_id, s.tape or s.title = '' as silent, l.locked,
    coalesce(h.voting_locks_at, h.starts_at) as locks_at, coalesce(h.time_zone, v.time_zone) as time_zone
  into v_stage
  from setlist_songs s join setlists l on l.id = s.setlist_id join shows h on h.id = s.show_id
  left join venues v on v.id = h.venue_id
  where s.id = new.setlist_song_id;
  if not found or v_stage.silent then
    raise foreign_key_violation using message = 'there is no such song to vote for';
  elsif v_stage.locked or new.cast_at >= v_stage.locks_at then
    raise check_violation using message = 'voting for this show has ended';
  end if;
  new.setlist_id := v_stage.setlist_id;
  new.show_id := v_stage.show_id;
  new.artist_id := v_stage.artist_id;
  new.day := coalesce(new.day, local_day(new.cast_at, v_stage.time_zone));
  return new;
end $$`,
  `create trigger complete_vote before insert or update of setlist_song_id, setlist_id, show_id, artist_id on votes
  for each row ${fromOutside} execute function complete_vote()`,
]

const byFans = `when (not has_table_privilege('show_stats'::regclass, 'update'))`

/**
 * Fans who write by themselves are held to the limit that the app has set, under `votes.perDay`. Their day is held
 * before the ballot is there, as by the SDK, so that two at once pass no limit.
 */
const limiting = [
  `create function limit_for_fans() returns numeric language sql stable set search_path from current as $$
  select value::numeric from app_settings
  where index_key(key) = 'votes.perDay' and jsonb_typeof(value) = 'number'
$$`,
  `create function hold_day() returns trigger ${definer} as $$
begin
  if limit_for_fans() is not null then
    ${holdDays('values (new.user_id, new.day)')};
  end if;
  return new;
end $$`,
  `create trigger hold_day before insert on votes for each row ${byFans} execute function hold_day()`,
  `create function hold_day_limit() returns trigger ${definer} as $$
declare
  v_most numeric := limit_for_fans();
begin
  if v_most is not null and exists (
    select from (select distinct user_id, day from added) a where ${spentOn('a.user_id', 'a.day')} > v_most
  ) then
    raise check_violation using message = format('the limit of %s votes a day is reached', v_most);
  end if;
  return null;
end $$`,
  `create trigger hold_day_limit after insert on votes referencing new table as added
  for each statement ${byFans} execute function hold_day_limit()`,
]

/** Profile and preferences are part of a fan. */
const touching = [
  `create function touch_user() returns trigger ${definer} as $$
begin
  update users set updated_at = now() where id = coalesce(new.user_id, old.user_id);
  return null;
end $$`,
  ...['user_profiles', 'email_preferences'].map(
    (table) => `create trigger touch_user after insert or update or delete on ${table}
  for each row ${fromOutside} execute function touch_user()`,
  ),
]

/** The count first, then the row, as the SDK does. */
const first = (table: string, stats: string, key: string) => [
  `create function hold_count_of_${table}() returns trigger ${definer} as $$
begin
  perform from ${stats} where ${key} = new.${key} for no key update;
  return new;
end $$`,
  `create trigger hold_count before insert on ${table}
  for each row ${fromOutside} execute function hold_count_of_${table}()`,
]

/** Counts that stay right whoever writes. */
export const outsideWrites: SchemaStep = {
  name: '0008-outside-writes',
  statements: [
    ...holding,
    ...completing,
    ...counting('votes', countVotes),
    ...limiting,
    ...first('user_follows_artists', 'artist_stats', 'artist_id'),
    ...counting('user_follows_artists', countFollows),
    ...first('user_show_attendance', 'show_stats', 'show_id'),
    ...counting('user_show_attendance', countAttendance),
    ...touching,
  ],
}

import { boardFunctions } from './refresh-board.ts'
import type { SchemaStep } from './schema-step.ts'
import { dayOf, takesPlace } from './show-days.ts'

type Operation = 'insert' | 'update' | 'delete'

const transitions = {
  insert: 'new table as added',
  delete: 'old table as removed',
  update: 'old table as removed new table as added',
} as const

/** After an operation on a table, `changed` names what a refresh has to look at again. */
const marking = (table: string, operation: Operation, changed: string, when = '') => [
  `create function mark_stale_${operation}_on_${table}() returns trigger
language plpgsql security definer set search_path from current as $$
begin
  insert into trending_stale (kind, entity_id) ${changed};
  return null;
end $$`,
  `create trigger mark_stale_${operation} after ${operation} on ${table} referencing ${transitions[operation]}
  for each statement ${when} execute function mark_stale_${operation}_on_${table}()`,
]

const artistsOf = (rows: string) => `select distinct 'artists'::board_kind, artist_id from ${rows}`
const showsOf = (rows: string) => `select distinct 'shows'::board_kind, show_id from ${rows}`
const bothOf = (rows: string) => `${artistsOf(rows)} union all ${showsOf(rows)}`
const either = '(select * from removed union all select * from added) c'

const moved = `added n join removed o using (id)
    where (${dayOf('n')}, ${takesPlace('n')}) is distinct from (${dayOf('o')}, ${takesPlace('o')})`

/** What the boards do not see by the time of ballots and the days of shows alone. */
const marks = [
  ...marking('artists', 'insert', `select 'artists', id from added where popularity > 0`),
  ...marking(
    'artists',
    'update',
    `select 'artists', n.id from added n join removed o using (id) where n.popularity is distinct from o.popularity`,
  ),
  ...marking(
    'artist_stats',
    'update',
    `select 'artists', n.artist_id from added n join removed o using (artist_id) where n.followers <> o.followers`,
  ),
  ...marking('shows', 'insert', `select 'shows', h.id from added h where ${takesPlace('h')}`),
  ...marking(
    'shows',
    'update',
    `select 'shows', n.id from ${moved}
    union all select distinct 'artists'::board_kind, artist_id from show_artists
      where artist_id is not null and show_id in (select n.id from ${moved})`,
  ),
  ...marking('show_artists', 'insert', bothOf('added')),
  ...marking('show_artists', 'update', bothOf(either)),
  ...marking('show_artists', 'delete', bothOf('removed')),
  ...marking('user_show_attendance', 'insert', showsOf('added')),
  ...marking('user_show_attendance', 'update', showsOf(either)),
  ...marking('user_show_attendance', 'delete', showsOf('removed')),
  ...marking('votes', 'update', bothOf(either)),
  ...marking('votes', 'delete', bothOf('removed')),
]

/**
 * A ballot that is older than the last refresh is one that the next would not look for. Half of `overlap` before it
 * leaves the other half for transactions that are on their way.
 */
const markLate = `create function mark_late_ballots(p_songs text[], p_times timestamptz[]) returns void
language plpgsql set search_path from current as $$
begin
  if (select min(t) from unnest(p_times) t) <= (select at - interval '5 minutes' from trending_state where is_last) then
    insert into trending_stale (kind, entity_id)
    select 'artists'::board_kind, l.artist_id from setlist_songs s join setlists l on l.id = s.setlist_id where s.id = any(p_songs)
    union select 'shows'::board_kind, s.show_id from setlist_songs s where s.id = any(p_songs);
  end if;
end $$`

/** Boards that a refresh brings up to date by looking at what changed, and at nothing else. */
export const trending: SchemaStep = {
  name: '0007-trending',
  statements: [
    // What the score is made of at `worked_at`, beside `score` and `factors`, which are as they were last shown;
    // and the instant at which fading alone will have moved the score by the threshold.
    `alter table trending_boards
  add column votes double precision not null,
  add column fans integer not null,
  add column last_cast_at timestamptz(3),
  add column upcoming integer not null,
  add column recent integer not null,
  add column followers integer not null,
  add column popularity double precision not null,
  add column worked_at timestamptz(3) not null,
  add column due_at timestamptz not null,
  alter column factors type json,
  set (fillfactor = 80)`,
    `create index trending_boards_due on trending_boards (kind, due_at) where due_at < 'infinity'`,
    `create index shows_by_utc_day on shows (${dayOf('shows')}) where ${takesPlace('shows')}`,
    'create index votes_by_show on votes (show_id, cast_at) include (artist_id, user_id, quarantine_reason)',
    // The last refresh.
    `create table trending_state (
  is_last boolean primary key default true check (is_last),
  options jsonb not null,
  at timestamptz(3) not null,
  ranked bigint not null
)`,
    // What changed since, other than by ballots that are younger. Without a key, so that nobody waits.
    'create table trending_stale (kind board_kind not null, entity_id text collate "C")',
    // How many entries have left the boards since they were last counted. Without a key, for the same reason.
    'create table trending_left (entries bigint not null)',
    `create function note_left() returns trigger language plpgsql set search_path from current as $$
begin
  insert into trending_left (entries) select count(*) from removed having count(*) > 0;
  return null;
end $$`,
    `create trigger note_left after delete on trending_boards
  referencing old table as removed for each statement execute function note_left()`,
    ...marks,
    markLate,
    ...boardFunctions,
  ],
}

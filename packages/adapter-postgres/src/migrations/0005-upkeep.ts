import type { SchemaStep } from './schema-step.ts'

const kinds = ['artists', 'venues', 'shows', 'songs', 'setlists'] as const
const counted = [
  ['artists', 'artist_stats', 'artist_id'],
  ['shows', 'show_stats', 'show_id'],
  ['setlists', 'setlist_stats', 'setlist_id'],
] as const

/** Tables whose rows say when they last changed. A run says when its worker last did, and that is not for others to say. */
const dated = [...kinds, 'users', 'venue_reviews', 'app_settings'] as const

/** What the database does by itself: rows that come and go with others, and search by parts of names. */
export const upkeep: SchemaStep = {
  name: '0005-upkeep',
  statements: [
    ...counted.flatMap(([table, stats, column]) => [
      `create function add_${stats}() returns trigger language plpgsql set search_path from current as $$
begin
  insert into ${stats} (${column}) select id from added order by id on conflict do nothing;
  return null;
end $$`,
      `create trigger add_stats after insert on ${table}
  referencing new table as added for each statement execute function add_${stats}()`,
    ]),
    // These point to things of several kinds, so no foreign key can watch over them.
    `create function forget_removed() returns trigger language plpgsql set search_path from current as $$
begin
  delete from external_ids
    where kind = tg_table_name::catalog_kind and entity_id in (select id from removed);
  if tg_table_name in ('artists', 'shows') then
    delete from trending_boards
      where kind = tg_table_name::board_kind and entity_id in (select id from removed);
    delete from trending_history
      where kind = tg_table_name::board_kind and entity_id in (select id from removed);
  end if;
  return null;
end $$`,
    ...kinds.map(
      (table) => `create trigger forget_removed after delete on ${table}
  referencing old table as removed for each statement execute function forget_removed()`,
    ),
    // A row that somebody changes without saying when was changed now. Who says when is believed, also where the instant
    // is the one it was: the first trigger, by its name, marks that for the second. Neither runs when it moves on.
    `create function state_update() returns trigger language plpgsql as $$
begin
  new.updated_at := '-infinity';
  return new;
end $$`,
    `create function touch_row() returns trigger language plpgsql as $$
begin
  new.updated_at := case when new.updated_at = '-infinity' then old.updated_at else now() end;
  return new;
end $$`,
    ...dated.flatMap((table) => [
      `create trigger state_update before update of updated_at on ${table}
  for each row when (new.updated_at = old.updated_at) execute function state_update()`,
      `create trigger touch_row before update on ${table}
  for each row when (new.updated_at in (old.updated_at, '-infinity')) execute function touch_row()`,
    ]),
    // Trigram indexes where the extension is at hand; without it a search reads the names one by one.
    `do $$
declare home text;
begin
  begin
    if exists (select from pg_available_extensions where name = 'pg_trgm') then
      create extension if not exists pg_trgm with schema public;
    end if;
  exception when others then null;
  end;
  select nspname into home from pg_extension join pg_namespace on pg_namespace.oid = extnamespace
    where extname = 'pg_trgm';
  if home is not null then
    execute format('create index artists_by_part on artists using gin (search_key %I.gin_trgm_ops)', home);
    execute format('create index venues_by_part on venues using gin (search_key %I.gin_trgm_ops)', home);
    execute format('create index songs_by_part on songs using gin (search_key %I.gin_trgm_ops)', home);
  end if;
end $$`,
  ],
}

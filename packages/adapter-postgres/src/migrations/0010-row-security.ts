import type { SchemaStep } from './schema-step.ts'

/** What everybody may read. */
const open = [
  'artists',
  'artist_stats',
  'venues',
  'shows',
  'show_artists',
  'show_stats',
  'songs',
  'setlists',
  'setlist_songs',
  'setlist_stats',
  'external_ids',
  'venue_reviews',
  'trending_boards',
  'trending_history',
]

/** What is a fan's own, the column that says whose, and what the fan may do with it. */
const own = {
  users: ['id', ['select', 'insert', 'update', 'delete']],
  user_profiles: ['user_id', ['select', 'insert', 'update', 'delete']],
  email_preferences: ['user_id', ['select', 'insert', 'update', 'delete']],
  user_follows_artists: ['user_id', ['select', 'insert', 'delete']],
  user_show_attendance: ['user_id', ['select', 'insert', 'update', 'delete']],
  venue_reviews: ['user_id', ['insert', 'update', 'delete']],
  votes: ['user_id', ['select', 'insert', 'delete']],
} as const

const ownPolicies = Object.entries(own).flatMap(([table, [column, verbs]]) =>
  verbs.map((verb) => {
    const isTheirs = `${column} = (select current_fan())`
    // Nobody takes a ballot back once voting has ended, nor one in quarantine.
    const rows =
      table === 'votes' && verb === 'delete'
        ? `${isTheirs} and quarantine_reason is null and can_be_taken_back(setlist_song_id)`
        : isTheirs
    const clauses = {
      select: `using (${rows})`,
      insert: `with check (${rows})`,
      update: `using (${rows}) with check (${rows})`,
      delete: `using (${rows})`,
    }
    return `create policy own_${verb} on ${table} for ${verb} ${clauses[verb]}`
  }),
)

const grants = [
  ...open.map((table) => [table, 'select'] as const),
  ...Object.entries(own).map(([table, [, verbs]]) => [table, verbs.join(', ')] as const),
].filter(([table]) => table !== 'votes')

/**
 * Rows by who asks: the public reads the catalog, its counts and boards; fans see and change what is theirs; a role
 * that may write the counts is the app's own and sees everything, as the owner does.
 */
export const rowSecurity: SchemaStep = {
  name: '0010-row-security',
  statements: [
    // Supabase and PostgREST tell it by the request's claims, others by a setting of the transaction.
    `create function current_fan() returns text language plpgsql stable set search_path from current as $$
declare
  v_fan text;
begin
  -- A schema of that name that is not this role's to use says nothing.
  if exists (select from pg_namespace where nspname = 'auth' and has_schema_privilege(oid, 'usage')) then
    if to_regprocedure('auth.uid()') is not null then
      execute 'select auth.uid()::text' into v_fan;
    end if;
  end if;
  return coalesce(v_fan, nullif(current_setting('setvote.fan_id', true), ''));
end $$`,
    `create function can_be_taken_back(p_setlist_song_id text) returns boolean
language sql stable set search_path from current as $$
  select not l.locked and coalesce(now() < coalesce(h.voting_locks_at, h.starts_at), true)
  from setlist_songs s join setlists l on l.id = s.setlist_id join shows h on h.id = s.show_id
  where s.id = p_setlist_song_id
$$`,
    `do $$
declare
  each record;
begin
  for each in
    select tablename as name from pg_tables
    where schemaname = current_schema() and tablename not like 'schema_migrations%'
  loop
    execute format('alter table %I enable row level security', each.name);
    execute format(
      'create policy app on %I using ((select has_table_privilege(%L::regclass, ''update'')))',
      each.name, 'show_stats'
    );
  end loop;
end $$`,
    ...open.map((table) => `create policy open_to_all on ${table} for select using (true)`),
    ...ownPolicies,
    // They act with the owner's rights on the rows of their table. On a table of somebody's own they would count what
    // nobody cast, so nobody may put them there.
    `do $$
declare
  each record;
begin
  for each in
    select oid::regprocedure as name from pg_proc where pronamespace = current_schema()::regnamespace and prosecdef
  loop
    execute format('revoke execute on function %s from public', each.name);
  end loop;
end $$`,
    // Runs with the rights of who calls it: only the owner can give what is the owner's.
    `create procedure grant_to_fans(p_role name) language plpgsql set search_path from current as $$
begin
  execute format('grant usage on schema %I to %I', current_schema(), p_role);
${grants.map(([table, verbs]) => `  execute format('grant ${verbs} on ${table} to %I', p_role);`).join('\n')}
  execute format('grant select, delete, insert (user_id, setlist_song_id, device_key) on votes to %I', p_role);
  execute format('grant select on artist_songs, vote_analytics to %I', p_role);
end $$`,
    // The roles of Supabase, where they are.
    `do $$
declare
  each record;
begin
  for each in select rolname as name from pg_roles where rolname in ('anon', 'authenticated') loop
    execute format('call grant_to_fans(%L)', each.name);
  end loop;
end $$`,
  ],
}

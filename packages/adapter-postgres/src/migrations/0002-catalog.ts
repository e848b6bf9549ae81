import type { SchemaStep } from './schema-step.ts'

const recorded = `provenance jsonb not null default '{}',
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()`

/** Artists, venues, shows, songs, setlists, and what they are called elsewhere. */
export const catalog: SchemaStep = {
  name: '0002-catalog',
  statements: [
    `create table artists (
  id text collate "C" primary key,
  name text not null check (name <> ''),
  sort_name text,
  disambiguation text,
  genres jsonb not null default '[]',
  images jsonb not null default '[]',
  links jsonb not null default '[]',
  popularity double precision check (popularity between 0 and 100),
  spotify_followers bigint check (spotify_followers >= 0),
  country_code text check (char_length(country_code) <= 2),
  synced_at timestamptz(3),
  search_key text collate "C" not null,
  ${recorded}
)`,
    `create index artists_by_sync on artists (coalesce(synced_at, '-infinity'))`,
    `create table venues (
  id text collate "C" primary key,
  name text not null check (name <> ''),
  address text,
  city text,
  state text,
  state_code text,
  country text,
  country_code text check (char_length(country_code) <= 2),
  postal_code text,
  latitude double precision check (latitude between -90 and 90),
  longitude double precision check (longitude between -180 and 180),
  city_latitude double precision check (city_latitude between -90 and 90),
  city_longitude double precision check (city_longitude between -180 and 180),
  -- Where it is as well as anybody knows: longitude, then latitude.
  spot point generated always as (
    point(coalesce(longitude, city_longitude), coalesce(latitude, city_latitude))
  ) stored,
  time_zone text,
  images jsonb not null default '[]',
  url text,
  search_key text collate "C" not null,
  city_key text collate "C",
  ${recorded},
  check ((latitude is null) = (longitude is null)),
  check ((city_latitude is null) = (city_longitude is null))
)`,
    'create index venues_by_city on venues using hash (city_key)',
    'create index venues_by_spot on venues using gist (spot)',
    `create table shows (
  id text collate "C" primary key,
  name text not null check (name <> ''),
  venue_id text collate "C" references venues on delete set null,
  tour text,
  status show_status not null default 'scheduled',
  date_status date_status not null default 'confirmed',
  local_date date,
  local_time text,
  -- What shows of one day are ordered by; unknown times come last.
  local_minute text collate "C" not null generated always as (coalesce(left(local_time, 5), '~')) stored,
  time_zone text,
  starts_at timestamptz(3),
  ends_at timestamptz(3),
  doors_at timestamptz(3),
  initial_date date,
  on_sale boolean,
  on_sale_at timestamptz(3),
  ticket_url text,
  price_ranges jsonb not null default '[]',
  images jsonb not null default '[]',
  info text,
  voting_locks_at timestamptz(3),
  ${recorded}
)`,
    'create index shows_by_day on shows (local_date, local_minute, id)',
    'create index shows_by_venue on shows (venue_id, local_date, local_minute, id)',
    `create table show_artists (
  show_id text collate "C" not null references shows on delete cascade,
  position integer not null check (position >= 0),
  artist_id text collate "C" references artists on delete set null,
  name text not null check (name <> ''),
  role lineup_role not null,
  ticketmaster_id text,
  mbid text,
  primary key (show_id, position)
)`,
    'create index show_artists_by_artist on show_artists (artist_id, show_id)',
    `create table songs (
  id text collate "C" primary key,
  artist_id text collate "C" not null references artists on delete cascade,
  title text not null check (title <> ''),
  kind song_kind not null,
  tracks jsonb not null default '[]',
  original_artist jsonb,
  duration_ms bigint check (duration_ms >= 0),
  popularity double precision check (popularity between 0 and 100),
  released_on text,
  image jsonb,
  search_key text collate "C" not null,
  ${recorded}
)`,
    'create index songs_by_artist on songs (artist_id, id)',
    `create table setlists (
  id text collate "C" primary key,
  show_id text collate "C" not null references shows on delete cascade,
  artist_id text collate "C" not null references artists on delete cascade,
  kind setlist_kind not null,
  user_id text collate "C",
  name text,
  tour text,
  local_date date,
  info text,
  url text,
  version_id text,
  edited_at timestamptz(3),
  locked boolean not null default false,
  ${recorded}
)`,
    'create index setlists_by_day on setlists (local_date, id)',
    'create index setlists_by_show on setlists (show_id, local_date, id)',
    'create index setlists_by_artist on setlists (artist_id, local_date, id)',
    'create index setlists_by_user on setlists (user_id, local_date, id) where user_id is not null',
    // The counts are columns of this table, so that one row answers for one song; no index holds them, so that
    // counting does not touch one.
    `create table setlist_songs (
  id text collate "C" primary key,
  setlist_id text collate "C" not null references setlists on delete cascade,
  show_id text collate "C" not null references shows on delete cascade,
  position integer not null check (position >= 0),
  song_id text collate "C" references songs on delete set null,
  title text not null,
  part_name text,
  encore integer check (encore > 0),
  tape boolean not null,
  medley text,
  original_artist jsonb,
  guest text,
  info text,
  probability double precision check (probability between 0 and 1),
  reason text,
  upvotes integer not null default 0 check (upvotes >= 0),
  quarantined integer not null default 0 check (quarantined >= 0)
) with (fillfactor = 80)`,
    'create index setlist_songs_by_setlist on setlist_songs (setlist_id, position)',
    'create index setlist_songs_by_show on setlist_songs (show_id)',
    'create index setlist_songs_by_song on setlist_songs (song_id)',
    `create table external_ids (
  kind catalog_kind not null,
  service id_service not null,
  external_id text collate "C" not null check (external_id <> ''),
  entity_id text collate "C" not null,
  -- The first of a service is its main id there.
  position integer not null check (position >= 0),
  stated_by fact_source not null,
  stated_at timestamptz(3) not null
)`,
    `create unique index external_ids_identity on external_ids (kind, service, index_key(external_id))`,
    'create index external_ids_by_entity on external_ids (kind, entity_id, position)',

    // What an artist's songs amount to on stage, from the setlists as they were played.
    `create view artist_songs as
  select songs.artist_id, songs.id as song_id, songs.title, songs.kind,
    count(setlists.id) as times_played, max(setlists.local_date) as last_played_on
  from songs
  left join setlist_songs on setlist_songs.song_id = songs.id
  left join setlists on setlists.id = setlist_songs.setlist_id and setlists.kind = 'actual'
  group by songs.id, songs.artist_id, songs.title, songs.kind`,
  ],
}

import type { SchemaStep } from './schema-step.ts'

/** Fans, their ballots, and everything that is counted. Fans are the app's own: no foreign key demands a user. */
export const votesAndFans: SchemaStep = {
  name: '0003-votes-and-fans',
  statements: [
    `create table users (
  id text collate "C" primary key,
  email text,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()
)`,
    `create table user_profiles (
  user_id text collate "C" primary key references users on delete cascade,
  display_name text,
  avatar_url text,
  bio text,
  time_zone text
)`,
    `create table email_preferences (
  user_id text collate "C" primary key references users on delete cascade,
  email_show_reminders boolean not null,
  email_new_shows boolean not null,
  email_setlist_results boolean not null,
  email_digest email_digest not null,
  notify_in_app boolean not null
)`,
    `create table user_follows_artists (
  user_id text collate "C" not null,
  artist_id text collate "C" not null references artists on delete cascade,
  since timestamptz(3) not null default now(),
  primary key (user_id, artist_id)
)`,
    'create index user_follows_artists_by_artist on user_follows_artists (artist_id)',
    `create table user_show_attendance (
  user_id text collate "C" not null,
  show_id text collate "C" not null references shows on delete cascade,
  attendance attendance not null,
  stated_at timestamptz(3) not null default now(),
  primary key (user_id, show_id)
)`,
    'create index user_show_attendance_by_show on user_show_attendance (show_id)',
    `create table venue_reviews (
  user_id text collate "C" not null,
  venue_id text collate "C" not null references venues on delete cascade,
  rating integer not null check (rating between 1 and 5),
  body text,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  primary key (user_id, venue_id)
)`,
    'create index venue_reviews_by_venue on venue_reviews (venue_id, updated_at, user_id)',

    // The narrow rows that move with every ballot stand apart from the wide ones, so that a sync that rewrites a show
    // never holds up its voters.
    `create table artist_stats (
  artist_id text collate "C" primary key references artists on delete cascade,
  followers integer not null default 0 check (followers >= 0)
) with (fillfactor = 70)`,
    `create table show_stats (
  show_id text collate "C" primary key references shows on delete cascade,
  upvotes integer not null default 0 check (upvotes >= 0),
  quarantined integer not null default 0 check (quarantined >= 0),
  interested integer not null default 0 check (interested >= 0),
  going integer not null default 0 check (going >= 0),
  went integer not null default 0 check (went >= 0)
) with (fillfactor = 70)`,
    `create table setlist_stats (
  setlist_id text collate "C" primary key references setlists on delete cascade,
  upvotes integer not null default 0 check (upvotes >= 0),
  quarantined integer not null default 0 check (quarantined >= 0)
) with (fillfactor = 70)`,
    // A ballot carries what it is counted for, so that counting needs no join.
    `create table votes (
  setlist_song_id text collate "C" not null references setlist_songs on delete cascade,
  user_id text collate "C" not null,
  setlist_id text collate "C" not null,
  show_id text collate "C" not null,
  artist_id text collate "C" not null,
  cast_at timestamptz(3) not null default now(),
  day date not null,
  device_key text,
  quarantine_reason text check (quarantine_reason <> ''),
  primary key (setlist_song_id, user_id)
)`,
    // By day before show: under a limit, each ballot asks how many its fan has cast that day.
    'create index votes_by_user on votes (user_id, day, show_id)',
    `create index votes_recent on votes (cast_at) include (artist_id, show_id)
  where quarantine_reason is null`,
    'create index votes_quarantined on votes (cast_at) where quarantine_reason is not null',
    // Held while a fan's ballots of the day are counted against a limit.
    `create table user_vote_limits (
  user_id text collate "C" not null,
  day date not null,
  primary key (user_id, day)
)`,
    `create materialized view vote_analytics as
  select show_id, artist_id, date_trunc('hour', cast_at, 'UTC') as hour,
    count(*) as upvotes, count(distinct user_id) as fans
  from votes where quarantine_reason is null
  group by 1, 2, 3`,
    'create unique index vote_analytics_by_show on vote_analytics (show_id, artist_id, hour)',

    `create table trending_boards (
  kind board_kind not null,
  entity_id text collate "C" not null,
  score double precision not null check (score > 0 and score <= 1000),
  factors jsonb not null,
  refreshed_at timestamptz(3) not null,
  primary key (kind, entity_id)
)`,
    'create index trending_boards_by_score on trending_boards (kind, score desc, entity_id)',
    `create table trending_history (
  id bigint generated always as identity,
  kind board_kind not null,
  entity_id text collate "C" not null,
  at timestamptz(3) not null,
  score double precision not null check (score between 0 and 1000),
  primary key (kind, entity_id, at, id)
)`,
    'create index trending_history_by_time on trending_history using brin (at)',
  ],
}

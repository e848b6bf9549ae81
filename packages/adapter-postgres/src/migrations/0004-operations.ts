import type { SchemaStep } from './schema-step.ts'

/** Imports, jobs, budgets, settings: what the app needs to run. */
export const operations: SchemaStep = {
  name: '0004-operations',
  statements: [
    `create table import_runs (
  id text collate "C" primary key,
  subject text not null check (subject <> ''),
  reference jsonb not null,
  artist_id text collate "C" references artists on delete set null,
  phase import_phase not null,
  ledger jsonb not null,
  checkpoint jsonb not null default '{}',
  status import_status not null,
  owner text not null,
  fence integer not null check (fence > 0),
  lease_expires_at timestamptz(3) not null,
  last_sequence integer not null default 0 check (last_sequence >= 0),
  started_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  cancel_requested_at timestamptz(3),
  finished_at timestamptz(3),
  reason text,
  check ((status = 'running') = (finished_at is null))
)`,
    `create unique index import_runs_live_subject on import_runs (index_key(subject)) where status = 'running'`,
    `create unique index import_runs_live_artist on import_runs (artist_id) where status = 'running'`,
    'create index import_runs_by_artist on import_runs (artist_id, started_at, id)',
    'create index import_runs_by_start on import_runs (started_at, id)',
    `create table import_progress (
  run_id text collate "C" not null references import_runs on delete cascade,
  sequence integer not null check (sequence > 0),
  at timestamptz(3) not null,
  phase import_phase not null,
  step text not null,
  status import_status not null,
  percent double precision not null check (percent between 0 and 100),
  counts jsonb not null,
  message text not null,
  remaining_ms double precision,
  primary key (run_id, sequence)
)`,
    `create table upstream_quotas (
  key text not null,
  window_name text not null,
  ends_at timestamptz(3) not null,
  spent bigint not null check (spent >= 0),
  spends jsonb
)`,
    'create unique index upstream_quotas_identity on upstream_quotas (index_key(key), index_key(window_name))',
    `create table upstream_cooldowns (
  key text not null,
  until timestamptz(3) not null,
  reason text not null
)`,
    'create unique index upstream_cooldowns_identity on upstream_cooldowns (index_key(key))',
    `create table app_settings (
  key text collate "C" not null check (key <> ''),
  value jsonb not null,
  updated_at timestamptz(3) not null default now()
)`,
    'create unique index app_settings_identity on app_settings (index_key(key))',
    `create table job_slots (
  id text collate "C" primary key,
  job text not null check (job <> ''),
  slot_at timestamptz(3) not null,
  started_at timestamptz(3) not null,
  owner text not null,
  fence integer not null check (fence > 0),
  trigger job_trigger not null,
  status job_status not null,
  lease_expires_at timestamptz(3) not null,
  finished_at timestamptz(3),
  counts jsonb,
  error text,
  retry_at timestamptz(3),
  progress jsonb,
  peak_memory_bytes bigint check (peak_memory_bytes >= 0),
  cancel_requested_at timestamptz(3),
  check ((status = 'running') = (finished_at is null))
)`,
    'create unique index job_slots_identity on job_slots (index_key(job), slot_at)',
    'create index job_slots_by_slot on job_slots (slot_at, id)',
    'create index job_slots_by_end on job_slots (index_key(job), finished_at, id)',
    `create table job_checkpoints (
  job text not null,
  value jsonb not null,
  saved_at timestamptz(3) not null
)`,
    'create unique index job_checkpoints_identity on job_checkpoints (index_key(job))',
    `create table paused_jobs (
  job text not null,
  paused_at timestamptz(3) not null
)`,
    'create unique index paused_jobs_identity on paused_jobs (index_key(job))',
    // Every execution; a slot that is claimed again has several.
    `create table cron_logs (
  id bigint generated always as identity primary key,
  run_id text collate "C",
  job text not null,
  trigger job_trigger not null,
  owner text,
  started_at timestamptz(3) not null,
  finished_at timestamptz(3) not null,
  status job_status not null,
  counts jsonb,
  error text,
  peak_memory_bytes bigint
)`,
    'create index cron_logs_by_time on cron_logs using brin (finished_at)',
    `create view cron_metrics as
  select job, (finished_at at time zone 'UTC')::date as day, count(*) as runs,
    count(*) filter (where status = 'failed') as failed,
    avg(extract(epoch from finished_at - started_at) * 1000)::double precision as mean_ms,
    max(extract(epoch from finished_at - started_at) * 1000)::double precision as max_ms
  from cron_logs
  group by 1, 2`,
    `create table system_health (
  component text collate "C" not null check (component <> ''),
  at timestamptz(3) not null,
  status health_status not null,
  latency_ms double precision check (latency_ms >= 0),
  detail text not null,
  primary key (component, at)
)`,
    'create index system_health_by_time on system_health (at, component)',
    // The work that this database keeps, in one list: imports, and slots of jobs. What waits has lost its worker, or
    // has been put off.
    `create view queue_jobs with (security_invoker = true) as
  select 'imports' as queue, id, subject as name,
    case when status = 'running' then case when lease_expires_at > now() then 'active' else 'waiting' end
      when status in ('completed', 'completed-with-gaps') then 'completed'
      else status::text end::queue_job_status as status,
    fence as attempts, owner as locked_by, case when status = 'running' then lease_expires_at end as locked_until,
    started_at as run_at, finished_at, reason as last_error
  from import_runs
  union all
  select 'jobs', id, job,
    case when status = 'running' then case when lease_expires_at > now() then 'active' else 'waiting' end
      when status = 'deferred' then 'waiting' when status = 'succeeded' then 'completed'
      else status::text end::queue_job_status,
    fence, owner, case when status = 'running' then lease_expires_at end,
    coalesce(retry_at, slot_at), finished_at, error
  from job_slots`,
  ],
}

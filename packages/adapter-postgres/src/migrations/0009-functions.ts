import type { SchemaStep } from './schema-step.ts'

/** What trending is made of unless somebody says otherwise: the SDK's defaults at the time of this step. */
export const trendingDefaults = {
  weights: {
    recentVotes: 15,
    activeFans: 10,
    upcomingShows: 8,
    recentShows: 5,
    followers: 0.1,
    popularity: 0.5,
    engagement: 3,
    recencyBoost: 0.5,
  },
  halfLifeMs: 172_800_000,
  windowMs: 604_800_000,
  horizonMs: 7_776_000_000,
  midpoint: 1000,
  threshold: 0.5,
}

/** Refuses an argument, and says what it must be. */
const refuseIf = (condition: string, message: string) => `if ${condition} then
    raise invalid_parameter_value using message = '${message}';
  end if;`

const isNoInstant = (name: string) => `${name} is null or not isfinite(${name})`
const refuseNoInstant = (name: string) => refuseIf(isNoInstant(name), `${name} must be an instant`)

/** For `psql`, `pg_cron` and whoever speaks SQL. */
export const functions: SchemaStep = {
  name: '0009-functions',
  statements: [
    // Planned for the arguments of each call: what is left out is no condition.
    `create function get_vote_stats(
  p_show_id text default null, p_artist_id text default null,
  p_from timestamptz default '-infinity', p_to timestamptz default 'infinity'
) returns table (upvotes bigint, quarantined bigint, fans bigint, first_at timestamptz, last_at timestamptz)
language plpgsql stable set search_path from current set plan_cache_mode to force_custom_plan as $$
#variable_conflict use_column
begin
  ${refuseIf('p_from > p_to', 'p_from must not be after p_to')}
  return query
  select count(*) filter (where quarantine_reason is null), count(quarantine_reason),
    count(distinct user_id) filter (where quarantine_reason is null),
    min(cast_at) filter (where quarantine_reason is null), max(cast_at) filter (where quarantine_reason is null)
  from votes
  where (p_show_id is null or show_id = p_show_id)
    and (p_artist_id is null or artist_id = p_artist_id
      and show_id in (select l.show_id from setlists l where l.artist_id = p_artist_id))
    and cast_at >= coalesce(p_from, '-infinity') and cast_at < coalesce(p_to, 'infinity');
end $$`,
    `create function get_trending_shows(p_limit integer default 10)
returns table (rank bigint, show_id text, name text, local_date date, score double precision)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
  ${refuseIf('p_limit is null or p_limit not between 1 and 1000', 'p_limit must be from 1 to 1000')}
  return query
  select row_number() over (order by b.score desc, b.entity_id), h.id, h.name, h.local_date, b.score
  from (
    select entity_id, score from trending_boards where kind = 'shows' order by score desc, entity_id limit p_limit
  ) b join shows h on h.id = b.entity_id
  order by 1;
end $$`,
    // With the options of the last refresh, so that a cron line in the database and the SDK do not undo each other.
    `create function update_trending_scores(p_at timestamptz default now()) returns integer
language plpgsql set search_path from current as $$
begin
  ${refuseNoInstant('p_at')}
  return (select changed from refresh_boards(p_at, coalesce(
    (select options from trending_state limit 1), '${JSON.stringify(trendingDefaults)}'::jsonb)));
end $$`,
    `create function refresh_trending_data(p_at timestamptz default now()) returns integer
language plpgsql set search_path from current as $$
begin
  ${refuseNoInstant('p_at')}
  refresh materialized view concurrently vote_analytics;
  return update_trending_scores(p_at);
end $$`,
    `create function log_cron_run(
  p_job text, p_status job_status, p_started_at timestamptz, p_finished_at timestamptz default now(),
  p_counts jsonb default null, p_error text default null
) returns bigint language plpgsql set search_path from current as $$
declare
  v_id bigint;
begin
  ${refuseIf(`coalesce(p_job, '') = ''`, 'p_job must name a job')}
  ${refuseIf(`p_status is null or p_status = 'running'`, 'p_status must say how the run ended')}
  ${refuseNoInstant('p_started_at')}
  ${refuseIf(`${isNoInstant('p_finished_at')} or p_finished_at < p_started_at`, 'p_finished_at must be an instant that is not before p_started_at')}
  ${refuseIf(`not p_counts @@ '$.type() == "object" && !exists ($.* ? (@.type() != "number"))'`, 'p_counts must be an object of numbers')}
  insert into cron_logs (job, trigger, started_at, finished_at, status, counts, error)
  values (p_job, 'database', p_started_at, p_finished_at, p_status, p_counts, p_error) returning id into v_id;
  return v_id;
end $$`,
    // In the ledger of slots, so that no runner does it again. What is claimed here is committed with its end: others
    // wait for that, and a server that dies in the middle has claimed nothing.
    `create function run_slot(p_job text, p_slot_at timestamptz, p_command text) returns text
language plpgsql set search_path from current as $$
declare
  v_at timestamptz(3) := clock_timestamp();
  v_slot job_slots;
  v_error text;
begin
  ${refuseIf(`coalesce(p_job, '') = ''`, 'p_job must name a job')}
  ${refuseNoInstant('p_slot_at')}
  ${refuseIf(`coalesce(p_command, '') = ''`, 'p_command must be SQL to run')}
  p_slot_at := p_slot_at::timestamptz(3);
  if exists (select from paused_jobs where index_key(job) = index_key(p_job) and job = p_job) then
    return 'paused';
  end if;
  insert into job_slots (id, job, slot_at, started_at, owner, fence, trigger, status, lease_expires_at)
    values ('job_' || gen_random_uuid(), p_job, p_slot_at, v_at, 'database', 1, 'database', 'running', v_at)
    on conflict do nothing returning * into v_slot;
  if not found then
    select * into v_slot from job_slots
      where index_key(job) = index_key(p_job) and job = p_job and slot_at = p_slot_at for no key update;
    if v_slot.status = 'running' and v_slot.lease_expires_at > v_at then
      return 'held';
    end if;
    if v_slot.status not in ('running', 'deferred') or v_slot.retry_at > v_at then
      return 'done';
    end if;
    update job_slots set started_at = v_at, owner = 'database', fence = fence + 1, trigger = 'database',
        status = 'running', lease_expires_at = v_at, finished_at = null, counts = null, error = null,
        retry_at = null, progress = null, peak_memory_bytes = null, cancel_requested_at = null
      where id = v_slot.id;
  end if;
  begin
    execute p_command;
  exception when others then
    v_error := left(sqlerrm, 1000);
  end;
  update job_slots set status = case when v_error is null then 'succeeded' else 'failed' end::job_status,
      finished_at = clock_timestamp(), counts = '{}', error = v_error
    where id = v_slot.id;
  if v_error is null then
    delete from job_checkpoints where index_key(job) = index_key(p_job) and job = p_job;
  end if;
  insert into cron_logs (run_id, job, trigger, owner, started_at, finished_at, status, counts, error)
    select id, job, trigger, owner, started_at, finished_at, status, counts, error from job_slots where id = v_slot.id;
  return case when v_error is null then 'succeeded' else 'failed' end;
end $$`,
    // It runs what it is given.
    'revoke execute on function run_slot from public',
    `create function cleanup_old_data(p_keep interval default '90 days', p_at timestamptz default now())
returns jsonb language plpgsql set search_path from current as $$
declare
  v_before timestamptz;
  v_runs bigint; v_jobs bigint; v_logs bigint; v_points bigint;
begin
  ${refuseIf(`p_keep is null or p_keep < interval '0'`, 'p_keep must be an interval of 0 or more')}
  ${refuseNoInstant('p_at')}
  v_before := p_at - p_keep;
  delete from import_runs where status <> 'running' and finished_at < v_before;
  get diagnostics v_runs = row_count;
  delete from job_slots where status <> 'running' and finished_at < v_before;
  get diagnostics v_jobs = row_count;
  delete from cron_logs where finished_at < v_before;
  get diagnostics v_logs = row_count;
  delete from trending_history where at < v_before;
  get diagnostics v_points = row_count;
  return jsonb_build_object('importRuns', v_runs, 'jobRuns', v_jobs, 'cronLogs', v_logs, 'scorePoints', v_points);
end $$`,
  ],
}

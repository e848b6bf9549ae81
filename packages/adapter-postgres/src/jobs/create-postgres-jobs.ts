import {
  type ClaimOutcome,
  checkInstants,
  checkJson,
  checkLimit,
  checkNames,
  checkPositive,
  checkSchema,
  checkTexts,
  isKeepable,
  JobRun,
  type JobStore,
  type JsonValue,
  type RunSigns,
} from '@setvote/sdk/storage'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import type { Session } from '../database/database.ts'
import { writeInstant } from '../database/write-value.ts'
import { readMetrics } from './read-metrics.ts'
import { type JobRow, toJobRun } from './run-row.ts'

export function createPostgresJobs({ database, newId }: Context): JobStore {
  const slots = database.in('job_slots')
  const paused = database.in('paused_jobs')
  const checkpoints = database.in('job_checkpoints')
  const keyOf = (value: unknown) => sql`${database.in('index_key')}(${value}::text)`
  const isJob = (job: string) => sql`${keyOf(sql.ref('job'))} = ${keyOf(job)} and job = ${job}`

  const claimedBy = async (session: Session, row: JobRow): Promise<ClaimOutcome> => {
    const [held] = await session.rows<{ value: JsonValue }>(
      sql`select value from ${checkpoints} where ${isJob(row.job)}`,
    )
    return { status: 'claimed', run: toJobRun(row), checkpoint: held?.value ?? null }
  }

  return {
    async claimSlot({ job, slotAt, owner, trigger, at, leaseMs }) {
      checkNames({ job, owner })
      checkInstants({ slotAt, at })
      checkPositive('leaseMs', leaseMs)
      checkSchema(JobRun.options[0].shape.trigger, trigger, 'run.trigger')
      const now = writeInstant(at)
      const expires = writeInstant(new Date(at.getTime() + leaseMs))
      const slot = writeInstant(slotAt)
      return database.transaction(async (session): Promise<ClaimOutcome> => {
        const [pause] = await session.rows(sql`select from ${paused} where ${isJob(job)}`)
        if (pause) return { status: 'paused' }
        const [begun] = await session.rows<JobRow>(sql`
          insert into ${slots} (id, job, slot_at, started_at, owner, fence, trigger, status, lease_expires_at)
          values (${newId('job')}, ${job}, ${slot}::timestamptz, ${now}::timestamptz, ${owner}, 1,
            ${trigger}, 'running', ${expires}::timestamptz)
          on conflict do nothing returning *`)
        if (begun) return claimedBy(session, begun)
        const [held] = await session.rows<JobRow>(sql`
          select * from ${slots} where ${isJob(job)} and slot_at = ${slot}::timestamptz for no key update`)
        const refusal = held && refusalOf(toJobRun(held), at)
        if (held && refusal) return { status: refusal, run: toJobRun(held) }
        const [claimed] = await session.rows<JobRow>(sql`
          update ${slots} set started_at = ${now}::timestamptz, owner = ${owner}, fence = fence + 1,
            trigger = ${trigger}, status = 'running', lease_expires_at = ${expires}::timestamptz,
            finished_at = null, counts = null, error = null, retry_at = null,
            progress = null, peak_memory_bytes = null, cancel_requested_at = null
          where id = ${held?.id} returning *`)
        return claimedBy(session, claimed!)
      })
    },
    async heartbeat({ runId, fence, at, leaseMs, ...signs }) {
      checkInstants({ at })
      checkPositive('leaseMs', leaseMs)
      checkSigns(signs)
      if (!isKeepable(runId)) return 'lease-lost'
      const [extended] = await database.rows<Pick<JobRow, 'cancel_requested_at'>>(sql`
        update ${slots} set lease_expires_at = ${writeInstant(new Date(at.getTime() + leaseMs))}::timestamptz,
          ${signsOf(signs)}
        where id = ${runId} and fence = ${fence} and status = 'running' returning cancel_requested_at`)
      if (!extended) return 'lease-lost'
      return extended.cancel_requested_at ? 'cancel-requested' : 'extended'
    },
    async checkpoint({ runId, fence, at, value }) {
      checkInstants({ at })
      checkJson('A checkpoint', value)
      if (!isKeepable(runId)) return 'lease-lost'
      return database.transaction(async (session) => {
        const [row] = await session.rows<{ job: string }>(sql`
          select job from ${slots} where id = ${runId} and fence = ${fence} and status = 'running'
          for no key update`)
        if (!row) return 'lease-lost'
        if (value === null) await session.run(sql`delete from ${checkpoints} where ${isJob(row.job)}`)
        else {
          await session.run(sql`
            insert into ${checkpoints} (job, value, saved_at)
            values (${row.job}, ${JSON.stringify(value)}::jsonb, ${writeInstant(at)}::timestamptz)
            on conflict (${keyOf(sql.ref('job'))})
            do update set value = excluded.value, saved_at = excluded.saved_at`)
        }
        return 'stored'
      })
    },
    async close({ runId, fence, at, outcome, ...signs }) {
      checkInstants({ at })
      checkSigns(signs)
      if (!isKeepable(runId)) return 'lease-lost'
      return database.transaction(async (session) => {
        const [row] = await session.rows<JobRow>(sql`
          select * from ${slots} where id = ${runId} and fence = ${fence} and status = 'running'
          for no key update`)
        if (!row) return 'lease-lost'
        const { leaseExpiresAt: _lease, ...run } = toJobRun(row) as Extract<JobRun, { status: 'running' }>
        const ended = checkSchema(JobRun, { ...run, ...outcome, finishedAt: at }, 'run') as EndedRun
        checkTexts(ended)
        const error = 'error' in ended ? ended.error : null
        const retryAt = 'retryAt' in ended ? writeInstant(ended.retryAt) : null
        const counts = JSON.stringify(ended.counts)
        const finished = writeInstant(at)
        await session.run(sql`
          update ${slots} set status = ${ended.status}, finished_at = ${finished}::timestamptz,
            counts = ${counts}::jsonb, error = ${error}, retry_at = ${retryAt}::timestamptz, ${signsOf(signs)}
          where id = ${runId}`)
        if (ended.status === 'succeeded') {
          await session.run(sql`delete from ${checkpoints} where ${isJob(ended.job)}`)
        }
        await session.run(sql`
          insert into ${database.in('cron_logs')}
            (run_id, job, trigger, owner, started_at, finished_at, status, counts, error, peak_memory_bytes)
          select id, job, trigger, owner, started_at, finished_at, status, counts, error, peak_memory_bytes
          from ${slots} where id = ${runId}`)
        return 'closed'
      })
    },
    async cancel({ runId, at }) {
      checkInstants({ at })
      if (!isKeepable(runId)) return null
      const [asked] = await database.rows<JobRow>(sql`
        update ${slots} set cancel_requested_at = coalesce(cancel_requested_at, ${writeInstant(at)}::timestamptz)
        where id = ${runId} and status = 'running' returning *`)
      if (asked) return toJobRun(asked)
      const [ended] = await database.rows<JobRow>(sql`select * from ${slots} where id = ${runId}`)
      return ended ? toJobRun(ended) : null
    },
    async recent({ job, limit = 50 }) {
      checkLimit(limit)
      if (job !== undefined && !isKeepable(job)) return []
      const rows = await database.rows<JobRow>(sql`
        select * from ${slots} ${job === undefined ? sql`` : sql`where ${isJob(job)}`}
        order by slot_at desc, id desc limit ${limit}`)
      return rows.map(toJobRun)
    },
    async metrics({ job, since }) {
      checkInstants({ since })
      return readMetrics(database, sql`${isKeepable(job) ? isJob(job) : sql`false`}`, since)
    },
    async pause({ job, paused: isPaused, at }) {
      checkNames({ job })
      checkInstants({ at })
      if (!isPaused) await database.run(sql`delete from ${paused} where ${isJob(job)}`)
      else {
        await database.run(sql`
          insert into ${paused} (job, paused_at) values (${job}, ${writeInstant(at)}::timestamptz)
          on conflict do nothing`)
      }
    },
    async pausedJobs() {
      const rows = await database.rows<{ job: string }>(sql`select job from ${paused}`)
      return rows.map(({ job }) => job).sort()
    },
  }
}

/** What a run says about itself, as assignments; what it leaves out stays. */
const signsOf = ({ progress, peakMemoryBytes }: RunSigns) => sql`
  progress = coalesce(${progress ? JSON.stringify(progress) : null}::jsonb, progress),
  peak_memory_bytes = greatest(peak_memory_bytes, ${peakMemoryBytes ?? null}::bigint)`

function checkSigns({ progress, peakMemoryBytes }: RunSigns): void {
  const { shape } = JobRun.options[0]
  checkSchema(shape.progress, progress ?? null, 'run.progress')
  checkSchema(shape.peakMemoryBytes, peakMemoryBytes ?? null, 'run.peakMemoryBytes')
  checkTexts(progress)
}

type EndedRun = Exclude<JobRun, { status: 'running' }>

/** Why a slot that has a run cannot be claimed; null when it can. */
function refusalOf(run: JobRun, at: Date): 'held' | 'done' | null {
  if (run.status === 'running') return run.leaseExpiresAt > at ? 'held' : null
  return run.status === 'deferred' && run.retryAt <= at ? null : 'done'
}

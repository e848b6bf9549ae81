import type { JobStore } from '@setvote/sdk/storage'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { servers, useDatabase } from '../support/test-database.ts'

const slotAt = new Date('2026-11-21T12:30:00Z')
const job = 'calculate-trending'

describe.for(servers)('jobs that PostgreSQL does by itself, on $name', (server) => {
  const database = useDatabase(server)

  const run = async (command: string, at = slotAt): Promise<unknown> => {
    const [row] = await database.sql<{ outcome: string }>('select setvote.run_slot($1, $2, $3) as outcome', [
      job,
      at.toISOString(),
      command,
    ])
    return row?.outcome
  }
  const claim = (jobs: JobStore, at = new Date()) =>
    jobs.claimSlot({ job, slotAt, owner: 'runner', trigger: 'schedule', at, leaseMs: 60_000 })

  it('are in the ledger: nobody does them again', async () => {
    const { jobs } = await database.open()
    expect(await run('select setvote.refresh_trending_data()')).toBe('succeeded')
    expect(await run('select setvote.refresh_trending_data()')).toBe('done')
    expect(await claim(jobs)).toMatchObject({
      status: 'done',
      run: { job, slotAt, status: 'succeeded', trigger: 'database', owner: 'database', counts: {} },
    })
    expect(await database.sql('select job, trigger, status from setvote.cron_logs')).toEqual([
      { job, trigger: 'database', status: 'succeeded' },
    ])
    expect((await jobs.metrics({ job, since: slotAt })).runs).toBe(1)
  })

  it('are left to who was quicker, and taken over from who has died', async () => {
    const { jobs } = await database.open()
    await claim(jobs)
    expect(await run('select 1')).toBe('held')
    await database.sql(`update setvote.job_slots set lease_expires_at = now() - interval '1 second'`)
    expect(await run('select 1')).toBe('succeeded')
    expect((await jobs.recent({ job }))[0]).toMatchObject({
      fence: 2,
      status: 'succeeded',
      owner: 'database',
    })
  })

  it('go on with a run that was deferred, when its time has come, and its checkpoint is done with', async () => {
    const { jobs } = await database.open()
    const at = new Date()
    const held = await claim(jobs, at)
    if (held.status !== 'claimed') throw new Error(held.status)
    const key = { runId: held.run.id, fence: held.run.fence, at }
    await jobs.checkpoint({ ...key, value: 'half' })
    const retryAt = new Date(at.getTime() + 3_600_000)
    await jobs.close({ ...key, outcome: { status: 'deferred', counts: {}, retryAt } })
    expect(await run('select 1')).toBe('done')
    await database.sql(`update setvote.job_slots set retry_at = now() - interval '1 second'`)
    expect(await run('select 1')).toBe('succeeded')
    expect(await database.sql('select from setvote.job_checkpoints')).toEqual([])
  })

  it('do nothing while the job is paused', async () => {
    const { jobs } = await database.open()
    await jobs.pause({ job, paused: true, at: slotAt })
    expect(await run('select 1 / 0')).toBe('paused')
    expect(await jobs.recent({})).toEqual([])
  })

  it('that fail are written down as failed, and what they began is undone', async () => {
    const { jobs, settings } = await database.open()
    await settings.set('touched', false)
    const command = `do $x$ begin update setvote.app_settings set value = 'true'; perform 1 / 0; end $x$`
    expect(await run(command)).toBe('failed')
    expect(await settings.get('touched')).toBe(false)
    expect((await jobs.recent({ job }))[0]).toMatchObject({ status: 'failed', error: 'division by zero' })
  })

  it('claim nothing when the server gives up in the middle', async () => {
    const { jobs } = await database.open()
    const client = new pg.Client({ connectionString: database.url, statement_timeout: 100 })
    await client.connect()
    await expect(
      client.query('select setvote.run_slot($1, $2, $3)', [job, slotAt, 'select pg_sleep(30)']),
    ).rejects.toThrow(/statement timeout/)
    await client.end()
    expect(await jobs.recent({})).toEqual([])
  })

  it('run once, however many run them at once', async () => {
    const { jobs } = await database.open()
    const at = new Date('2026-11-21T12:30:00.1234Z')
    const racing = [1, 2, 3, 4].map(() => run('select pg_sleep(0.05)', at))
    const outcomes = await Promise.all([...racing, claim(jobs).then(({ status }) => status)])
    expect(outcomes.filter((outcome) => outcome === 'succeeded' || outcome === 'claimed')).toHaveLength(
      (await jobs.recent({})).length,
    )
    expect(outcomes.filter((outcome) => outcome === 'succeeded')).toHaveLength(1)
  })

  it.each([
    [`null, now(), 'select 1'`, 'p_job must name a job'],
    [`'x', 'infinity', 'select 1'`, 'p_slot_at must be an instant'],
    [`'x', now(), ''`, 'p_command must be SQL'],
  ])('refuse what cannot be meant: %s', async (args, message) => {
    await database.open()
    await expect(database.sql(`select setvote.run_slot(${args})`)).rejects.toThrow(message)
  })
})

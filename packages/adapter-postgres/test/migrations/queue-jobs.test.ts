import { describe, expect, it } from 'vitest'
import { servers, useDatabase } from '../support/test-database.ts'

const at = new Date()
const hourMs = 3_600_000

describe.for(servers)('queue_jobs on $name', (server) => {
  const database = useDatabase(server)

  it('lists the imports and the runs of jobs that this database keeps, by how they stand', async () => {
    const storage = await database.open()
    for (const [subject, leasedAt] of [
      ['working', at],
      ['left behind', new Date(at.getTime() - 2 * hourMs)],
    ] as const) {
      const lease = { owner: 'one', at: leasedAt, leaseMs: hourMs }
      await storage.imports.begin({ subject, reference: { name: subject }, lease })
    }
    const slot = { slotAt: at, owner: 'two', trigger: 'schedule', at, leaseMs: hourMs } as const
    const outcomes = {
      done: { status: 'succeeded', counts: {} },
      broken: { status: 'failed', counts: {}, error: 'no answer' },
      later: { status: 'deferred', counts: {}, retryAt: new Date(at.getTime() + hourMs) },
    } as const
    for (const [job, outcome] of Object.entries(outcomes)) {
      const claimed = await storage.jobs.claimSlot({ ...slot, job })
      if (claimed.status !== 'claimed') throw new Error(claimed.status)
      await storage.jobs.close({ runId: claimed.run.id, fence: 1, at, outcome })
    }
    await storage.jobs.claimSlot({ ...slot, job: 'running' })
    expect(
      await database.sql(`
        select queue, name, status, attempts, locked_by, locked_until > now() as locked, last_error
        from setvote.queue_jobs order by queue, name collate "C"`),
    ).toEqual(
      [
        ['imports', 'left behind', 'waiting', 'one', false, null],
        ['imports', 'working', 'active', 'one', true, null],
        ['jobs', 'broken', 'failed', 'two', null, 'no answer'],
        ['jobs', 'done', 'completed', 'two', null, null],
        ['jobs', 'later', 'waiting', 'two', null, null],
        ['jobs', 'running', 'active', 'two', true, null],
      ].map(([queue, name, status, locked_by, locked, last_error]) => ({
        queue,
        name,
        status,
        attempts: 1,
        locked_by,
        locked,
        last_error,
      })),
    )
    expect(
      await database.sql(`
        select run_at > now() as later from setvote.queue_jobs where name in ('later', 'done') order by name`),
    ).toEqual([{ later: false }, { later: true }])
  })
})

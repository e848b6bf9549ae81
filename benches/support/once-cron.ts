import { postgresStorage } from '@setvote/adapter-postgres'
import { type CronConfig, defineCron } from '@setvote/cron-runner'
import { type Clock, createSetvote, systemClock } from '@setvote/sdk'
import { allJobs, type Job } from '@setvote/sdk/jobs'
import pg from 'pg'
import { z } from 'zod'

/** Ten jobs, each due once a minute of a clock that runs fast. */
export const onceJobs: readonly string[] = Array.from({ length: 10 }, (_, index) => `once-${index}`)

/** How much faster than real time. */
export const speed = 100
const epochMs = Date.parse('2026-01-01T00:00:00Z')

/** The same fast clock in every process. */
export const fastClock: Clock = {
  now: () => new Date(epochMs + (systemClock.now().getTime() - epochMs) * speed),
  sleep: (ms, signal) => systemClock.sleep(ms / speed, signal),
}

/** A config whose jobs write into a table of their own what they do, whatever the ledger says of it. */
export function onceCron(url: string): CronConfig & { readonly close: () => Promise<void> } {
  const storage = postgresStorage({ connectionString: url, maxConnections: 4 })
  const pool = new pg.Pool({ connectionString: url, max: 2 })
  pool.on('error', () => {})
  const jobs = onceJobs.map(
    (name): Job => ({
      ...{ name, description: 'Works for a while', schedule: { cron: '* * * * *' } },
      options: z.strictObject({}),
      async run({ slotAt, clock, signal }) {
        const place = slotAt.getTime() / 60_000 + Number(name.slice(-1)) * 3
        await clock.sleep((20 + (place % 20) * 10) * speed, signal)
        await pool.query('insert into worked (job, slot_at, pid) values ($1, $2, $3)', [
          ...[name, slotAt, process.pid],
        ])
        return { status: 'done', counts: {} }
      },
    }),
  )
  const setvote = createSetvote({
    storage,
    clock: fastClock,
    musicbrainz: { userAgent: 'bench/1.0 (ops@example.org)' },
  })
  const close = async () => {
    await setvote.close()
    await pool.end()
  }
  const config = defineCron({
    setvote: { ...setvote, close },
    jobs: Object.fromEntries(allJobs.map(({ name }) => [name, { enabled: false }])),
    ownJobs: jobs.map((job) => ({
      job,
      ...({ overlap: 'queue', missed: 'all' } as const),
      leaseMs: 4000 * speed,
      graceMs: 1000 * speed,
    })),
    clock: fastClock,
    evaluateEveryMs: null,
    owner: `once-${process.pid}`,
  })
  return { ...config, close }
}

import { postgresStorage } from '@setvote/adapter-postgres'
import type { Job } from '@setvote/sdk/jobs'
import pg from 'pg'
import { z } from 'zod'
import { ownCron } from './own-cron.ts'
import { scaledClock } from './scaled-clock.ts'

const { env } = process
const url = env.DATABASE_URL!
const number = (name: string, otherwise: number) => Number(env[name] ?? otherwise)

const storage = postgresStorage({ connectionString: url, maxConnections: 4 })
const pool = new pg.Pool({ connectionString: url, max: 1 })
// The server may be killed while a connection idles.
pool.on('error', () => {})

/** Writes each of its steps into a table of its own, whatever the ledger says. */
const counted: Job<{ steps: number }> = {
  name: 'counted',
  description: 'Counts its steps',
  schedule: { cron: env.SCHEDULE ?? '* * * * * *' },
  options: z.strictObject({ steps: z.int().min(1).default(number('STEPS', 1)) }),
  async run({ options, slotAt, checkpoint, saveCheckpoint, clock, signal }) {
    if (env.HANGS === slotAt.getUTCSeconds().toString() || env.HANGS === 'always') {
      await pool.query('insert into steps values ($1, -1, $2)', [slotAt, process.pid])
      return new Promise(() => {})
    }
    for (let step = typeof checkpoint === 'number' ? checkpoint : 0; step < options.steps; step++) {
      await pool.query('insert into steps values ($1, $2, $3)', [slotAt, step, process.pid])
      await saveCheckpoint(step + 1)
      await clock.sleep(number('STEP_MS', 0), signal)
    }
    return { status: 'done', counts: { steps: options.steps } }
  },
}

const config = ownCron(
  storage,
  [
    {
      job: counted as Job,
      overlap: 'queue',
      missed: 'all',
      leaseMs: number('LEASE_MS', 300_000),
      maxRunMs: number('MAX_RUN_MS', 3_600_000),
      graceMs: 300,
    },
  ],
  {
    owner: `runner-${process.pid}`,
    finishWithinMs: number('FINISH_WITHIN_MS', 1000),
    clock: scaledClock({ speed: number('CLOCK_SPEED', 1), offsetMs: number('CLOCK_OFFSET_MS', 0) }),
  },
)
const close = async () => {
  await config.setvote.storage.close()
  await pool.end()
}
export default { ...config, setvote: { ...config.setvote, close } }

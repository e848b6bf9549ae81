import { postgresStorage } from '@setvote/adapter-postgres'
import { defineCron } from '@setvote/cron-runner'
import { bullmqEngine, bullmqQueue } from '@setvote/cron-runner/bullmq'
import { createSetvote } from '@setvote/sdk'
import type { Job } from '@setvote/sdk/jobs'
import { redisLayer } from '@setvote/sdk/redis'
import type { SandboxCredentials } from '@setvote/sdk/sandbox'
import pg from 'pg'
import { z } from 'zod'
import { unpacedServices } from '../../support/unpaced-services.ts'
import { nothingBuiltIn } from './own-cron.ts'

export interface TogetherTask {
  readonly url: string
  readonly redisUrl: string
  readonly credentials: SandboxCredentials
  /** Of the job that counts its steps; null for none. */
  readonly counting: { readonly schedule: string; readonly steps: number; readonly stepMs: number } | null
  /** When `finish-sync` is due; null for never. */
  readonly nightly: string | null
}

const { url, redisUrl, credentials, counting, nightly }: TogetherTask = JSON.parse(process.env.TOGETHER_TASK!)
const connection = { url: redisUrl }

const pool = new pg.Pool({ connectionString: url, max: 1 })
const queue = bullmqQueue({ connection, lockMs: 1000, concurrency: 1 })
const setvote = createSetvote({
  storage: postgresStorage({ connectionString: url, maxConnections: 4 }),
  shared: redisLayer({ url: redisUrl, processes: 2 }),
  queue,
  imports: { leaseMs: 1000 },
  ...unpacedServices(credentials),
})
if (!nightly) setvote.imports.keepResuming({ everyMs: 500 })

/** Writes each of its steps into a table of its own, whatever the ledger says. */
const counts: Job = {
  name: 'counts',
  description: 'Counts its steps',
  schedule: { cron: counting?.schedule ?? '@yearly' },
  options: z.strictObject({}),
  async run({ slotAt, checkpoint, saveCheckpoint, clock, signal }) {
    for (let step = typeof checkpoint === 'number' ? checkpoint : 0; step < counting!.steps; step++) {
      await pool.query('insert into steps values ($1, $2, $3)', [slotAt, step, process.pid])
      await saveCheckpoint(step + 1)
      await clock.sleep(counting!.stepMs, signal)
    }
    return { status: 'done', counts: { steps: counting!.steps } }
  },
}

const close = async () => {
  await setvote.close()
  await queue.close()
  await pool.end()
}

export default defineCron({
  setvote: { ...setvote, close },
  jobs: { ...nothingBuiltIn, ...(nightly && { 'finish-sync': { schedule: nightly } }) },
  ownJobs: [
    {
      ...{ job: counts, overlap: 'queue', missed: 'all', missedAfterMs: 0, leaseMs: 1000 },
      enabled: counting !== null,
    },
  ],
  engine: (config) => bullmqEngine(config, { connection, lockMs: 1000, concurrency: 1 }),
  owner: `runner-${process.pid}`,
  evaluateEveryMs: null,
})

import { z } from 'zod'
import { hours } from '../core/duration.ts'
import { hasCode } from '../core/errors.ts'
import type { JsonValue } from '../core/json.ts'
import { cleanup } from './cleanup.ts'
import { finishSync } from './finish-sync.ts'
import { importPastSetlists } from './import-past-setlists.ts'
import type { Job, JobContext, JobCounts, JobResult } from './job.ts'
import { batchShape, parseJobOptions } from './job-options.ts'
import { runErrorOf } from './run-error.ts'
import { earliestOf } from './short-of.ts'
import { syncArtistData } from './sync-artist-data.ts'
import { syncArtistImages } from './sync-artist-images.ts'

const Options = z.strictObject(batchShape)
type Options = z.infer<typeof Options>

type State = {
  readonly begunAt: string
  readonly done: readonly string[]
  /** Of the jobs that are not done. */
  readonly checkpoints: Readonly<Record<string, JsonValue>>
}

const Stored = z.object({
  begunAt: z.iso.datetime(),
  done: z.array(z.string()),
  checkpoints: z.record(z.string(), z.json()),
})

/** What was done longer ago is to be done again; what was begun goes on. */
const doneForMs = hours(20)

/** In order; the flag says whether it goes through things in batches. */
const steps: readonly (readonly [job: Job, batched: boolean])[] = [
  [syncArtistData, true],
  [syncArtistImages, true],
  [importPastSetlists, true],
  [finishSync, true],
  [cleanup, false],
]

/**
 * Runs the other jobs of the day one after the other: facts about artists, pictures, past setlists, what is left to
 * finish, and the cleaning up. One that lacks budget, or fails, does not hold up those behind it.
 *
 * @example
 * await runSlot({ job: masterSync, … })
 */
export const masterSync: Job<Options> = {
  name: 'master-sync',
  description: `${steps.map(([{ name }]) => name).join(', ')}, one after the other`,
  schedule: { cron: '0 2 * * *' },
  options: Options,
  async run(context) {
    const { signal, saveCheckpoint, progress, options } = context
    let state = stateOf(context)
    const counts: Record<string, number> = {}
    const retries: Date[] = []
    const failures: string[] = []
    for (const [index, [job, batched]] of steps.entries()) {
      if (state.done.includes(job.name)) continue
      signal.throwIfAborted()
      const inner: JobContext = {
        ...context,
        options: parseJobOptions(job, batched ? options : {}),
        checkpoint: state.checkpoints[job.name] ?? null,
        async saveCheckpoint(value) {
          state = { ...state, checkpoints: { ...state.checkpoints, [job.name]: value } }
          await saveCheckpoint(state)
        },
        progress: ({ message }) =>
          progress({
            done: index,
            total: steps.length,
            message: `${job.name}: ${message}`,
            counts: { ...counts },
          }),
      }
      const end = await runStep(job, inner, failures)
      addCounts(counts, job.name, end?.counts ?? {})
      if (end?.status === 'deferred') retries.push(end.retryAt)
      if (end?.status !== 'done') continue
      state = {
        ...state,
        done: [...state.done, job.name],
        checkpoints: without(state.checkpoints, job.name),
      }
      await saveCheckpoint(state)
    }
    if (failures.length > 0) throw new Error(failures.join('; '))
    const retryAt = earliestOf(retries)
    return retryAt ? { status: 'deferred', counts, retryAt } : { status: 'done', counts }
  },
}

function stateOf({ checkpoint, clock }: JobContext): State {
  const now = clock.now()
  const { data } = Stored.safeParse(checkpoint)
  if (data && now.getTime() - Date.parse(data.begunAt) < doneForMs) return data
  return { begunAt: now.toISOString(), done: [], checkpoints: data?.checkpoints ?? {} }
}

/** Null when it failed; what stops the whole run is thrown. */
async function runStep(job: Job, context: JobContext, failures: string[]): Promise<JobResult | null> {
  try {
    return await job.run(context)
  } catch (error) {
    context.signal.throwIfAborted()
    if (hasCode(error, 'conflict', 'storage-failed')) throw error
    context.logger.warn('a part of the master sync failed', { job: job.name, error })
    failures.push(`${job.name}: ${runErrorOf(error)}`)
    return null
  }
}

function addCounts(counts: Record<string, number>, job: string, added: JobCounts): void {
  for (const [name, count] of Object.entries(added)) counts[`${job}.${name}`] = count
}

const without = (record: State['checkpoints'], name: string): State['checkpoints'] =>
  Object.fromEntries(Object.entries(record).filter(([key]) => key !== name))

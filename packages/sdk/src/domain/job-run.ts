import { z } from 'zod'
import { EntityId } from './entity.ts'
import { Instant } from './instant.ts'

/** How far a run is. `total` is null while nobody knows. */
export const RunProgress = z.object({
  done: z.number().nonnegative(),
  total: z.number().nonnegative().nullable(),
  message: z.string(),
})
export type RunProgress = z.infer<typeof RunProgress>

/** One execution of a job for one due time (its slot). */
const runShape = {
  id: EntityId,
  job: z.string().min(1),
  /** The due time this run answers for. */
  slotAt: Instant,
  startedAt: Instant,
  owner: z.string(),
  /** Grows with every claim of the slot; a write with an older one is refused. */
  fence: z.int().positive(),
  trigger: z.enum(['schedule', 'http', 'cli', 'database', 'api']),
  /** What it last said about itself. */
  progress: RunProgress.nullable(),
  /** The most memory its process held while it ran; null while nobody has measured. */
  peakMemoryBytes: z.int().nonnegative().nullable(),
  /** When somebody asked it to stop. */
  cancelRequestedAt: Instant.nullable(),
}

export const JobRun = z.discriminatedUnion('status', [
  z.object({ ...runShape, status: z.literal('running'), leaseExpiresAt: Instant }),
  z.object({
    ...runShape,
    status: z.literal('succeeded'),
    finishedAt: Instant,
    counts: z.record(z.string(), z.number()),
  }),
  z.object({
    ...runShape,
    status: z.literal('failed'),
    finishedAt: Instant,
    counts: z.record(z.string(), z.number()),
    error: z.string(),
  }),
  z.object({
    ...runShape,
    status: z.literal('deferred'),
    finishedAt: Instant,
    counts: z.record(z.string(), z.number()),
    /** When the budget it lacks is back. */
    retryAt: Instant,
  }),
  z.object({
    ...runShape,
    status: z.literal('cancelled'),
    finishedAt: Instant,
    counts: z.record(z.string(), z.number()),
  }),
])
export type JobRun = z.infer<typeof JobRun>

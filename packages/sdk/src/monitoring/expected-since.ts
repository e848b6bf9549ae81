import { z } from 'zod'
import type { JsonValue } from '../core/json.ts'
import { Instant } from '../domain/instant.ts'
import type { JobExpectation } from './job-expectation.ts'
import type { MonitoringStorage } from './monitoring-options.ts'

const Expected = z.object({ since: Instant, schedule: z.string() })
const prefix = 'monitoring:expected:'

/**
 * Since when each job is expected in the way it is now, remembered in the storage: restarts do not begin anew. A job
 * that nobody has seen before, whose schedule has changed, or that goes on after a pause is expected from now on.
 */
export async function readExpected(
  expectations: readonly JobExpectation[],
  paused: readonly string[],
  {
    storage,
    at,
    remembers,
  }: { readonly storage: MonitoringStorage; readonly at: Date; readonly remembers: boolean },
): Promise<ReadonlyMap<string, Date>> {
  if (expectations.length === 0) return new Map()
  const held = new Map((await storage.settings.list(prefix)).map(({ key, value }) => [key, value]))
  const since = await Promise.all(
    expectations.map(async (expectation): Promise<[string, Date]> => {
      const { job } = expectation
      const key = prefix + job
      const raw = held.get(key) ?? null
      const schedule = signOf(expectation, paused.includes(job))
      const known = Expected.safeParse(raw).data
      if (known?.schedule === schedule) return [job, known.since]
      const value: JsonValue = { since: at.toISOString(), schedule }
      // Of two processes that see a job for the first time one writes it down; they see it within moments.
      if (remembers) await storage.settings.replace({ key, expected: raw, value })
      return [job, at]
    }),
  )
  return new Map(since)
}

function signOf(expectation: JobExpectation, paused: boolean): string {
  const every = 'everyMs' in expectation ? `every ${expectation.everyMs} ms` : ''
  return [expectation.schedule ?? every, ...(paused ? ['paused'] : [])].join(' ')
}

import type { JobRun, JobStore } from '@setvote/sdk/storage'
import { isLeftOut } from './decide-slots.ts'

const most = 1000

/**
 * The latest runs of a job: as many as needed to know what was done since `since`, and to see the last that was not
 * left out.
 */
export async function readRuns(
  jobs: Pick<JobStore, 'recent'>,
  { job, slots }: { readonly job: string; readonly slots: number },
): Promise<{ readonly runs: readonly JobRun[]; readonly asked: number }> {
  const asked = Math.min(most, 50 + 2 * slots)
  const runs = await jobs.recent({ job, limit: asked })
  if (runs.length < asked || asked === most || !runs.every(isLeftOut)) return { runs, asked }
  return { runs: await jobs.recent({ job, limit: most }), asked: most }
}

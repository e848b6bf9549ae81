import type { IntegrityProblem, OpsStore } from '@setvote/sdk/storage'
import { checkInstants, checkWhole } from '@setvote/sdk/storage'
import { createMemoryHealth } from './create-memory-health.ts'
import { slotKey } from './create-memory-jobs.ts'
import { findProblems } from './find-problems.ts'
import type { MemoryState } from './state.ts'
import { boardKinds } from './trending-factors.ts'

export function createMemoryOps(state: MemoryState): OpsStore {
  const { tables, box, boards, runs, jobRuns } = state
  return {
    stats: async () => ({
      artists: tables.artists.size,
      venues: tables.venues.size,
      shows: tables.shows.size,
      songs: tables.songs.size,
      setlists: tables.setlists.size,
      setlistSongs: box.setlistSongs,
      ballots: box.ballots.size,
      fans: state.fans.size,
      follows: state.follows.size,
      attendances: state.attendances.size,
      reviews: state.reviews.size,
      importRuns: runs.size,
      jobRuns: jobRuns.size,
    }),
    async integrity() {
      const problems: IntegrityProblem[] = findProblems(state)
      return { status: problems.length === 0 ? 'sound' : 'broken', problems }
    },
    async cleanup({ at, keepImportRunsMs, keepJobRunsMs, keepScoreHistoryMs }) {
      checkInstants({ at })
      for (const [name, ms] of Object.entries({ keepImportRunsMs, keepJobRunsMs, keepScoreHistoryMs })) {
        checkWhole(name, ms)
      }
      const before = (keepMs: number) => new Date(at.getTime() - keepMs)
      const removed = { importRuns: 0, jobRuns: 0, scorePoints: 0 }
      for (const [id, { run }] of runs) {
        if (run.status === 'running' || run.finishedAt >= before(keepImportRunsMs)) continue
        runs.delete(id)
        removed.importRuns++
      }
      for (const [id, run] of jobRuns) {
        if (run.status === 'running' || run.finishedAt >= before(keepJobRunsMs)) continue
        jobRuns.delete(id)
        state.slots.delete(slotKey(run.job, run.slotAt))
        removed.jobRuns++
      }
      for (const kind of boardKinds) {
        for (const [id, points] of boards[kind].history) {
          const kept = points.filter((point) => point.at >= before(keepScoreHistoryMs))
          removed.scorePoints += points.length - kept.length
          boards[kind].history.set(id, kept)
        }
      }
      return removed
    },
    async maintain() {},
    ...createMemoryHealth(state),
  }
}

import { z } from 'zod'
import { days } from '../core/duration.ts'
import type { Job } from './job.ts'
import { wholeNumber, yesOrNo } from './job-options.ts'
import { dropMarksOfGone } from './sync-marks.ts'

const Options = z.strictObject({
  /** How long imports that have ended are kept, in days. */
  keepImportRunsDays: wholeNumber(1, 3650, 90),
  /** How long runs of jobs are kept, in days. */
  keepJobRunsDays: wholeNumber(1, 3650, 90),
  /** How far back the history of trending scores reaches, in days. */
  keepScoreHistoryDays: wholeNumber(1, 3650, 90),
  /** Lets the storage do afterwards what its engine needs from time to time. */
  maintain: yesOrNo(true),
})
type Options = z.infer<typeof Options>

/**
 * Removes what is older than it is worth: imports and runs of jobs that have ended, past trending scores, and what
 * jobs remember about artists who are gone. Ballots stay.
 *
 * @example
 * await runSlot({ job: cleanup, options: { keepJobRunsDays: 30 }, … })
 */
export const cleanup: Job<Options> = {
  name: 'cleanup',
  description: 'Removes old imports, runs and scores',
  schedule: { cron: '0 5 * * *' },
  options: Options,
  async run({ setvote, options, clock, signal, progress }) {
    const { ops } = setvote.storage
    const removed = await ops.cleanup({
      at: clock.now(),
      keepImportRunsMs: days(options.keepImportRunsDays),
      keepJobRunsMs: days(options.keepJobRunsDays),
      keepScoreHistoryMs: days(options.keepScoreHistoryDays),
    })
    progress({ done: 1, total: 3, message: 'Old runs and scores are removed', counts: removed })
    signal.throwIfAborted()
    const counts = { ...removed, marks: await dropMarksOfGone(setvote.storage) }
    progress({ done: 2, total: 3, message: 'Marks of artists who are gone are removed', counts })
    signal.throwIfAborted()
    if (options.maintain) await ops.maintain()
    return { status: 'done', counts }
  },
}

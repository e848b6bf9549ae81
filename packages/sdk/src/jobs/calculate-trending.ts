import { z } from 'zod'
import type { Job } from './job.ts'

const Options = z.strictObject({})
type Options = z.infer<typeof Options>

/**
 * Brings the trending boards up to now.
 *
 * @example
 * await runSlot({ job: calculateTrending, … })
 */
export const calculateTrending: Job<Options> = {
  name: 'calculate-trending',
  description: 'The trending boards of artists and shows',
  schedule: { cron: '*/30 * * * *' },
  options: Options,
  async run({ setvote, progress }) {
    const { changed, ranked } = await setvote.trending.refresh()
    progress({ done: ranked, total: ranked, message: `${changed} scores have changed` })
    return { status: 'done', counts: { changed, ranked } }
  },
}

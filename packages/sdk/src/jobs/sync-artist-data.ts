import { z } from 'zod'
import { days } from '../core/duration.ts'
import { eachItem } from '../core/page.ts'
import type { Artist } from '../domain/artist.ts'
import { artistInterest } from './artist-interest.ts'
import { planDueParts } from './due-parts.ts'
import type { Job, JobContext } from './job.ts'
import { batchShape, wholeNumber } from './job-options.ts'
import { resultOf, syncArtists } from './sync-artists.ts'
import { resumedPlan, type SyncPlan } from './sync-plan.ts'

const Options = z.strictObject({
  /** Artists in one run. */
  limit: wholeNumber(1, 5000, 100),
  ...batchShape,
})
type Options = z.infer<typeof Options>

const freshForMs = days(1)
/** Interest looks this far ahead. */
const nearDays = 14

/**
 * Asks the services about artists themselves (names, genres, popularity, links, who they are elsewhere) of whom
 * nobody has asked for a day: those who matter to fans first, then those nobody has asked about for the longest.
 *
 * @example
 * await runSlot({ job: syncArtistData, options: { limit: 20 }, … })
 */
export const syncArtistData: Job<Options> = {
  name: 'sync-artist-data',
  description: 'Facts about artists that nobody has asked for lately',
  schedule: { cron: '0 * * * *' },
  options: Options,
  async run(context) {
    const plan = resumedPlan(context.checkpoint, context.clock.now(), days(1)) ?? (await makePlan(context))
    const synced = await syncArtists(context, plan, context.saveCheckpoint)
    return resultOf({ ...synced, counts: { artists: plan.left.length, ...synced.counts } })
  },
}

async function makePlan({ setvote, options, clock }: JobContext<Options>): Promise<SyncPlan> {
  const at = clock.now()
  const since = new Date(at.getTime() - freshForMs)
  const { artists } = setvote.storage
  const stale: Pick<Artist, 'id' | 'syncedAt'>[] = []
  const pages = eachItem((cursor) => artists.list({ syncedBefore: since, limit: 1000, cursor }))
  for await (const { id, syncedAt } of pages) stale.push({ id, syncedAt })
  const interest = await artistInterest(setvote, { at, nearDays })
  stale.sort(
    (a, b) =>
      (interest.get(b.id) ?? 0) - (interest.get(a.id) ?? 0) ||
      (a.syncedAt?.getTime() ?? 0) - (b.syncedAt?.getTime() ?? 0) ||
      (a.id < b.id ? -1 : 1),
  )
  const first = await artists.findMany(stale.slice(0, options.limit).map(({ id }) => id))
  return planDueParts(setvote, { parts: ['artist'], artists: first, limit: options.limit, since, at })
}

import { z } from 'zod'
import { days, hours } from '../core/duration.ts'
import { artistInterest, byInterest } from './artist-interest.ts'
import { planDueParts } from './due-parts.ts'
import type { Job, JobContext } from './job.ts'
import { batchShape, wholeNumber, yesOrNo } from './job-options.ts'
import { resultOf, syncArtists } from './sync-artists.ts'
import { resumedPlan, type SyncPlan } from './sync-plan.ts'

const Options = z.strictObject({
  /** Artists in one run. */
  limit: wholeNumber(1, 5000, 50),
  /** Asks about artists too who are up to date. */
  forceSync: yesOrNo(false),
  /** How far ahead a show makes its artists active. */
  nearDays: wholeNumber(0, 365, 14),
  ...batchShape,
})
type Options = z.infer<typeof Options>

/** The job runs every 6 hours: what was asked within the last 5 need not be asked again. */
const freshForMs = hours(5)
const parts = ['artist', 'shows', 'setlists'] as const

/**
 * Brings the artists up to date whom fans care about now: those with votes, follows, views, or a show near. The ones
 * who matter most come first.
 *
 * @example
 * await runSlot({ job: updateActiveArtists, options: { limit: 200 }, … })
 */
export const updateActiveArtists: Job<Options> = {
  name: 'update-active-artists',
  description: 'Shows, setlists and facts of the artists with votes, follows, views or a show near',
  schedule: { cron: '0 */6 * * *' },
  options: Options,
  async run(context) {
    const plan = resumedPlan(context.checkpoint, context.clock.now(), days(1)) ?? (await makePlan(context))
    const synced = await syncArtists(context, plan, context.saveCheckpoint)
    return resultOf({ ...synced, counts: { artists: plan.left.length, ...synced.counts } })
  },
}

async function makePlan({ setvote, options, clock }: JobContext<Options>): Promise<SyncPlan> {
  const at = clock.now()
  const interest = await artistInterest(setvote, { at, nearDays: options.nearDays })
  const ranked = [...interest.keys()].sort(byInterest(interest))
  return planDueParts(setvote, {
    parts,
    artists: await setvote.storage.artists.findMany(ranked),
    limit: options.limit,
    since: options.forceSync ? null : new Date(at.getTime() - freshForMs),
    at,
  })
}

import { z } from 'zod'
import { days } from '../core/duration.ts'
import { eachItem } from '../core/page.ts'
import { idsAt } from '../domain/external-id.ts'
import { artistInterest } from './artist-interest.ts'
import type { Job, JobContext } from './job.ts'
import { batchShape, wholeNumber } from './job-options.ts'
import { resultOf, syncArtists } from './sync-artists.ts'
import { lastDone } from './sync-marks.ts'
import { newPlan, resumedPlan, type SyncPlan } from './sync-plan.ts'

const Options = z.strictObject({
  /** Artists in one run. */
  limit: wholeNumber(1, 5000, 500),
  ...batchShape,
})
type Options = z.infer<typeof Options>

/** The job runs every week. */
const freshForMs = days(6)
const nearDays = 14

/**
 * Asks for the present pictures of artists: of those without one first, then of those who matter most to fans.
 *
 * @example
 * await runSlot({ job: syncArtistImages, options: { limit: 50 }, … })
 */
export const syncArtistImages: Job<Options> = {
  name: 'sync-artist-images',
  description: 'Pictures of artists, of those without one first',
  schedule: { cron: '0 4 * * 1' },
  options: Options,
  async run(context) {
    const plan = resumedPlan(context.checkpoint, context.clock.now(), days(6)) ?? (await makePlan(context))
    const synced = await syncArtists(context, plan, context.saveCheckpoint)
    return resultOf({ ...synced, counts: { artists: plan.left.length, ...synced.counts } })
  },
}

async function makePlan({ setvote, options, clock }: JobContext<Options>): Promise<SyncPlan> {
  const at = clock.now()
  const since = at.getTime() - freshForMs
  const asked = await lastDone(setvote.storage, 'images')
  const due: { readonly id: string; readonly hasImage: boolean; readonly askedAt: number }[] = []
  const { artists } = setvote.storage
  for await (const artist of eachItem((cursor) => artists.list({ limit: 1000, cursor }))) {
    // Only these services have pictures.
    if (idsAt(artist, 'spotify').length + idsAt(artist, 'ticketmaster').length === 0) continue
    const askedAt = asked.get(artist.id)?.getTime() ?? 0
    if (askedAt < since) due.push({ id: artist.id, hasImage: artist.images.length > 0, askedAt })
  }
  const interest = await artistInterest(setvote, { at, nearDays })
  due.sort(
    (a, b) =>
      Number(a.hasImage) - Number(b.hasImage) ||
      (interest.get(b.id) ?? 0) - (interest.get(a.id) ?? 0) ||
      a.askedAt - b.askedAt ||
      (a.id < b.id ? -1 : 1),
  )
  return newPlan(
    at,
    due.slice(0, options.limit).map(({ id }) => [id, ['images']] as const),
  )
}

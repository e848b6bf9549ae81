import { z } from 'zod'
import { days, hours } from '../core/duration.ts'
import { eachItem } from '../core/page.ts'
import type { EntityId } from '../domain/entity.ts'
import { idsAt } from '../domain/external-id.ts'
import { localDayOf } from '../domain/local-day.ts'
import { artistInterest, byInterest, dayAfter } from './artist-interest.ts'
import { type ArtistPart, artistParts, configuredParts } from './artist-parts.ts'
import type { Job, JobContext } from './job.ts'
import { batchShape, wholeNumber } from './job-options.ts'
import { linkActs } from './link-acts.ts'
import { linkEvenings } from './link-evenings.ts'
import { predictShows } from './predict-shows.ts'
import { syncArtists } from './sync-artists.ts'
import { readFreshness } from './sync-marks.ts'
import { newPlan, resumedPlan, type SyncPlan } from './sync-plan.ts'
import { noteFilled, unfilledGaps } from './unfilled-gaps.ts'

const Options = z.strictObject({
  /** How far back it looks for shows whose setlist is not known yet, in days. */
  pastDays: wholeNumber(1, 365, 14),
  /** How far ahead shows get a predicted setlist, in days. */
  horizonDays: wholeNumber(1, 730, 180),
  /** How near a show must be to be predicted anew, in days. */
  nearDays: wholeNumber(0, 365, 7),
  ...batchShape,
})
type Options = z.infer<typeof Options>

/** Whom setlist.fm was asked about within this time has nothing new to tell. */
const freshForMs = hours(20)

/**
 * Completes what other runs left: imports whose process died, gaps that imports and jobs have recorded, acts that
 * were imported after their shows, what was played at shows that are over, and predicted setlists of new shows.
 *
 * @example
 * await runSlot({ job: finishSync, options: { pastDays: 30 }, … })
 */
export const finishSync: Job<Options> = {
  name: 'finish-sync',
  description: 'Gaps of earlier imports, setlists of past shows, predictions of new ones',
  schedule: { cron: '0 7 * * *' },
  options: Options,
  async run(context) {
    const { setvote, options, clock, signal } = context
    const { storage } = setvote
    const now = clock.now()
    const today = localDayOf(now)
    const resumed = (await setvote.imports.resumeAbandoned()).length
    const gaps = await unfilledGaps(storage, now)
    const plan =
      resumedPlan(context.checkpoint, now, days(1)) ?? (await makePlan(context, { gaps: gaps.parts, today }))
    const { retryAt, counts } = await syncArtists(context, plan, context.saveCheckpoint)
    const filled = await noteFilled(storage, gaps.runs)
    const acts = await linkActs(storage, { from: dayAfter(today, -1), at: now, signal })
    const past = { from: dayAfter(today, -options.pastDays), to: today }
    const evenings = await linkEvenings(storage, past, signal)
    const predicted = await predictShows(context, { today, ...options })
    const all = { ...counts, resumed, filled, acts, evenings, ...predicted }
    return retryAt ? { status: 'deferred', counts: all, retryAt } : { status: 'done', counts: all }
  },
}

async function makePlan(
  { setvote, options, clock }: JobContext<Options>,
  open: {
    readonly gaps: ReadonlyMap<ArtistPart, ReadonlySet<EntityId>>
    readonly today: string
  },
): Promise<SyncPlan> {
  const at = clock.now()
  const interest = await artistInterest(setvote, { at, nearDays: options.nearDays })
  const unplayed = await artistsOfUnknownNights(setvote.storage, {
    from: dayAfter(open.today, -options.pastDays),
    to: dayAfter(open.today, -1),
    since: new Date(at.getTime() - freshForMs),
  })
  const wanted = new Map([...open.gaps].map(([part, ids]) => [part, new Set(ids)]))
  for (const id of unplayed) wanted.get('setlists')?.add(id)
  const order = [...new Set([...wanted.values()].flatMap((ids) => [...ids]))].sort(byInterest(interest))
  const parts = configuredParts(setvote.clients, artistParts)
  return newPlan(
    at,
    order.map((id) => [id, parts.filter((part) => wanted.get(part)?.has(id))] as const),
  )
}

/** Who has played lately, and nobody knows what; those whom setlist.fm was just asked about are left out. */
async function artistsOfUnknownNights(
  storage: JobContext['setvote']['storage'],
  { from, to, since }: { readonly from: string; readonly to: string; readonly since: Date },
): Promise<EntityId[]> {
  const unknown = new Set<EntityId>()
  const past = { from, to, statuses: ['scheduled', 'rescheduled'], limit: 1000 } as const
  for await (const { id, lineup } of eachItem((cursor) => storage.shows.list({ ...past, cursor }))) {
    const acts = lineup.flatMap(({ artistId }) => artistId ?? [])
    if (acts.every((artistId) => unknown.has(artistId))) continue
    const { items } = await storage.setlists.list({ showId: id, kinds: ['actual'], limit: 1000 })
    const known = new Set(items.map(({ artistId }) => artistId))
    for (const artistId of acts) if (!known.has(artistId)) unknown.add(artistId)
  }
  const freshness = await readFreshness(storage, ['setlists'], since)
  const artists = await storage.artists.findMany([...unknown])
  return artists.flatMap((artist) => {
    if (!artist || idsAt(artist, 'musicbrainz').length === 0) return []
    const asked = freshness('setlists', artist)
    return asked && asked >= since ? [] : artist.id
  })
}

import { z } from 'zod'
import { days, hours } from '../core/duration.ts'
import { hasCode } from '../core/errors.ts'
import { eachItem } from '../core/page.ts'
import type { EntityId } from '../domain/entity.ts'
import { idsAt } from '../domain/external-id.ts'
import { localDayOf } from '../domain/local-day.ts'
import { artistInterest, byInterest, dayAfter } from './artist-interest.ts'
import { planDueParts } from './due-parts.ts'
import type { Job, JobContext, JobResult } from './job.ts'
import { batchShape, wholeNumber } from './job-options.ts'
import { afterUnknownWait, shortOf } from './short-of.ts'
import { resultOf, syncArtists } from './sync-artists.ts'
import { resumedPlan, type SyncPlan } from './sync-plan.ts'

const Options = z.strictObject({
  /** How many days back it looks for edits, at least. */
  days: wholeNumber(1, 365, 2),
  ...batchShape,
})
type Options = z.infer<typeof Options>

const Place = z.object({
  begunAt: z.iso.datetime(),
  since: z.iso.datetime(),
  /** The page to read next; null for the first. */
  next: z.string().nullable(),
})
type Place = z.infer<typeof Place>

/** When the last walk through the feed that reached its end began. */
const readUntilKey = 'jobs.import-past-setlists.readUntil'
const nearDays = 14
const freshForMs = hours(12)

/**
 * Reads what was edited at setlist.fm lately, by anybody, and stores what is about artists in storage. When the feed
 * is longer than there are artists with a show in that time, it asks about these instead, the most important first:
 * that costs fewer calls.
 *
 * @example
 * await runSlot({ job: importPastSetlists, options: { days: 7 }, … })
 */
export const importPastSetlists: Job<Options> = {
  name: 'import-past-setlists',
  description: 'What was added or edited at setlist.fm lately',
  schedule: { cron: '0 6 * * *' },
  options: Options,
  async run(context) {
    if (!context.setvote.clients.setlistfm) return { status: 'done', counts: {} }
    const plan = resumedPlan(context.checkpoint, context.clock.now(), days(2))
    if (plan) return askArtists(context, plan)
    return readFeed(context, await placeOf(context))
  },
}

async function placeOf({ setvote, options, checkpoint, clock }: JobContext<Options>): Promise<Place> {
  const now = clock.now()
  const { data } = Place.safeParse(checkpoint)
  if (data && now.getTime() - Date.parse(data.begunAt) < days(2)) return data
  const readUntil = await setvote.storage.settings.get(readUntilKey)
  const daysBack = now.getTime() - days(options.days)
  const since = typeof readUntil === 'string' ? Math.min(Date.parse(readUntil), daysBack) : daysBack
  return { begunAt: now.toISOString(), since: new Date(since).toISOString(), next: null }
}

async function readFeed(context: JobContext<Options>, start: Place): Promise<JobResult> {
  const { setvote, options, clock, signal, saveCheckpoint, progress } = context
  const counts = { edits: 0, setlists: 0, ofOthers: 0 }
  const artists = new Set<EntityId>()
  const counted = () => ({ ...counts, artists: artists.size })
  let place = start
  let pages = 0
  const short = await shortOf(setvote.clients, { setlistfm: 1 }, clock.now())
  if (short) return { status: 'deferred', counts: counted(), retryAt: short }
  try {
    const feed = setvote.sync.setlistFeed({ since: new Date(place.since), from: place.next, signal })
    for await (const step of feed) {
      counts.edits += step.fetched
      counts.setlists += step.stored
      counts.ofOthers += step.ofOthers
      for (const id of step.artistIds) artists.add(id)
      if (step.next === null) break
      if (place.next === null) {
        const cheaper = await fewerArtists(context, place, Math.ceil((step.total ?? 0) / step.fetched))
        if (cheaper) return cheaper
      }
      place = { ...place, next: step.next }
      progress({ done: counts.edits, total: step.total, message: 'Edits at setlist.fm', counts: counted() })
      if (++pages % options.batchSize > 0) continue
      await saveCheckpoint(place)
      if (options.delayMs > 0) await clock.sleep(options.delayMs, signal)
    }
  } catch (error) {
    await saveCheckpoint(place)
    if (!hasCode(error, 'rate-limited', 'circuit-open') || signal.aborted) throw error
    const retryAt = 'retryAt' in error && error.retryAt instanceof Date ? error.retryAt : null
    return { status: 'deferred', counts: counted(), retryAt: retryAt ?? afterUnknownWait(clock.now()) }
  }
  await setvote.storage.settings.set(readUntilKey, place.begunAt)
  return { status: 'done', counts: counted() }
}

/** Asks about the artists who played in that time, if they are fewer than the pages of the feed. */
async function fewerArtists(
  context: JobContext<Options>,
  { since, begunAt }: Place,
  pages: number,
): Promise<JobResult | null> {
  const { setvote, clock } = context
  const { storage } = setvote
  const played = new Set<EntityId>()
  const query = {
    from: dayAfter(localDayOf(new Date(since)), -1),
    to: localDayOf(new Date(begunAt)),
    statuses: ['scheduled', 'rescheduled'],
    limit: 1000,
  } as const
  for await (const { lineup } of eachItem((cursor) => storage.shows.list({ ...query, cursor }))) {
    for (const { artistId } of lineup) if (artistId) played.add(artistId)
    if (played.size >= pages) return null
  }
  const at = clock.now()
  const interest = await artistInterest(setvote, { at, nearDays })
  const artists = await storage.artists.findMany([...played].sort(byInterest(interest)))
  const plan = await planDueParts(setvote, {
    parts: ['setlists'],
    artists: artists.filter((artist) => artist && idsAt(artist, 'musicbrainz').length > 0),
    limit: pages,
    since: new Date(at.getTime() - freshForMs),
    at,
  })
  // It stands for the feed up to then, also when another run goes on with it.
  return askArtists(context, { ...plan, madeAt: begunAt })
}

async function askArtists(context: JobContext<Options>, plan: SyncPlan): Promise<JobResult> {
  const result = resultOf(await syncArtists(context, plan, context.saveCheckpoint))
  if (result.status === 'done') await context.setvote.storage.settings.set(readUntilKey, plan.madeAt)
  return result
}

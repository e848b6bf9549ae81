import { z } from 'zod'
import { days, hours } from '../core/duration.ts'
import type { EntityId } from '../domain/entity.ts'
import { byInterest } from './artist-interest.ts'
import { planDueParts } from './due-parts.ts'
import type { Job, JobContext } from './job.ts'
import { batchShape, wholeNumber, yesOrNo } from './job-options.ts'
import type { JobServices } from './job-services.ts'
import { resultOf, syncArtists } from './sync-artists.ts'
import { resumedPlan, type SyncPlan } from './sync-plan.ts'

const Options = z.strictObject({
  /** Artists in one run. */
  limit: wholeNumber(1, 1000, 100),
  /** Leaves out what is up to date. */
  skipRecentlyUpdated: yesOrNo(true),
  ...batchShape,
})
type Options = z.infer<typeof Options>

/** The job runs every day: what was asked within the last 20 hours need not be asked again. */
const freshForMs = hours(20)
const parts = ['artist', 'shows', 'songs', 'setlists', 'images'] as const

/**
 * Brings everything up to date about the artists on top of the trending boards: those of the board of artists, and
 * those who play the shows on the board of shows.
 *
 * @example
 * await runSlot({ job: trendingArtistSync, options: { limit: 20 }, … })
 */
export const trendingArtistSync: Job<Options> = {
  name: 'trending-artist-sync',
  description: 'Everything about the artists on top of the trending boards',
  schedule: { cron: '0 2 * * *' },
  options: Options,
  async run(context) {
    const plan = resumedPlan(context.checkpoint, context.clock.now(), days(2)) ?? (await makePlan(context))
    const synced = await syncArtists(context, plan, context.saveCheckpoint)
    return resultOf({ ...synced, counts: { artists: plan.left.length, ...synced.counts } })
  },
}

async function makePlan({ setvote, options, clock }: JobContext<Options>): Promise<SyncPlan> {
  const { limit, skipRecentlyUpdated } = options
  const at = clock.now()
  const top = (await trendingArtists(setvote, limit)).slice(0, limit)
  return planDueParts(setvote, {
    parts,
    artists: await setvote.storage.artists.findMany(top),
    limit,
    since: skipRecentlyUpdated ? new Date(at.getTime() - freshForMs) : null,
    at,
  })
}

/** An artist is worth the best of what is on a board: the artist, or a show of theirs. */
async function trendingArtists({ storage }: JobServices, limit: number): Promise<EntityId[]> {
  const worth = new Map<EntityId, number>()
  const raise = (artistId: EntityId, score: number) =>
    worth.set(artistId, Math.max(score, worth.get(artistId) ?? 0))
  for (const { id, score } of await storage.trending.top({ kind: 'artists', limit })) raise(id, score)
  const board = await storage.trending.top({ kind: 'shows', limit })
  const shows = await storage.shows.findMany(board.map(({ id }) => id))
  for (const [index, show] of shows.entries()) {
    for (const { artistId } of show?.lineup ?? []) if (artistId) raise(artistId, board[index]!.score)
  }
  return [...worth.keys()].sort(byInterest(worth))
}

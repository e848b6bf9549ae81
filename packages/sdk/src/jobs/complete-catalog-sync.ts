import { z } from 'zod'
import { days } from '../core/duration.ts'
import { hasCode } from '../core/errors.ts'
import type { Artist } from '../domain/artist.ts'
import { listIdentityOverrides } from '../importing/identity/identity-overrides.ts'
import { artistInterest, byInterest } from './artist-interest.ts'
import { checkIntegrity } from './check-integrity.ts'
import { planDueParts } from './due-parts.ts'
import type { Job, JobContext, JobCounts } from './job.ts'
import { batchShape, wholeNumber, yesOrNo } from './job-options.ts'
import { removeOrphans } from './remove-orphans.ts'
import { syncArtists } from './sync-artists.ts'
import { resumedPlan, SyncPlan } from './sync-plan.ts'
import { uniteDuplicates } from './unite-duplicates.ts'

const Options = z.strictObject({
  /** Artists in one run; the next run goes on behind them. */
  maxArtists: wholeNumber(1, 10_000, 500),
  /** Makes duplicates one and removes orphans. */
  includeDataCleanup: yesOrNo(true),
  /** Compares counts with what they count, and repairs them. */
  performIntegrityChecks: yesOrNo(true),
  ...batchShape,
})
type Options = z.infer<typeof Options>

const State = z.object({
  plan: SyncPlan,
  /** Where the next run goes on; null at the beginning of the catalog. */
  next: z.string().nullable(),
  /** Cleaned up and checked. */
  tidy: z.boolean(),
})
type State = z.infer<typeof State>

/** How far the catalog has been walked. */
const placeKey = 'jobs.complete-catalog-sync.place'
const parts = ['artist', 'shows', 'songs', 'setlists'] as const
const freshForMs = days(2)
const nearDays = 14

/**
 * Walks the whole catalog, some artists in each run, and brings everything up to date about them that other jobs
 * have not; of the artists of one run the most important come first. Then it makes duplicates one, removes orphans,
 * checks the integrity of the storage, and says what it has repaired.
 *
 * @example
 * await runSlot({ job: completeCatalogSync, options: { maxArtists: 2000 }, … })
 */
export const completeCatalogSync: Job<Options> = {
  name: 'complete-catalog-sync',
  description: 'The whole catalog in turns; duplicates, orphans and integrity',
  schedule: { cron: '0 3 * * 0' },
  options: Options,
  async run(context) {
    const { setvote, options, saveCheckpoint } = context
    let state = resumed(context) ?? (await begin(context))
    const save = async (plan: SyncPlan) => {
      state = { ...state, plan }
      await saveCheckpoint(state)
    }
    const artists = state.plan.left.length
    const { retryAt, counts } = await syncArtists(context, state.plan, save)
    const tidied = state.tidy ? {} : await tidy(context, { artists, ...counts })
    const all = { artists, ...counts, ...tidied }
    if (retryAt) {
      state = { ...state, tidy: true }
      await saveCheckpoint(state)
      return { status: 'deferred', counts: all, retryAt }
    }
    await setvote.storage.settings.set(placeKey, state.next)
    if (options.includeDataCleanup) await setvote.storage.ops.maintain()
    return { status: 'done', counts: all }
  },
}

function resumed({ checkpoint, clock }: JobContext<Options>): State | null {
  const { data } = State.safeParse(checkpoint)
  return data && resumedPlan(data.plan, clock.now(), days(7)) ? data : null
}

async function begin({ setvote, options, clock }: JobContext<Options>): Promise<State> {
  const at = clock.now()
  const { artists, next } = await nextArtists(setvote.storage, options.maxArtists)
  const interest = await artistInterest(setvote, { at, nearDays })
  const compare = byInterest(interest)
  const plan = await planDueParts(setvote, {
    parts,
    artists: artists.toSorted((a, b) => compare(a.id, b.id)),
    limit: options.maxArtists,
    since: new Date(at.getTime() - freshForMs),
    at,
  })
  return { plan, next, tidy: false }
}

/** The artists behind those of the last run, from the first again after the last. */
async function nextArtists(
  { artists, settings }: JobContext['setvote']['storage'],
  count: number,
): Promise<{ readonly artists: readonly Artist[]; readonly next: string | null }> {
  const place = await settings.get(placeKey)
  const found: Artist[] = []
  let cursor = typeof place === 'string' ? place : null
  do {
    const limit = Math.min(1000, count - found.length)
    const page = await artists.list({ limit, cursor }).catch((error: unknown) => {
      // A cursor of another storage: begin anew.
      if (cursor === null || !hasCode(error, 'invalid-input')) throw error
      return artists.list({ limit })
    })
    found.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null && found.length < count)
  return { artists: found, next: cursor }
}

async function tidy(
  { setvote, options, clock, logger, signal, progress }: JobContext<Options>,
  counts: JobCounts,
): Promise<JobCounts> {
  const { storage } = setvote
  let all = counts
  if (options.includeDataCleanup) {
    const overrides = await listIdentityOverrides(storage.settings)
    all = { ...all, ...(await uniteDuplicates(storage, { overrides, signal })) }
    progress({ done: 1, total: 3, message: 'Duplicates are united', counts: all })
    all = { ...all, ...(await removeOrphans(storage, { at: clock.now(), signal })) }
    progress({ done: 2, total: 3, message: 'Orphans are removed', counts: all })
  }
  if (options.performIntegrityChecks) {
    all = { ...all, ...(await checkIntegrity(storage, logger)) }
    progress({ done: 3, total: 3, message: 'Integrity is checked', counts: all })
  }
  return all
}

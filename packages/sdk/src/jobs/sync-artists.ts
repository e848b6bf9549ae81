import { hasCode } from '../core/errors.ts'
import { createTurns } from '../core/turns.ts'
import type { EntityId } from '../domain/entity.ts'
import type { ImportGap } from '../domain/import-run.ts'
import { type ArtistPart, callsFor } from './artist-parts.ts'
import type { JobContext, JobResult } from './job.ts'
import { queueOfParts } from './queue-of-parts.ts'
import { afterUnknownWait, earliestOf, shortOf } from './short-of.ts'
import { markDone, markGap } from './sync-marks.ts'
import type { SyncPlan } from './sync-plan.ts'
import { needsSomebody } from './unfilled-gaps.ts'

export interface Batches {
  /** Artists of a part done before it saves where it is and pauses. */
  readonly batchSize: number
  /** The pause, in milliseconds. */
  readonly delayMs: number
}

type Counts = Record<string, number>

export interface PartsSynced {
  /** Null when everything is done, else when to go on with what is left of the plan. */
  readonly retryAt: Date | null
  readonly counts: Counts
}

/** Waiting helps: the rest of the part is left for later. */
const waits = ['rate-limited', 'circuit-open']
/** Neither waiting nor repeating helps, and nobody else will fare better. */
const refusals = ['unauthenticated', 'reauthorization-required']

/**
 * Works through a plan, artist by artist in its order, every part at its own pace: what one upstream's budget does
 * not cover does not hold up the others. `save` is told what is left after each batch, and when the work stops.
 *
 * @throws Error when a service refuses our credentials, after the other parts are done
 */
export async function syncArtists(
  context: JobContext & { readonly options: Batches },
  plan: SyncPlan,
  save: (left: SyncPlan) => Promise<void>,
): Promise<PartsSynced> {
  const { setvote, clock, logger, options } = context
  const { batchSize, delayMs } = options
  const failed = new AbortController()
  const signal = AbortSignal.any([context.signal, failed.signal])
  const inTurn = createTurns()
  const queue = queueOfParts(plan, setvote.clients)
  const waitedFor = { ...plan.waitedFor }
  const counts: Counts = {}
  const refused: string[] = []
  let done = 0

  const count = (name: string) => {
    counts[name] = (counts[name] ?? 0) + 1
  }
  const saveNow = () => inTurn(() => save({ madeAt: plan.madeAt, left: queue.left(), waitedFor }))

  /** Null when the artist is done with, else when to come back. */
  async function syncOne(part: ArtistPart, artistId: EntityId): Promise<Date | 'refused' | null> {
    const gaps = await gapsAfter(context, part, artistId, signal)
    if (gaps === 'gone') {
      count('gone')
      return null
    }
    const refusal = gaps.find(({ reason }) => refusals.includes(reason))
    if (refusal) {
      refused.push(refusal.message)
      return 'refused'
    }
    const wait = gaps.find(({ reason }) => waits.includes(reason))
    if (wait && waitedFor[part] !== artistId) {
      waitedFor[part] = artistId
      return wait.retryAt ?? afterUnknownWait(clock.now())
    }
    const gap = wait ?? gaps.find(({ reason }) => !needsSomebody.includes(reason))
    if (gap) {
      logger.info('a part of an artist is missing', { artistId, part, reason: gap.reason })
      await markGap(setvote.storage, part, artistId, gap.reason)
      count('gaps')
    } else {
      await markDone(setvote.storage, part, artistId, clock.now())
      count(part)
    }
    return null
  }

  async function walk(part: ArtistPart): Promise<Date | null> {
    let inBatch = 0
    for (;;) {
      const artistId = await queue.next(part)
      if (artistId === null) return null
      signal.throwIfAborted()
      const short = await shortOf(setvote.clients, callsFor[part], clock.now())
      if (short) return short
      const outcome = await syncOne(part, artistId)
      if (outcome === 'refused') return null
      if (outcome) return outcome
      queue.pass(part)
      const { total } = queue
      context.progress({ done: ++done, total, message: `${done} parts of artists`, counts: { ...counts } })
      if (++inBatch % batchSize > 0) continue
      await saveNow()
      if (delayMs > 0) await clock.sleep(delayMs, signal)
    }
  }

  const ends = await Promise.allSettled(
    queue.parts.map((part) =>
      walk(part)
        .catch((error: unknown) => {
          failed.abort(error)
          throw error
        })
        .finally(() => queue.stop(part)),
    ),
  )
  const error = failed.signal.aborted ? failed.signal.reason : null
  // A run that has lost its lease cannot save; its successor has what was saved before.
  await saveNow().catch((reason: unknown) => {
    if (!error) throw reason
  })
  if (error) throw error
  if (refused.length > 0) throw new Error(refused.join('; '))
  return { retryAt: earliestOf(ends.map((end) => (end.status === 'fulfilled' ? end.value : null))), counts }
}

/** What a part of an artist has left open; `gone` when there is no such artist any more. */
async function gapsAfter(
  { setvote }: JobContext,
  part: ArtistPart,
  artistId: EntityId,
  signal: AbortSignal,
): Promise<readonly ImportGap[] | 'gone'> {
  try {
    const { ledger } = await setvote.sync[part](artistId, { signal, lane: 'background' })
    return ledger.gaps
  } catch (error) {
    signal.throwIfAborted()
    if (hasCode(error, 'not-found') && !(await setvote.storage.artists.find(artistId))) return 'gone'
    throw error
  }
}

/** The end of a job whose plan this was. */
export const resultOf = ({ retryAt, counts }: PartsSynced): JobResult =>
  retryAt ? { status: 'deferred', counts, retryAt } : { status: 'done', counts }

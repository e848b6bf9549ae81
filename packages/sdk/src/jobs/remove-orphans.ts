import { days } from '../core/duration.ts'
import { eachItem } from '../core/page.ts'
import type { Storage } from '../storage/storage.ts'
import { dropMarksOfGone } from './sync-marks.ts'

export type RemovedCounts = Readonly<Record<'showsRemoved' | 'venuesRemoved' | 'marksRemoved', number>>

/** Something younger may belong to an import that is under way. */
const settledMs = days(1)

/**
 * Removes what nobody needs any more: shows of which no act is in storage and that nobody attends, halls without a
 * show and without a review, and what jobs remember about artists who are gone.
 */
export async function removeOrphans(
  storage: Storage,
  { at, signal }: { readonly at: Date; readonly signal: AbortSignal },
): Promise<RemovedCounts> {
  const { shows, venues, fans } = storage
  const settled = new Date(at.getTime() - settledMs)
  let showsRemoved = 0
  for await (const show of eachItem((cursor) => shows.list({ limit: 1000, cursor }))) {
    signal.throwIfAborted()
    if (show.createdAt > settled || show.lineup.some(({ artistId }) => artistId !== null)) continue
    const attending = Object.values((await fans.counts({ showId: show.id })) ?? {})
    if (attending.some((count) => count > 0)) continue
    if (await shows.remove(show.id)) showsRemoved++
  }
  let venuesRemoved = 0
  for await (const venue of eachItem((cursor) => venues.list({ limit: 1000, cursor }))) {
    signal.throwIfAborted()
    if (venue.createdAt > settled) continue
    const { items } = await shows.list({ venueId: venue.id, limit: 1 })
    if (items.length > 0 || ((await fans.counts({ venueId: venue.id }))?.reviews ?? 0) > 0) continue
    if (await venues.remove(venue.id)) venuesRemoved++
  }
  return { showsRemoved, venuesRemoved, marksRemoved: await dropMarksOfGone(storage) }
}

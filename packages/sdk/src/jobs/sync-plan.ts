import { z } from 'zod'
import type { EntityId } from '../domain/entity.ts'
import { type ArtistPart, artistParts } from './artist-parts.ts'

/** What is still to be brought up to date: the artists in order, the most important first, and which parts of each. */
export const SyncPlan = z.object({
  madeAt: z.iso.datetime(),
  left: z.array(z.object({ id: z.string(), parts: z.array(z.enum(artistParts)) })),
  /** Where a part had to wait the last time: who is waited for twice is left to `finish-sync`. */
  waitedFor: z.partialRecord(z.enum(artistParts), z.string()),
})
export type SyncPlan = z.infer<typeof SyncPlan>

export const newPlan = (at: Date, left: Iterable<readonly [EntityId, readonly ArtistPart[]]>): SyncPlan => ({
  madeAt: at.toISOString(),
  left: [...left].map(([id, parts]) => ({ id, parts: [...parts] })),
  waitedFor: {},
})

/** An interrupted plan of the last `maxAgeMs`; null when there is none, or what mattered then may not matter now. */
export function resumedPlan(checkpoint: unknown, at: Date, maxAgeMs: number): SyncPlan | null {
  const { data } = SyncPlan.safeParse(checkpoint)
  return data && at.getTime() - Date.parse(data.madeAt) < maxAgeMs ? data : null
}

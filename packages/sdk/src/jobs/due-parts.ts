import type { Artist } from '../domain/artist.ts'
import { type ArtistPart, configuredParts } from './artist-parts.ts'
import type { JobServices } from './job-services.ts'
import { readFreshness } from './sync-marks.ts'
import { newPlan, type SyncPlan } from './sync-plan.ts'

export interface DueRequest {
  readonly parts: readonly ArtistPart[]
  /** Who may be asked about, the most important first. */
  readonly artists: AsyncIterable<Artist | null> | Iterable<Artist | null>
  /** How many artists there may be. */
  readonly limit: number
  /** A part that was brought up to date at `since` or later is not due; null makes every part due. */
  readonly since: Date | null
  readonly at: Date
}

/** A plan for the first artists of whom something is due: of each only what is. */
export async function planDueParts(
  { storage, clients }: Pick<JobServices, 'storage' | 'clients'>,
  { parts, artists, limit, since, at }: DueRequest,
): Promise<SyncPlan> {
  const asked = configuredParts(clients, parts)
  const freshness = since && (await readFreshness(storage, asked, since))
  const due: [string, ArtistPart[]][] = []
  for await (const artist of artists) {
    if (due.length === limit) break
    if (!artist) continue
    const stale = asked.filter((part) => {
      const known = freshness?.(part, artist)
      return !known || !since || known < since
    })
    if (stale.length > 0) due.push([artist.id, stale])
  }
  return newPlan(at, due)
}

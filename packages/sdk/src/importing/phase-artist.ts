import type { Artist, ArtistDraft } from '../domain/artist.ts'
import { externalKey } from '../domain/external-id.ts'
import type { ArtistReference, ImportGap } from '../domain/import-run.ts'
import { artistIds } from '../matching/match-artist.ts'
import type { CallOptions } from '../upstream/call.ts'
import { listIdentityOverrides } from './identity/identity-overrides.ts'
import { type ResolvedArtist, resolveArtist } from './identity/resolve-artist.ts'
import { toArtistSources } from './identity/to-artist-sources.ts'
import type { LedgerEntry } from './ledger.ts'
import type { SyncDependencies } from './sync/sync-task.ts'

export interface ArtistPage {
  readonly artist: Artist
  readonly entries: readonly LedgerEntry[]
  readonly gaps: readonly ImportGap[]
}

/** Phase 1: finds out who the reference means at every service and stores what they say, as one artist. */
export async function storeArtistPage(
  dependencies: SyncDependencies,
  reference: ArtistReference,
  options: CallOptions,
): Promise<ArtistPage> {
  const { storage, clients, clock } = dependencies
  // Whatever is asked first, Spotify will be asked too: its token can come meanwhile. A failure shows in that call.
  clients.spotify?.authenticate().catch(() => {})
  const overrides = await listIdentityOverrides(storage.settings)
  const resolved = await resolveArtist(toArtistSources(clients, clock), reference, options, overrides)
  return storeResolved(dependencies, resolved)
}

/** Stores what the services say about an artist, as one artist. */
export async function storeResolved(
  { storage, clock, logger }: SyncDependencies,
  resolved: ResolvedArtist,
): Promise<ArtistPage> {
  const externalIds = uniqueIds(resolved.drafts)
  const drafts = resolved.drafts.map((draft) => ({ ...draft, externalIds }))
  // An artist without any id would not be found again by ids.
  const id = drafts.find((draft) => draft.id !== undefined)?.id
  const synced: ArtistDraft = {
    ...(id !== undefined && { id }),
    name: drafts[0]!.name,
    externalIds,
    syncedAt: clock.now(),
    source: { service: 'setvote', at: clock.now(), url: null },
  }
  const saved = await storage.artists.saveMany([...drafts, synced])
  const last = saved.at(-1)!
  for (const { externalId, heldBy } of last.conflicts) {
    logger.warn('an id of this artist belongs to another artist in storage', {
      artistId: last.entity.id,
      externalId,
      heldBy,
    })
  }
  const gaps: ImportGap[] = last.conflicts.flatMap(({ externalId, heldBy }) =>
    externalId.service === 'setvote'
      ? []
      : {
          kind: 'artist' as const,
          service: externalId.service,
          reason: 'identity-conflict',
          message: `${externalId.service} id ${externalId.id} belongs to the stored artist ${heldBy}: absorb one into the other if they are the same`,
          retryAt: null,
        },
  )
  const services = [...new Set(resolved.drafts.map((draft) => draft.source.service))]
  return {
    artist: last.entity,
    gaps: [...resolved.gaps, ...gaps],
    entries: services.flatMap((service) =>
      service === 'operator' || service === 'setvote'
        ? []
        : { kind: 'artist', service, expected: 1, fetched: 1, stored: 1 },
    ),
  }
}

function uniqueIds(drafts: readonly ArtistDraft[]) {
  const ids = drafts.flatMap((draft) => [
    ...draft.externalIds,
    ...artistIds(draft),
  ]) as ArtistDraft['externalIds'][number][]
  return [...new Map(ids.map((id) => [externalKey(id), id])).values()]
}

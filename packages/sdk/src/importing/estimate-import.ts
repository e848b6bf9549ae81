import { idsAt } from '../domain/external-id.ts'
import type { ArtistReference, ImportLedger } from '../domain/import-run.ts'
import { artistIds } from '../matching/match-artist.ts'
import type { CallOptions } from '../upstream/call.ts'
import { isUpstreamError } from '../upstream/errors.ts'
import { listIdentityOverrides } from './identity/identity-overrides.ts'
import { resolveArtist } from './identity/resolve-artist.ts'
import { toArtistSources } from './identity/to-artist-sources.ts'
import type { LedgerService } from './ledger.ts'
import { subjectOf } from './runs/subject-of.ts'
import type { SyncDependencies } from './sync/sync-task.ts'

export interface EstimateOptions {
  readonly signal?: AbortSignal
  /** False makes no call: the numbers are then those of a typical artist unless this one has been imported. @default true */
  readonly ask?: boolean
}

/** How much there is to import. */
export interface ImportSize {
  readonly releases: number
  readonly tracks: number
  /** Pages of tracks beyond the first 50 of a release. */
  readonly furtherTrackPages: number
  readonly shows: number
  readonly setlists: number
}

/** What an import will cost. */
export interface CallEstimate {
  /** Requests by service. */
  readonly calls: Readonly<Record<LedgerService, number>>
  /** Left of each service's day; null where there is no daily limit or no client. */
  readonly remainingToday: Readonly<Record<LedgerService, number | null>>
  /** Whether every service has enough left of its day. */
  readonly affordable: boolean
  /** What the services' paces allow at best, in milliseconds. */
  readonly atLeastMs: number
  readonly size: ImportSize
  /** Where the size comes from: the services, the artist's last import, or what artists usually have. */
  readonly basis: 'asked' | 'last-import' | 'typical'
}

/** A touring artist with some fifteen years behind them. */
const typicalSize: ImportSize = { releases: 30, tracks: 300, furtherTrackPages: 0, shows: 25, setlists: 120 }

const services = ['spotify', 'ticketmaster', 'setlistfm', 'musicbrainz'] as const

export async function estimateImport(
  dependencies: SyncDependencies,
  reference: ArtistReference,
  { signal, ask = true }: EstimateOptions,
): Promise<CallEstimate> {
  const { clients } = dependencies
  const { size, basis } = await sizeOf(dependencies, reference, ask, {
    ...(signal && { signal }),
    lane: 'interactive',
  })
  const calls = callsFor(dependencies, size, 'name' in reference)
  const budgets = await Promise.all(
    services.map(async (service) => ({ service, budget: await clients[service]?.budget() })),
  )
  const remainingToday = Object.fromEntries(
    budgets.map(({ service, budget }) => [service, budget?.remainingToday ?? null]),
  ) as Record<LedgerService, number | null>
  return {
    calls,
    remainingToday,
    affordable: services.every(
      (service) => calls[service] <= (remainingToday[service] ?? Number.POSITIVE_INFINITY),
    ),
    atLeastMs: Math.max(
      ...budgets.map(({ service, budget }) =>
        budget?.perSecond ? Math.round(((calls[service] - 1) / budget.perSecond) * 1000) : 0,
      ),
      0,
    ),
    size,
    basis,
  }
}

/** The requests an import of this size makes, in the order of the phases. */
function callsFor(
  { clients }: SyncDependencies,
  size: ImportSize,
  byName: boolean,
): Record<LedgerService, number> {
  const capabilities = clients.spotify?.capabilities()
  const batches = capabilities?.features.albumBatch !== 'unavailable'
  const pages = (count: number, perPage: number) => Math.max(1, Math.ceil(count / perPage))
  const search = byName ? 1 : 0
  return {
    // token, artist (or search), list of releases, releases, their further tracks, details of tracks
    spotify: clients.spotify
      ? 2 +
        pages(size.releases, capabilities?.pageLimit ?? 10) +
        size.furtherTrackPages +
        (batches ? pages(size.releases, 20) + pages(size.tracks, 50) : size.releases)
      : 0,
    // attraction (or search), dated events, those to be announced, those to be decided
    ticketmaster: clients.ticketmaster ? 1 + pages(size.shows, 200) + 2 : 0,
    setlistfm: clients.setlistfm ? search + pages(size.setlists, 20) : 0,
    musicbrainz: clients.musicbrainz ? 1 : 0,
  }
}

async function sizeOf(
  dependencies: SyncDependencies,
  reference: ArtistReference,
  ask: boolean,
  options: CallOptions,
): Promise<{ readonly size: ImportSize; readonly basis: CallEstimate['basis'] }> {
  const last = await lastLedger(dependencies, reference)
  if (last) return { size: last, basis: 'last-import' }
  if (!ask) return { size: typicalSize, basis: 'typical' }
  return { size: await askedSize(dependencies, reference, options), basis: 'asked' }
}

/** What an earlier import of the same reference, or of the artist that it names, has counted. */
async function lastLedger(
  { storage }: SyncDependencies,
  reference: ArtistReference,
): Promise<ImportSize | null> {
  const artist = 'name' in reference ? null : await storage.artists.find(externalIdOf(reference))
  const { items } = await storage.imports.list({
    ...(artist && { artistId: artist.id }),
    statuses: ['completed', 'completed-with-gaps'],
    limit: 20,
  })
  const run = items.find((each) => artist || each.subject === subjectOf(reference))
  return run ? sizeOfLedger(run.ledger) : null
}

const externalIdOf = (reference: Exclude<ArtistReference, { readonly name: string }>) =>
  'spotifyId' in reference
    ? ({ service: 'spotify', id: reference.spotifyId } as const)
    : 'ticketmasterId' in reference
      ? ({ service: 'ticketmaster', id: reference.ticketmasterId } as const)
      : ({ service: 'musicbrainz', id: reference.mbid } as const)

function sizeOfLedger({ lines }: ImportLedger): ImportSize {
  const expected = (kind: string, service: string) =>
    lines.find((line) => line.kind === kind && line.service === service)?.expected ?? 0
  return {
    releases: expected('releases', 'spotify'),
    tracks: expected('tracks', 'spotify'),
    furtherTrackPages: 0,
    shows: expected('shows', 'ticketmaster'),
    setlists: expected('setlists', 'setlistfm'),
  }
}

async function askedSize(
  dependencies: SyncDependencies,
  reference: ArtistReference,
  options: CallOptions,
): Promise<ImportSize> {
  const { storage, clients, clock, releaseGroups } = dependencies
  const overrides = await listIdentityOverrides(storage.settings)
  const { drafts } = await resolveArtist(toArtistSources(clients, clock), reference, options, overrides)
  const artist = { externalIds: drafts.flatMap(artistIds) as Parameters<typeof idsAt>[0]['externalIds'] }
  const [spotifyId] = idsAt(artist, 'spotify')
  const [attractionId] = idsAt(artist, 'ticketmaster')
  const [mbid] = idsAt(artist, 'musicbrainz')
  const [releases, shows, setlists] = await Promise.all([
    firstPage(spotifyId && clients.spotify?.artistAlbums(spotifyId, { groups: releaseGroups }, options)),
    firstPage(attractionId && clients.ticketmaster?.attractionEvents(attractionId, {}, options)),
    firstPage(mbid && clients.setlistfm?.artistSetlists(mbid, options)),
  ])
  const listed = (releases?.items ?? []) as readonly { readonly total_tracks?: number | null }[]
  const total = releases?.total ?? listed.length
  const lengths = listed.map(({ total_tracks }) => total_tracks ?? 0)
  /** The list goes on as its first page began. */
  const inAll = (sum: number) => (listed.length > 0 ? Math.round((sum * total) / listed.length) : 0)
  return {
    releases: total,
    tracks: inAll(lengths.reduce((sum, length) => sum + length, 0)),
    furtherTrackPages: inAll(
      lengths.reduce((sum, length) => sum + Math.max(0, Math.ceil(length / 50) - 1), 0),
    ),
    shows: shows?.total ?? 0,
    setlists: setlists?.total ?? 0,
  }
}

type AnyList = {
  pages(): AsyncIterable<{ readonly items: readonly unknown[]; readonly total: number | null }>
}

/** A service that does not answer leaves its part at zero: the import itself will say why. */
async function firstPage(list: AnyList | '' | undefined) {
  if (!list) return null
  try {
    for await (const page of list.pages()) return page
    return null
  } catch (error) {
    if (!isUpstreamError(error)) throw error
    return null
  }
}

import { announceChanges } from './activity/announce-changes.ts'
import type { CacheStore } from './cache/cache-store.ts'
import { createCache } from './cache/create-cache.ts'
import { type CacheManager, createCacheManager } from './cache/create-cache-manager.ts'
import { lruCacheStore } from './cache/lru-cache-store.ts'
import { type Catalog, createCatalog } from './catalog/create-catalog.ts'
import { createMusicbrainz, type MusicbrainzOptions } from './clients/musicbrainz/client.ts'
import { createSetlistfm, type SetlistfmOptions } from './clients/setlistfm/client.ts'
import { createSpotify } from './clients/spotify/client.ts'
import type { SpotifyOptions } from './clients/spotify/options.ts'
import { createTicketmaster, type TicketmasterOptions } from './clients/ticketmaster/client.ts'
import { type Clock, systemClock } from './core/clock.ts'
import { InvalidOptionsError } from './core/errors.ts'
import { type Logger, silentLogger } from './core/logger.ts'
import { createFans, type FanService } from './fans/create-fans.ts'
import { ArtistImportOrchestrator } from './importing/artist-import-orchestrator.ts'
import { listIdentityOverrides, saveIdentityOverride } from './importing/identity/identity-overrides.ts'
import type { ImportClients } from './importing/import-clients.ts'
import type { ImportOptions, ReleaseGroup } from './importing/import-options.ts'
import { createSync, type Sync } from './importing/sync/create-sync.ts'
import type { MatchOverride } from './matching/identity.ts'
import { createPrediction, type PredictionService } from './prediction/create-prediction.ts'
import type { WorkQueue } from './queue/work-queue.ts'
import { createNews } from './realtime/create-news.ts'
import type { EventBus } from './realtime/event-bus.ts'
import { inProcessEventBus } from './realtime/in-process-event-bus.ts'
import { type Storage, storageContractVersion } from './storage/storage.ts'
import { createTrending, type TrendingService } from './trending/create-trending.ts'
import type { TrendingChanges } from './trending/trending-options.ts'
import type { SharedLayer } from './upstream/shared-layer.ts'
import type { ClientOptions, UpstreamHealth, UpstreamMetrics } from './upstream/upstream.ts'
import { createVoting } from './voting/create-voting.ts'
import type { VotingOptions } from './voting/voting-options.ts'
import type { VotingService } from './voting/voting-service.ts'

export interface SetvoteOptions {
  /** Where everything is kept: `memoryStorage()`, `postgresStorage({ … })`. */
  readonly storage: Storage
  /** Leave a service out, and imports say what is missing. */
  readonly spotify?: SpotifyOptions
  readonly ticketmaster?: TicketmasterOptions
  readonly setlistfm?: SetlistfmOptions
  readonly musicbrainz?: MusicbrainzOptions
  /** What several processes share: `redisLayer({ url })`. @default budgets in the storage, all else in this process */
  readonly shared?: SharedLayer
  /** Of the services' answers and of pages. @default that of `shared`, or an LRU cache in this process */
  readonly cache?: CacheStore
  /** Does the background part of imports. @default in this process */
  readonly queue?: WorkQueue
  /** Tells what happens to those who watch: `showTopic(id)`, `trendingTopic`. @default that of `shared`, or in this process */
  readonly bus?: EventBus
  readonly clock?: Clock
  /** @default silent */
  readonly logger?: Logger
  /** Which releases to read songs from. @default ['album', 'single', 'compilation'] */
  readonly releaseGroups?: readonly ReleaseGroup[]
  /** Whose this process's imports are, and how long without a sign of life. */
  readonly imports?: Pick<ImportOptions, 'owner' | 'leaseMs'>
  /** Limits, rules against abuse, batches. */
  readonly votes?: Omit<VotingOptions, 'storage' | 'clock' | 'bus' | 'logger'>
  /** What differs from `defaultTrendingOptions`. */
  readonly trending?: TrendingChanges
}

/** The whole of setvote over one storage. */
export interface Setvote extends Catalog {
  readonly imports: ArtistImportOrchestrator
  readonly sync: Sync
  /** What an artist will play, and how right that was. */
  readonly prediction: PredictionService
  readonly votes: VotingService
  readonly trending: TrendingService
  readonly fans: FanService
  /** Decisions of an operator about who is who, which outweigh every comparison. */
  readonly identity: {
    override(override: MatchOverride): Promise<void>
    overrides(): Promise<MatchOverride[]>
  }
  /** For what pages show: kept for its time, loaded once for all. */
  readonly cache: CacheManager
  /** The clients, for what setvote does not do itself. Those that were not configured are absent. */
  readonly clients: ImportClients
  readonly storage: Storage
  /** Whether each configured service can be used. `probe` makes one cheap call to each for its latency. */
  diagnostics(options?: { readonly probe?: boolean }): Promise<UpstreamHealth[]>
  /** Calls, errors, latency and drift of each configured service. */
  metrics(): Readonly<Partial<Record<UpstreamHealth['service'], UpstreamMetrics>>>
  /** Stops working, leaves unfinished imports to other processes, and closes the storage and what is shared. */
  close(): Promise<void>
}

/**
 * Makes setvote.
 *
 * @example
 * const setvote = createSetvote({
 *   storage: memoryStorage(),
 *   spotify: { clientId, clientSecret },
 *   ticketmaster: { apiKey },
 * })
 * const run = await setvote.imports.start({ name: 'Velvet Harbor' })
 */
export function createSetvote(options: SetvoteOptions): Setvote {
  const { storage, shared, clock = systemClock, logger = silentLogger } = options
  if (!storage) {
    throw new InvalidOptionsError(
      'createSetvote needs a `storage`: createSetvote({ storage: memoryStorage() })',
    )
  }
  if (storage.contractVersion !== storageContractVersion) {
    throw new InvalidOptionsError(
      `This storage was made for version ${storage.contractVersion} of the storage contract, and this setvote needs ` +
        `version ${storageContractVersion}: install the adapter and @setvote/sdk in the same version`,
    )
  }
  const cache = createCache({
    ...(options.cache
      ? { primary: options.cache }
      : shared
        ? { primary: shared.cache, fallback: lruCacheStore() }
        : { primary: lruCacheStore() }),
    flight: shared?.flight,
    clock,
    logger,
  })
  const common: ClientOptions = {
    clock,
    logger,
    cache,
    quota: shared?.quotas ?? storage.quotas,
    ...(shared && { breakers: shared.breakers }),
  }
  const clients: ImportClients = {
    ...(options.spotify && { spotify: createSpotify({ ...common, ...options.spotify }) }),
    ...(options.ticketmaster && { ticketmaster: createTicketmaster({ ...common, ...options.ticketmaster }) }),
    ...(options.setlistfm && { setlistfm: createSetlistfm({ ...common, ...options.setlistfm }) }),
    ...(options.musicbrainz && { musicbrainz: createMusicbrainz({ ...common, ...options.musicbrainz }) }),
  }
  const { queue, bus = shared?.bus ?? inProcessEventBus({ logger }), releaseGroups } = options
  const news = createNews({ bus, clock, logger })
  const told = announceChanges(storage, news)
  const parts = { storage: told, clients, clock, logger, ...(releaseGroups && { releaseGroups }) }
  const imports = new ArtistImportOrchestrator({
    ...options.imports,
    ...parts,
    bus,
    ...(queue && { queue }),
  })
  const votes = createVoting({ ...options.votes, storage: told, clock, bus, logger })
  const configured = Object.values(clients)

  return {
    ...createCatalog({ storage, clock }),
    imports,
    sync: createSync(parts),
    prediction: createPrediction({ storage: told, clock }),
    votes,
    trending: createTrending({
      storage: told,
      clock,
      ...(options.trending && { options: options.trending }),
    }),
    fans: createFans({ storage: told, clock }),
    identity: {
      override: (override) => saveIdentityOverride(storage.settings, override),
      overrides: () => listIdentityOverrides(storage.settings),
    },
    cache: createCacheManager({ cache }),
    clients,
    storage,
    diagnostics: (probe) => Promise.all(configured.map((client) => client.health(probe))),
    metrics: () =>
      Object.fromEntries(Object.entries(clients).map(([service, client]) => [service, client.metrics()])),
    async close() {
      await imports.close()
      await votes.idle()
      await news.idle()
      cache.close()
      await shared?.close()
      await storage.close()
    },
  }
}

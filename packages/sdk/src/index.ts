export type { CacheEntry, CacheStore } from './cache/cache-store.ts'
export { createCache } from './cache/create-cache.ts'
export { lruCacheStore } from './cache/lru-cache-store.ts'
export { type Catalog, createCatalog, type Reader, type ShowReader } from './catalog/create-catalog.ts'
export type { Clock } from './core/clock.ts'
export { systemClock } from './core/clock.ts'
export * from './core/duration.ts'
export * from './core/errors.ts'
export { type Ids, uuidIds } from './core/ids.ts'
export { type Logger, silentLogger } from './core/logger.ts'
export { eachItem, type Page } from './core/page.ts'
export { createSetvote, type Setvote, type SetvoteOptions } from './create-setvote.ts'
export { createFans, type FanService } from './fans/create-fans.ts'
export type { FanProfile } from './fans/fan-profile.ts'
export { ArtistImportOrchestrator } from './importing/artist-import-orchestrator.ts'
export type { CallEstimate, EstimateOptions, ImportSize } from './importing/estimate-import.ts'
export type { ImportClients } from './importing/import-clients.ts'
export type { ImportOptions, ReleaseGroup } from './importing/import-options.ts'
export type { WatchOptions } from './importing/runs/watch-import.ts'
export {
  createSync,
  type Sync,
  type SyncCallOptions,
  type SyncOptions,
  type SyncResult,
} from './importing/sync/create-sync.ts'
export type { Accuracy, ComparedSong, SetlistComparison } from './prediction/compare-setlists.ts'
export {
  type ComparisonOutcome,
  createPrediction,
  type PredictionOutcome,
  type PredictionService,
} from './prediction/create-prediction.ts'
export { predictSetlist } from './prediction/predict-setlist.ts'
export {
  createSetlistModel,
  type PastSetlist,
  type PlayedSong,
  type PredictedSong,
  type Prediction,
  type SetlistModel,
} from './prediction/setlist-model.ts'
export { type InProcessQueueOptions, inProcessQueue } from './queue/in-process-queue.ts'
export type { Worker, WorkItem, WorkQueue } from './queue/work-queue.ts'
export type { EventBus } from './realtime/event-bus.ts'
export { type InProcessEventBusOptions, inProcessEventBus } from './realtime/in-process-event-bus.ts'
export * from './storage/index.ts'
export {
  createTrending,
  type ScoreExplanation,
  type TrendingArtist,
  type TrendingService,
  type TrendingShow,
} from './trending/create-trending.ts'
export { createForwardDecay, type DecayedSum, type ForwardDecay } from './trending/forward-decay.ts'
export type { TrendingChanges } from './trending/trending-options.ts'
export type { Call, CallOptions, Lane, ResponseFacts, UpstreamAnswer } from './upstream/call.ts'
export * from './upstream/errors.ts'
export type { UpstreamHooks } from './upstream/hooks.ts'
export type { List, UpstreamPage } from './upstream/list.ts'
export type { ClientOptions, UpstreamHealth, UpstreamLimits, UpstreamMetrics } from './upstream/upstream.ts'
export { type AbuseOptions, type QuarantineCode, toQuarantineReason } from './voting/abuse-rules.ts'
export { createVoting } from './voting/create-voting.ts'
export type { LeaderboardEntry, LeaderboardQuery, VotingStatistics } from './voting/statistics.ts'
export type { LimitDay, VotingOptions } from './voting/voting-options.ts'
export type { CastRequest, SpentPlaces, VoteOutcome, VotingService } from './voting/voting-service.ts'

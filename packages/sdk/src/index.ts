export type { CacheEntry, CacheStore, Removal, SetOptions } from './cache/cache-store.ts'
export {
  type Cache,
  type CacheOptions,
  type CacheRead,
  createCache,
  type LoadOptions,
} from './cache/create-cache.ts'
export {
  type CacheKind,
  type CacheManager,
  type CacheMetrics,
  createCacheManager,
  defaultLifetimes,
} from './cache/create-cache-manager.ts'
export { lruCacheStore } from './cache/lru-cache-store.ts'
export type { FlightSeat, Landing, SharedFlight } from './cache/shared-flight.ts'
export { type Catalog, createCatalog, type Reader, type ShowReader } from './catalog/create-catalog.ts'
export { type WarmCacheOptions, warmCache } from './catalog/warm-cache.ts'
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
export type { AlertChannel, AlertNotice } from './monitoring/alert-channel.ts'
export { type PagerDutyOptions, pagerDuty } from './monitoring/channels/pager-duty.ts'
export { type SlackOptions, slack } from './monitoring/channels/slack.ts'
export {
  type VerifyWebhookRequest,
  verifyWebhook,
  type WebhookVerdict,
} from './monitoring/channels/verify-webhook.ts'
export { type WebhookOptions, webhook } from './monitoring/channels/webhook.ts'
export { createMonitoring, type Evaluation, type Monitoring } from './monitoring/create-monitoring.ts'
export type { JobFacts, MonitoringFacts } from './monitoring/facts.ts'
export type { Finding, Severity } from './monitoring/finding.ts'
export type { JobExpectation, JobWindows } from './monitoring/job-expectation.ts'
export type { JobHealth, MonitoringHealth, OpenAlert, StorageHealth } from './monitoring/monitoring-health.ts'
export type { MonitoringOptions, MonitoringStorage } from './monitoring/monitoring-options.ts'
export type { AlertRule } from './monitoring/rules/alert-rule.ts'
export { type BudgetGoneOptions, budgetGone } from './monitoring/rules/budget-gone.ts'
export { defaultRules, type RuleOptions } from './monitoring/rules/default-rules.ts'
export { type ErrorRateOptions, errorRate } from './monitoring/rules/error-rate.ts'
export { type FailuresInARowOptions, failuresInARow } from './monitoring/rules/failures-in-a-row.ts'
export { type LongRunOptions, longRun } from './monitoring/rules/long-run.ts'
export { type MissedRunOptions, missedRun } from './monitoring/rules/missed-run.ts'
export { type SilentRunOptions, silentRun } from './monitoring/rules/silent-run.ts'
export { upstreamDown } from './monitoring/rules/upstream-down.ts'
export { type OutsideMonitorOptions, outsideMonitor } from './monitoring/runs/outside-monitor.ts'
export type { RunEvent, RunListener } from './monitoring/runs/run-listener.ts'
export { countRun, type RunFacts, withRunSpan } from './monitoring/runs/run-telemetry.ts'
export {
  type WatchedWork,
  type WithMonitoringOptions,
  withMonitoring,
} from './monitoring/runs/with-monitoring.ts'
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
export { type FullWorkItem, parseWorkItem } from './queue/parse-work-item.ts'
export type { QueueCounts, WorkContext, Worker, WorkItem, WorkQueue } from './queue/work-queue.ts'
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
export type { BreakerEntry, BreakerReport, BreakerStore } from './upstream/breaker-store.ts'
export type { Call, CallOptions, Lane, ResponseFacts, UpstreamAnswer } from './upstream/call.ts'
export * from './upstream/errors.ts'
export type { UpstreamHooks } from './upstream/hooks.ts'
export type { List, UpstreamPage } from './upstream/list.ts'
export type { SharedLayer } from './upstream/shared-layer.ts'
export type { ClientOptions, UpstreamHealth, UpstreamLimits, UpstreamMetrics } from './upstream/upstream.ts'
export { type AbuseOptions, type QuarantineCode, toQuarantineReason } from './voting/abuse-rules.ts'
export { createVoting } from './voting/create-voting.ts'
export type { LeaderboardEntry, LeaderboardQuery, VotingStatistics } from './voting/statistics.ts'
export type { LimitDay, VotingOptions } from './voting/voting-options.ts'
export type { CastRequest, SpentPlaces, VoteOutcome, VotingService } from './voting/voting-service.ts'

import type { EntityId } from '../domain/entity.ts'
import type { ArtistImportOrchestrator } from '../importing/artist-import-orchestrator.ts'
import type { ImportClients } from '../importing/import-clients.ts'
import type { Sync } from '../importing/sync/create-sync.ts'
import type { PredictionService } from '../prediction/create-prediction.ts'
import type { Storage } from '../storage/storage.ts'
import type { TrendingService } from '../trending/create-trending.ts'
import type { UpstreamMetrics } from '../upstream/upstream.ts'

/** What jobs work with. What `createSetvote` answers fits. */
export interface JobServices {
  readonly storage: Storage
  /** Those that were not configured are absent; jobs do without. */
  readonly clients: ImportClients
  readonly sync: Sync
  readonly imports: Pick<ArtistImportOrchestrator, 'resumeAbandoned'>
  readonly prediction: Pick<PredictionService, 'predict'>
  readonly trending: Pick<TrendingService, 'refresh'>
  /** How often the pages of artists were looked at since then, where the app counts that. */
  views?(request: { readonly since: Date }): Promise<ReadonlyMap<EntityId, number>>
  /** Of each configured client; what a run used of them shows in its counts. */
  metrics?(): Readonly<Partial<Record<string, UpstreamMetrics>>>
}

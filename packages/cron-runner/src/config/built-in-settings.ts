import type {
  calculateTrending,
  cleanup,
  completeCatalogSync,
  finishSync,
  importPastSetlists,
  Job,
  masterSync,
  syncArtistData,
  syncArtistImages,
  trendingArtistSync,
  updateActiveArtists,
} from '@setvote/sdk/jobs'
import type { JobSettings } from './job-settings.ts'

type SettingsOf<Known> = Known extends Job<infer Options> ? JobSettings<Options> : never

/** The settings of each job of setvote, with the options that it knows. */
export interface BuiltInSettings {
  readonly 'update-active-artists'?: SettingsOf<typeof updateActiveArtists>
  readonly 'trending-artist-sync'?: SettingsOf<typeof trendingArtistSync>
  readonly 'complete-catalog-sync'?: SettingsOf<typeof completeCatalogSync>
  readonly 'calculate-trending'?: SettingsOf<typeof calculateTrending>
  readonly 'master-sync'?: SettingsOf<typeof masterSync>
  readonly 'sync-artist-data'?: SettingsOf<typeof syncArtistData>
  readonly 'sync-artist-images'?: SettingsOf<typeof syncArtistImages>
  readonly 'import-past-setlists'?: SettingsOf<typeof importPastSetlists>
  readonly 'finish-sync'?: SettingsOf<typeof finishSync>
  readonly cleanup?: SettingsOf<typeof cleanup>
}

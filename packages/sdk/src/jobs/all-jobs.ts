import { calculateTrending } from './calculate-trending.ts'
import { cleanup } from './cleanup.ts'
import { completeCatalogSync } from './complete-catalog-sync.ts'
import { finishSync } from './finish-sync.ts'
import { importPastSetlists } from './import-past-setlists.ts'
import type { Job } from './job.ts'
import { masterSync } from './master-sync.ts'
import { syncArtistData } from './sync-artist-data.ts'
import { syncArtistImages } from './sync-artist-images.ts'
import { trendingArtistSync } from './trending-artist-sync.ts'
import { updateActiveArtists } from './update-active-artists.ts'

/** The jobs of setvote. */
export const allJobs: readonly Job[] = [
  updateActiveArtists,
  trendingArtistSync,
  completeCatalogSync,
  calculateTrending,
  masterSync,
  syncArtistData,
  syncArtistImages,
  importPastSetlists,
  finishSync,
  cleanup,
]

import type { Storage } from '../storage/storage.ts'
import { absorbing } from './catalog/absorbing.ts'
import { absorbingLinks } from './catalog/absorbing-links.ts'
import { artistQueries } from './catalog/artist-queries.ts'
import { isolation } from './catalog/isolation.ts'
import { everyKind } from './catalog/kind-case.ts'
import { links } from './catalog/links.ts'
import { listing } from './catalog/listing.ts'
import { lookingUp } from './catalog/looking-up.ts'
import { merging } from './catalog/merging.ts'
import { removing } from './catalog/removing.ts'
import { saving } from './catalog/saving.ts'
import { setlistQueries } from './catalog/setlist-queries.ts'
import { setlistSongs } from './catalog/setlist-songs.ts'
import { showQueries } from './catalog/show-queries.ts'
import { songQueries } from './catalog/song-queries.ts'
import { venueQueries } from './catalog/venue-queries.ts'
import { fans } from './fans.ts'
import { type Chapter, createTest, type Harness, type OpenStorage } from './harness.ts'
import { importLeases } from './import-leases.ts'
import { imports } from './imports.ts'
import { jobSigns } from './job-signs.ts'
import { jobs } from './jobs.ts'
import { lifecycle } from './lifecycle.ts'
import { ops } from './ops.ts'
import { quotas } from './quotas.ts'
import { racingCatalog } from './racing/racing-catalog.ts'
import { racingFans } from './racing/racing-fans.ts'
import { racingImports } from './racing/racing-imports.ts'
import { racingJobs } from './racing/racing-jobs.ts'
import { racingQuotas } from './racing/racing-quotas.ts'
import { racingSettings } from './racing/racing-settings.ts'
import { racingVotes } from './racing/racing-votes.ts'
import { randomVotes } from './racing/random-votes.ts'
import { settings } from './settings.ts'
import { slidingQuotas } from './sliding-quotas.ts'
import { trending } from './trending.ts'
import { trendingFactors } from './trending-factors.ts'
import { ballotsAndCatalog } from './votes/ballots-and-catalog.ts'
import { casting } from './votes/casting.ts'
import { counting } from './votes/counting.ts'
import { quarantining } from './votes/quarantining.ts'
import { voteStatistics } from './votes/vote-statistics.ts'

const chapters: Readonly<Record<string, Chapter>> = {
  lifecycle,
  'catalog: looking up': everyKind(lookingUp),
  'catalog: saving': everyKind(saving),
  'catalog: merging': everyKind(merging),
  'catalog: listing': everyKind(listing),
  'catalog: absorbing': everyKind(absorbing),
  'catalog: isolation': everyKind(isolation),
  'catalog: links': links,
  'catalog: absorbing what points to a thing': absorbingLinks,
  'catalog: removing': removing,
  'catalog: setlist songs': setlistSongs,
  'catalog: artist queries': artistQueries,
  'catalog: venue queries': venueQueries,
  'catalog: show queries': showQueries,
  'catalog: song queries': songQueries,
  'catalog: setlist queries': setlistQueries,
  'votes: casting': casting,
  'votes: counting': counting,
  'votes: quarantine': quarantining,
  'votes: statistics': voteStatistics,
  'votes: when the catalog changes': ballotsAndCatalog,
  'trending: factors': trendingFactors,
  'trending: boards': trending,
  fans,
  imports,
  'imports: leases': importLeases,
  jobs,
  'jobs: signs of life': jobSigns,
  quotas,
  'quotas: sliding windows': slidingQuotas,
  settings,
  ops,
  'racing: catalog': racingCatalog,
  'racing: votes': racingVotes,
  'racing: random votes': randomVotes,
  'racing: fans': racingFans,
  'racing: imports': racingImports,
  'racing: jobs': racingJobs,
  'racing: quotas': racingQuotas,
  'racing: settings': racingSettings,
}

/**
 * The storage contract as tests: every adapter passes all of them. `harness` is a test runner's `describe` and `it`;
 * `open` gives an empty storage for each test, which the test closes.
 *
 * Nothing is skipped and nothing waits: instants are arguments. An adapter over a database server should run this
 * against a real one, with several connections, because the racing chapters cannot fail on a single one.
 *
 * @example
 * import { describe, it } from 'vitest'
 * storageContract({ describe, it }, async () => memoryStorage())
 */
export function storageContract(harness: Harness, open: OpenStorage): void {
  const test = createTest(harness, open)
  harness.describe('storage contract', () => {
    for (const [name, chapter] of Object.entries(chapters)) harness.describe(name, () => chapter(test))
  })
}

/**
 * The part of the contract that a store of budgets keeps, for one that is no whole storage.
 *
 * @example
 * quotaContract({ describe, it }, async () => ({ quotas: redisQuotaStore(redis), close: async () => {} }))
 */
export function quotaContract(
  harness: Harness,
  open: () => Promise<Pick<Storage, 'quotas' | 'close'>>,
): void {
  const test = createTest(harness, open)
  harness.describe('quota contract', () => {
    harness.describe('quotas', () => quotas(test))
    harness.describe('sliding windows', () => slidingQuotas(test))
    harness.describe('racing', () => racingQuotas(test))
  })
}

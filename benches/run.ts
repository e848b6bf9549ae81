/**
 * What is fast, side by side with what it replaces. One JSON object a line on the standard output; explanations on
 * the standard error.
 *
 *     pnpm bench               all of them
 *     pnpm bench client        those whose name begins with "client"; that one alone whose whole name it is
 *
 * Those that need PostgreSQL use the server of DATABASE_URL, as one who may do anything there, or start their own.
 */
import { cacheRedis } from './cache-redis.ts'
import { cacheStampede } from './cache-stampede.ts'
import { catalogSave } from './catalog-save.ts'
import { clientLayers } from './client-layers.ts'
import { clientOverhead } from './client-overhead.ts'
import { importCalls } from './import-calls.ts'
import { importMemory } from './import-memory.ts'
import { importPhase1 } from './import-phase1.ts'
import { importTotal } from './import-total.ts'
import { jobsBudget } from './jobs-budget.ts'
import { jobsOnce } from './jobs-once.ts'
import { jobsTick } from './jobs-tick.ts'
import { limitsShared } from './limits-shared.ts'
import { memoryFind } from './memory-find.ts'
import { memorySave } from './memory-save.ts'
import { predictionF1 } from './prediction-f1.ts'
import { queueBullmq } from './queue-bullmq.ts'
import { readsShow } from './reads-show.ts'
import { stopPostgres } from './support/postgres.ts'
import type { Bench } from './support/row.ts'
import { trendingGrowth } from './trending-growth.ts'
import { trendingRefresh } from './trending-refresh.ts'
import { trendingRefreshLimit } from './trending-refresh-limit.ts'
import { trendingTop } from './trending-top.ts'
import { votesHot } from './votes-hot.ts'
import { votesSingle } from './votes-single.ts'
import { votesUniform } from './votes-uniform.ts'

const benches: Readonly<Record<string, Bench>> = {
  'client.overhead': clientOverhead,
  'client.layer': clientLayers,
  'import.phase1': importPhase1,
  'import.total': importTotal,
  'import.calls': importCalls,
  'import.memory': importMemory,
  'jobs.budget': jobsBudget,
  'memory.find': memoryFind,
  'memory.save': memorySave,
  'prediction.f1': predictionF1,
  'catalog.save': catalogSave,
  'queue.bullmq': queueBullmq,
  'reads.show': readsShow,
  'votes.hot': votesHot,
  'votes.uniform': votesUniform,
  'votes.single': votesSingle,
  'trending.refresh': trendingRefresh,
  'trending.refresh.limit': trendingRefreshLimit,
  'trending.growth': trendingGrowth,
  'trending.top': trendingTop,
  'limits.shared': limitsShared,
  'cache.hit': cacheRedis,
  'cache.stampede': cacheStampede,
  'jobs.once': jobsOnce,
  'jobs.tick': jobsTick,
}

const names = Object.keys(benches)
const wanted = process.argv.slice(2)
const unknown = wanted.filter((prefix) => !names.some((name) => name.startsWith(prefix)))
if (unknown.length > 0) {
  console.error(`No bench is called ${unknown.join(', ')}. There are: ${names.join(', ')}.`)
  process.exit(1)
}

const isWanted = (name: string) =>
  wanted.length === 0 ||
  wanted.some((prefix) => (names.includes(prefix) ? name === prefix : name.startsWith(prefix)))

try {
  for (const [name, bench] of Object.entries(benches)) {
    if (!isWanted(name)) continue
    const startedAt = performance.now()
    for await (const row of bench()) process.stdout.write(`${JSON.stringify(row)}\n`)
    console.error(`${name} took ${((performance.now() - startedAt) / 1000).toFixed(0)} s`)
  }
} finally {
  await stopPostgres()
}

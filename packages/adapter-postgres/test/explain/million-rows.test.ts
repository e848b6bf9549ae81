import { defaultTrendingOptions } from '@setvote/sdk/storage'
import { beforeAll, describe, expect, it } from 'vitest'
import { type PostgresStorage, postgresStorage } from '../../src/index.ts'
import { servers, useDatabase } from '../support/test-database.ts'
import { bigTables, fillMillion } from './fill-million.ts'
import { hotReads } from './hot-reads.ts'
import { describeRun, findFaults } from './judge-plan.ts'
import { type PlanWatch, watchPlans } from './watch-plans.ts'
import { hotWrites, rareWrites } from './writes.ts'

/** Indexes that no statement here reads, and why they are there all the same. */
const unread: Readonly<Record<string, string>> = {
  cron_logs_pkey: 'the identity of a line of the log, for those who page through it',
  schema_migrations_pkey: 'no step is recorded twice',
  schema_migrations_lock_pkey: 'the migrator makes one row',
  vote_analytics_by_show: 'a materialized view is refreshed concurrently only with a unique index',
}

const [server] = servers

describe.runIf(server)('at a million rows', () => {
  const database = useDatabase(server!)
  let watch: PlanWatch
  let storage: PostgresStorage

  beforeAll(async () => {
    // The first refresh of all looks at everything, and is not what happens all the time.
    const before = await database.open()
    await before.trending.refresh({ at: new Date(Date.now() - 3_600_000), options: defaultTrendingOptions })
    await fillMillion(database.url)
    watch = watchPlans(database.url)
    storage = postgresStorage({ pool: watch.pool })
    await storage.settings.get('the first use looks at the schema')
    return () => watch.pool.end()
  }, 300_000)

  /** What is wrong with how something was done, in words and plans; empty when nothing is. */
  const faultsOf = async (work: (storage: PostgresStorage) => Promise<unknown>) => {
    const ran = await watch.during(() => work(storage))
    expect(ran.length, 'statements that the server told of').toBeGreaterThan(0)
    return ran
      .flatMap((each) => findFaults(each, bigTables).map((fault) => `${fault}:\n\n${describeRun(each)}`))
      .join('\n\n')
  }

  it.each([...hotReads, ...hotWrites])('touches no more rows than it needs: %s', async (_name, work) => {
    expect(await faultsOf(work)).toBe('')
  })

  it.each(rareWrites)('works: %s', { timeout: 120_000 }, async (_name, work) => {
    await work(storage)
  })

  it('has no index that nothing reads', async () => {
    await database.sql(
      `select setvote.get_vote_stats('x'), setvote.get_trending_shows(), setvote.cleanup_old_data()`,
    )
    // A connection tells what it has counted when it ends.
    await watch.pool.end()
    watch = watchPlans(database.url)
    const rows = await database.sql<{ name: string; reads: number }>(`
      select indexrelname as name, idx_scan::integer as reads from pg_stat_user_indexes
      where schemaname = 'setvote'`)
    const named = rows.map(({ name }) => name)
    expect(Object.keys(unread).filter((name) => !named.includes(name))).toEqual([])
    expect(rows.filter(({ name, reads }) => reads === 0 && !(name in unread))).toEqual([])
  })
})

import { importTopic, showTopic } from '@setvote/sdk'
import { expect, it } from 'vitest'
import type { TestDatabase } from '../../packages/adapter-postgres/test/support/test-database.ts'
import { saveConcert } from '../support/concert.ts'
import { stepsOf } from '../support/import-account.ts'
import { describeServers } from '../support/servers.ts'
import { type App, type AppBench, describeApps, eventually, useApps } from './support/with-apps.ts'

/** Slow enough that an import takes a few seconds. */
const latencyMs = 60

/** What one of two processes over one database is told of the other. */
function createNews(database: TestDatabase, bench: AppBench, heardBy: (topic: string) => Promise<void>) {
  const databaseUrl = database.url
  return {
    /** One imports, another watches and sees every step; `inBetween` happens while the import goes on. */
    async watchImport(inBetween: () => Promise<void> = async () => {}) {
      const storage = await database.open()
      const sandbox = await bench.services({ latencyMs })
      const [importer, watcher] = [
        bench.start(sandbox, { databaseUrl }),
        bench.start(sandbox, { databaseUrl }),
      ]
      const runId = await importer.ask('startImport', sandbox.world.artists[0]!.name)
      await watcher.ask('startWatching', runId)
      await heardBy(importTopic(runId))
      await inBetween()
      await heardBy(importTopic(runId))
      expect((await storage.imports.find(runId))?.status).toBe('running')
      const { seen, early } = await watcher.ask('watched')
      expect((await storage.imports.find(runId))?.status).toBe('completed')
      expect(seen).toEqual(await stepsOf(storage, runId))
      return { steps: seen.length, early }
    },
    /** One casts ballots, another listens and hears their count; `inBetween` happens between two rounds. */
    async hearTally(inBetween: (voter: App) => Promise<void> = async () => {}) {
      const storage = await database.open()
      const sandbox = await bench.services()
      const { showId, songs } = await saveConcert(storage, { songCount: 5 })
      const [voter, listener] = [bench.start(sandbox, { databaseUrl }), bench.start(sandbox, { databaseUrl })]
      await listener.ask('listen', showTopic(showId))
      for (const fan of ['one', 'other']) {
        await heardBy(showTopic(showId))
        const ballots = songs.map((setlistSongId) => ({ fanId: `${fan} fan`, setlistSongId }))
        expect(new Set(await voter.ask('cast', ballots))).toEqual(new Set(['counted']))
        const tally = await storage.votes.tally({ showId })
        const counts = Object.fromEntries(songs.map((id, index) => [id, tally!.songs[index]!.upvotes]))
        await eventually(async () => {
          const heard = await listener.ask('heard')
          const upvotes = heard.map(({ data }) => data.upvotes as Record<string, number>)
          return songs.every((id) => upvotes.findLast((each) => id in each)?.[id] === counts[id])
        })
        if (fan === 'one') await inBetween(voter)
      }
    },
  }
}

describeServers(
  'what happens in one process',
  (database) => {
    describeApps('over Redis', (bench) => {
      const news = createNews(database, bench, (topic) => bench.heardBy(topic, 1))
      async function restart() {
        await bench.redis.kill()
        await bench.redis.start()
      }

      it('is watched step by step in another while it imports', async () => {
        const { steps, early } = await news.watchImport()
        expect(early).toBeGreaterThan(steps / 2)
      })

      it('is heard in another while it counts votes', () => news.hearTally())

      it('is watched to its end in another though Redis was restarted', async () => {
        const { steps, early } = await news.watchImport(restart)
        expect(early).toBeGreaterThan(steps / 2)
      })

      it('is heard again in another when Redis was restarted', () =>
        news.hearTally(async (voter) => {
          await restart()
          await eventually(async () => (await voter.ask('redisHealth')).status === 'up')
        }))
    })

    const bench = useApps()
    /** The last thing that a connection which hears something has said. */
    const connections = () =>
      database.sql<{ pid: number }>(`
        select pid from pg_stat_activity where datname = current_database() and query like 'listen %'`)
    const news = createNews(database, bench, () => eventually(async () => (await connections()).length === 1))
    async function cut() {
      const [connection] = await connections()
      await database.sql('select pg_terminate_backend($1)', [connection!.pid])
      await eventually(async () => (await connections())[0]?.pid !== connection!.pid)
    }

    it('is watched step by step in another while it imports, without Redis', async () => {
      const { steps, early } = await news.watchImport()
      expect(early).toBeGreaterThan(steps / 2)
    })

    it('is heard in another while it counts votes, without Redis', () => news.hearTally())

    it('is heard again in another when its connection was cut, without Redis', () => news.hearTally(cut))
  },
  'newest',
)

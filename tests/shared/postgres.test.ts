import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { describeServers } from '../support/servers.ts'
import {
  attractionsOf,
  eventually,
  mostInASecond,
  mostOfOne,
  requestsOf,
  useApps,
} from './support/with-apps.ts'

const statuses = (endings: readonly { readonly status: string }[]) => endings.map(({ status }) => status)

describeServers(
  'processes that share PostgreSQL and nothing else',
  (database) => {
    const bench = useApps()
    const databaseUrl = database.url

    it('spend one day between them', async () => {
      await database.open()
      const sandbox = await bench.services()
      const limits = { perSecond: null, perDay: 40 }
      const apps = [1, 2].map(() => bench.start(sandbox, { databaseUrl, limits }))
      const ids = attractionsOf(sandbox).slice(0, 25)
      const endings = await Promise.all(apps.map((app) => app.ask('readAttractions', ids)))
      expect(statuses(endings.flat()).toSorted()).toEqual([
        ...Array(40).fill('ok'),
        ...Array(10).fill('rate-limited'),
      ])
      expect(requestsOf(sandbox)).toHaveLength(40)
      for (const app of apps) {
        const services = await app.ask('diagnostics')
        expect(services.find(({ service }) => service === 'ticketmaster')!.budget).toEqual({
          perDay: 40,
          remainingToday: 0,
        })
      }
    })

    it('keep one pace between them', async () => {
      await database.open()
      const sandbox = await bench.services()
      const limits = { perSecond: 10, perDay: null }
      const apps = [1, 2].map(() => bench.start(sandbox, { databaseUrl, limits }))
      const ids = attractionsOf(sandbox).slice(0, 15)
      const endings = await Promise.all(apps.map((app) => app.ask('readAttractions', ids)))
      expect(new Set(statuses(endings.flat()))).toEqual(new Set(['ok']))
      expect(requestsOf(sandbox)).toHaveLength(30)
      expect(mostInASecond(sandbox)).toBeLessThanOrEqual(10)
    })

    it('all wait when one was told to', async () => {
      await database.open()
      const sandbox = await bench.services({
        faults: [{ kind: 'rate-limited-date', service: 'ticketmaster', retryAfterMs: 3000 }],
      })
      const impatient = { databaseUrl, retries: 0, waitBudgetMs: 0 }
      const [one, other] = [bench.start(sandbox, impatient), bench.start(sandbox, impatient)]
      const [id] = attractionsOf(sandbox)
      await other.ask('lines')
      const [told] = await one.ask('readAttractions', [id!])
      const [heard] = await other.ask('readAttractions', [id!])
      expect([told!.status, heard!.status]).toEqual(['rate-limited', 'rate-limited'])
      expect(heard!.retryAt).toEqual(told!.retryAt)
      expect(requestsOf(sandbox)).toHaveLength(1)
      await sleep(told!.retryAt!.getTime() - Date.now())
      expect(statuses(await other.ask('readAttractions', [id!]))).toEqual(['ok'])
    })

    it('import an artist once, and go on with what one of them left when it died', async () => {
      const storage = await database.open()
      const sandbox = await bench.services({ latencyMs: 40 })
      const { name } = sandbox.world.artists[0]!
      const apps = [1, 2].map(() => bench.start(sandbox, { databaseUrl, leaseMs: 2000 }))
      const [runId, sameId] = await Promise.all(apps.map((app) => app.ask('startImport', name)))
      expect(sameId).toBe(runId)
      expect(mostOfOne(requestsOf(sandbox))).toBe(1)
      const run = await storage.imports.find(runId!)
      expect(run?.status).toBe('running')
      expect(await Promise.all(apps.map((app) => app.ask('resumeImport', runId!)))).toEqual([
        'conflict',
        'conflict',
      ])

      // Whichever works on it; both have set out with the same lease.
      const [dying, heir] = apps
      await dying!.kill()
      await eventually(async () => {
        const { status } = (await storage.imports.find(runId!))!
        return status !== 'running' || (await heir!.ask('resumeImport', runId!)) === 'resumed'
      })
      expect((await heir!.ask('finishImport', runId!)).status).toBe('completed')
    })
  },
  'newest',
)

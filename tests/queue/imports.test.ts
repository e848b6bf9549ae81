import { memoryStorage } from '@setvote/adapter-memory'
import { bullmqQueue } from '@setvote/cron-runner/bullmq'
import {
  ArtistImportOrchestrator,
  inProcessQueue,
  StorageError,
  type WorkItem,
  type WorkQueue,
} from '@setvote/sdk'
import type { Storage } from '@setvote/sdk/storage'
import { fakeClock } from '@setvote/sdk/testing'
import { afterEach, describe, expect, it } from 'vitest'
import { hasRedisServer, startRedisServer } from '../../packages/sdk/test/redis/support/redis-server.ts'
import { eventually } from '../support/eventually.ts'
import { clientsOf, openServices } from '../support/fake-services.ts'
import { mortalStorage } from '../support/mortal-storage.ts'

const { sandbox } = openServices()
const [first, second, third] = sandbox.world.artists.map(({ name }) => ({ name }))
const hasRedis = await hasRedisServer()
const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

type Options = Partial<ConstructorParameters<typeof ArtistImportOrchestrator>[0]>
function open(storage: Storage, options: Options = {}): ArtistImportOrchestrator {
  const imports = new ArtistImportOrchestrator({ storage, clients: clientsOf(sandbox), ...options })
  closing.push(() => imports.close())
  return imports
}

describe('imports in a queue of their process', () => {
  it('are found in storage and finished by a process that keeps looking, when theirs has died', async () => {
    const clock = fakeClock('2026-11-21T12:00:00Z')
    const storage = memoryStorage()
    const mortal = mortalStorage(storage, { atCheckpoint: 4, when: 'after' })
    const { id } = await open(mortal.storage, { clock }).start(first!)
    await mortal.died
    const next = open(storage, { clock })
    next.keepResuming({ everyMs: 10_000 })
    await clock.advance(20_000)
    expect((await next.get(id)).status).toBe('running')
    await clock.advance(20_000)
    expect((await next.finished(id)).status).toBe('completed')
  })

  it('are left to others, not cancelled, by a queue that closes', async () => {
    const clock = fakeClock('2026-11-21T12:00:00Z')
    const storage = memoryStorage()
    const queue = inProcessQueue({ clock })
    const leaving = open(storage, { clock, queue })
    const { id } = await leaving.start(first!)
    for await (const { step } of leaving.watch(id)) if (step === 'setlists') break
    await queue.close()
    expect((await leaving.get(id)).status).toBe('running')
    await clock.advance(60_000)
    const next = open(storage, { clock })
    expect((await next.resumeAbandoned()).map((run) => run.id)).toEqual([id])
    expect((await next.finished(id)).status).toBe('completed')
  })

  it('go on by themselves when the storage was away for a moment', async () => {
    const clock = fakeClock('2026-11-21T12:00:00Z')
    const storage = memoryStorage()
    let fails = 0
    const stumbling: Storage = {
      ...storage,
      imports: {
        ...storage.imports,
        async checkpoint(request) {
          if (request.phase === 'catalog' && fails < 2) {
            fails++
            throw new StorageError('The connection was lost')
          }
          return storage.imports.checkpoint(request)
        },
      },
    }
    const imports = open(stumbling, { clock })
    const { id } = await imports.start(first!)
    await eventually(async () => {
      await clock.advance(1000)
      return (await imports.get(id)).status !== 'running'
    })
    expect(fails).toBe(2)
    expect((await imports.get(id)).status).toBe('completed')
  })

  it('are more urgent when a fan asks than when they are taken over', async () => {
    const clock = fakeClock('2026-11-21T12:00:00Z')
    const storage = memoryStorage()
    const items: WorkItem[] = []
    const queue: WorkQueue = {
      ...inProcessQueue(),
      add: async (item) => items.push(item) > 0,
    }
    const imports = open(storage, { queue, clock })
    await imports.start(first!)
    await clock.advance(60_000)
    await imports.resumeAbandoned()
    expect(items.map(({ priority }) => priority)).toEqual([10, 0])
  })

  it.each([0, 99, Number.NaN])('are not looked for every %s ms', (everyMs) => {
    const imports = open(memoryStorage())
    expect(() => imports.keepResuming({ everyMs })).toThrow(
      expect.objectContaining({ code: 'invalid-options', message: expect.stringContaining('everyMs') }),
    )
  })
})

describe.skipIf(!hasRedis)(`imports in a queue on Redis${hasRedis ? '' : ' (no redis-server)'}`, () => {
  it('keep their place while they wait, however often abandoned ones are looked for; a fan goes first', async () => {
    const redis = await startRedisServer()
    closing.push(() => redis.stop())
    const connection = { url: redis.url }
    const storage = memoryStorage()
    const adding = bullmqQueue({ connection, concurrency: 0 })
    const working = bullmqQueue({ connection, concurrency: 1 })
    closing.push(() => Promise.all([adding.close(), working.close()]))

    const past = fakeClock(new Date(Date.now() - 3_600_000))
    const dead = new ArtistImportOrchestrator({
      ...{ storage, clients: clientsOf(sandbox), clock: past },
      queue: { ...inProcessQueue(), add: async () => true },
    })
    const abandoned = [await dead.start(first!), await dead.start(second!)].map(({ id }) => id)
    const web = open(storage, { queue: adding })
    expect((await web.resumeAbandoned()).map(({ id }) => id).toSorted()).toEqual(abandoned.toSorted())
    expect(await web.resumeAbandoned()).toEqual([])
    const fan = await web.start(third!)
    expect(await web.resumeAbandoned()).toEqual([])

    const worker = open(storage, { queue: working })
    const runs = await Promise.all([fan.id, ...abandoned].map((id) => worker.finished(id)))
    expect(runs.every(({ status }) => status.startsWith('completed'))).toBe(true)
    const byEnd = runs.toSorted((a, b) => ended(a) - ended(b)).map(({ id }) => id)
    expect(byEnd[0]).toBe(fan.id)
    await working.idle()
    expect((await working.counts())['import-artist']).toEqual({ waiting: 0, running: 0, delayed: 0, dead: 0 })
  }, 60_000)
})

const ended = (run: object): number => ('finishedAt' in run ? (run.finishedAt as Date).getTime() : Number.NaN)

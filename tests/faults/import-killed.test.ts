import { setTimeout as sleep } from 'node:timers/promises'
import { createSandbox, type ListeningSandbox } from '@setvote/sdk/sandbox'
import type { ArtistReference, ImportRun, Storage } from '@setvote/sdk/storage'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startChild } from '../support/child.ts'
import { accountOf, stepsOf } from '../support/import-account.ts'
import type { ImportingTask } from '../support/importing-process.ts'
import { describeServers } from '../support/servers.ts'
import { snapshotOf } from '../support/snapshot.ts'

/** Where a process dies: by what the storage says of its run. */
interface Death {
  readonly phase: ImportRun['phase']
  isDue(run: ImportRun): boolean
}

const inArtist: Death = { phase: 'artist', isDue: () => true }
/** Songs are read at the same time as shows. */
const inShows: Death = { phase: 'shows', isDue: ({ checkpoint }) => 'songs' in checkpoint }
/** A third of the setlists have been read. */
const inCatalog: Death = {
  phase: 'catalog',
  isDue({ ledger }) {
    const setlists = ledger.lines.find(({ kind }) => kind === 'setlists')
    return setlists !== undefined && setlists.fetched > (setlists.expected ?? 0) / 3
  },
}

describeServers(
  'an import whose process is killed',
  (database) => {
    let sandbox: ListeningSandbox
    let whole: Awaited<ReturnType<typeof resultOf>>
    beforeAll(async () => {
      sandbox = await createSandbox({ limits: false, latencyMs: 30 }).listen()
      const storage = await database.open()
      whole = await resultOf(storage, await ended(start({ name: sandbox.world.artists[0]!.name })))
      expect(whole.account.status).toBe('completed')
    }, 60_000)
    afterAll(() => sandbox.close())

    /** A process that imports an artist, or, without a reference, goes on with what another one has left. */
    function start(reference: ArtistReference | null) {
      const task: ImportingTask = { url: database.url, credentials: sandbox.credentials, reference }
      return startChild('importing-process.ts', task)
    }

    async function ended(child: ReturnType<typeof start>): Promise<ImportRun> {
      const run = await child.hear<ImportRun>()
      await child.end()
      return run
    }

    /** Each process dies at its place, and another one goes on; the last one comes to the end. */
    async function importWith(storage: Storage, deaths: readonly Death[]): Promise<ImportRun> {
      let child = start({ name: sandbox.world.artists[0]!.name })
      let fence = 0
      for (const { phase, isDue } of deaths) {
        const run = await until(storage, (held) => {
          const isTaken = held.status === 'running' && held.lease.fence > fence
          return held.status !== 'running' || (isTaken && held.phase === phase && isDue(held))
        })
        await child.kill()
        const left = await storage.imports.find(run.id)
        expect(left).toMatchObject({ status: 'running', phase })
        fence = left?.status === 'running' ? left.lease.fence : 0
        child = start(null)
      }
      return ended(child)
    }

    it.for([
      { when: 'in the artist phase', deaths: [inArtist] },
      { when: 'in the shows phase', deaths: [inShows] },
      { when: 'in the catalog phase', deaths: [inCatalog] },
      { when: 'in one phase after the other', deaths: [inArtist, inShows, inCatalog] },
    ])(
      '$when is finished by another as if nothing had happened, once',
      { timeout: 120_000 },
      async ({ deaths }) => {
        const storage = await database.open()
        const run = await importWith(storage, deaths)
        const result = await resultOf(storage, run)
        expect(result.account).toEqual(whole.account)
        for (const [kind, things] of Object.entries(whole.snapshot)) {
          expect(result.snapshot[kind], kind).toEqual(things)
        }

        const { items: runs } = await storage.imports.list({})
        expect(runs).toEqual([run])
        const steps = await stepsOf(storage, run.id)
        expect(steps.map(({ sequence }) => sequence)).toEqual(steps.map((_, index) => index + 1))
        const percents = steps.map(({ percent }) => percent)
        expect(percents).toEqual(percents.toSorted((a, b) => a - b))
        expect(steps.filter(({ status }) => status !== 'running')).toEqual([steps.at(-1)])
      },
    )
  },
  'newest',
)

async function resultOf(storage: Storage, run: ImportRun) {
  return { account: accountOf(run), snapshot: await snapshotOf(storage) }
}

/** The only run, as soon as it is as it should be. */
async function until(storage: Storage, isSo: (run: ImportRun) => boolean): Promise<ImportRun> {
  for (;;) {
    const { items } = await storage.imports.list({})
    const [run] = items
    if (run && isSo(run)) return run
    await sleep(2)
  }
}

import { setTimeout as sleep } from 'node:timers/promises'
import { isUpstreamError, type Setvote, warmCache } from '@setvote/sdk'
import type { RedisLayer } from '@setvote/sdk/redis'
import type { BallotKey, DomainEvent, ImportProgress } from '@setvote/sdk/storage'
import { accountOf } from '../../support/import-account.ts'

/** How a call ended: `ok`, or the code of its error. */
export interface Ending {
  readonly status: string
  readonly fromCache: boolean
  readonly retryAt: Date | null
}

export type Deeds = ReturnType<typeof createDeeds>

/** What a process of an app can be asked to do. */
export function createDeeds(setvote: Setvote, layer: RedisLayer) {
  const heard: DomainEvent[] = []
  let loads = 0
  let calling: { stop: boolean; readonly done: Promise<unknown>; readonly endings: string[] } | null = null

  async function attraction(id: string, cache: 'default' | 'reload'): Promise<Ending> {
    try {
      const { response } = await setvote.clients.ticketmaster!.attraction(id, { cache }).withResponse()
      return { status: 'ok', fromCache: response.fromCache, retryAt: null }
    } catch (error) {
      if (!isUpstreamError(error)) throw error
      return { status: error.code, fromCache: false, retryAt: error.retryAt }
    }
  }

  return {
    async import(name: string) {
      const { id } = await setvote.imports.start({ name })
      return accountOf(await setvote.imports.finished(id))
    },
    async startImport(name: string) {
      return (await setvote.imports.start({ name })).id
    },
    /** Every step of a run as it came. It looks for itself only once in ten minutes. */
    async watchImport(runId: string) {
      const steps: ImportProgress[] = []
      for await (const step of setvote.imports.watch(runId, { pollMs: 600_000 })) steps.push(step)
      return steps
    },
    /** Reads attractions, all at once. */
    readAttractions: (ids: readonly string[], cache: 'default' | 'reload' = 'default') =>
      Promise.all(ids.map((id) => attraction(id, cache))),
    /** Asks for one attraction after the other, past the cache, until told to stop. */
    async startCalling(ids: readonly string[]) {
      const endings: string[] = []
      const state = {
        stop: false,
        endings,
        done: Promise.resolve().then(async () => {
          for (let turn = 0; !state.stop; turn++) {
            endings.push((await attraction(ids[turn % ids.length]!, 'reload')).status)
            await sleep(5)
          }
        }),
      }
      calling = state
    },
    async stopCalling() {
      calling!.stop = true
      await calling!.done
      return calling!.endings
    },
    /** Reads a page so many times at once; making it takes a while. */
    readPage: (id: string, times: number) =>
      Promise.all(
        Array.from({ length: times }, () =>
          setvote.cache.read('artist', id, async () => {
            loads++
            await sleep(50)
            return { id }
          }),
        ),
      ),
    forget: (pattern: string) => setvote.cache.invalidate(pattern),
    warm: () => warmCache({ cache: setvote.cache, storage: setvote.storage }),
    /** How many pages were made here. */
    loads: async () => loads,
    cacheMetrics: async () => setvote.cache.metrics(),
    async listen(topic: string) {
      layer.bus.subscribe(topic, (event) => heard.push(event))
    },
    heard: async () => heard,
    cast: (ballots: readonly BallotKey[]) =>
      Promise.all(ballots.map(async (ballot) => (await setvote.votes.cast(ballot)).status)),
    redisHealth: () => layer.health(),
    diagnostics: () => setvote.diagnostics(),
  }
}

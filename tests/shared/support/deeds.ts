import { setTimeout as sleep } from 'node:timers/promises'
import { type EventBus, hasCode, isUpstreamError, type Setvote } from '@setvote/sdk'
import type { BallotKey, DomainEvent, ImportProgress } from '@setvote/sdk/storage'
import { accountOf } from '../../support/import-account.ts'

/** How a call ended: `ok`, or the code of its error. */
export interface Ending {
  readonly status: string
  readonly retryAt: Date | null
}

/** A run as one who watches it saw it. */
export interface WatchedImport {
  readonly seen: readonly ImportProgress[]
  /** How many of these steps it saw before the last one was made. */
  readonly early: number
}

export type Deeds = ReturnType<typeof createDeeds>

/** What a process of an app can be asked to do. */
export function createDeeds(setvote: Setvote, bus: EventBus | undefined) {
  const heard: DomainEvent[] = []
  let loads = 0
  let calling: { stop: boolean; readonly done: Promise<void>; readonly endings: string[] } | null = null
  let watching: Promise<WatchedImport> | null = null

  async function attraction(id: string, cache: 'default' | 'reload'): Promise<Ending> {
    try {
      await setvote.clients.ticketmaster!.attraction(id, { cache })
      return { status: 'ok', retryAt: null }
    } catch (error) {
      if (!isUpstreamError(error)) throw error
      return { status: error.code, retryAt: error.retryAt }
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
    finishImport: async (runId: string) => accountOf(await setvote.imports.finished(runId)),
    /** Whether a run could be taken over. */
    async resumeImport(runId: string) {
      try {
        await setvote.imports.resume(runId)
        return 'resumed'
      } catch (error) {
        if (hasCode(error, 'conflict')) return 'conflict'
        throw error
      }
    },
    /** Begins to watch a run. It looks for itself only once in ten minutes. */
    async startWatching(runId: string) {
      const seen: ImportProgress[] = []
      const seenAt: Date[] = []
      watching = (async () => {
        for await (const step of setvote.imports.watch(runId, { pollMs: 600_000 })) {
          seen.push(step)
          seenAt.push(new Date())
        }
        const endedAt = seen.at(-1)!.at
        return { seen, early: seenAt.filter((at) => at < endedAt).length }
      })()
    },
    /** Every step of that run, as soon as it has ended. */
    watched: async () => watching!,
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
    /** How each of these calls ended. */
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
    /** How many pages were made here. */
    loads: async () => loads,
    cacheMetrics: async () => setvote.cache.metrics(),
    async listen(topic: string) {
      bus!.subscribe(topic, (event) => heard.push(event))
    },
    heard: async () => heard,
    cast: (ballots: readonly BallotKey[]) =>
      Promise.all(ballots.map(async (ballot) => (await setvote.votes.cast(ballot)).status)),
    diagnostics: () => setvote.diagnostics(),
  }
}

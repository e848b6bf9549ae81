import {
  type Clock,
  type Ids,
  type Storage,
  storageContractVersion,
  systemClock,
  uuidIds,
} from '@setvote/sdk/storage'
import { createMemoryCatalog } from './create-memory-catalog.ts'
import { createMemoryFans } from './create-memory-fans.ts'
import { createMemoryImports } from './create-memory-imports.ts'
import { createMemoryJobs } from './create-memory-jobs.ts'
import { createMemoryOps } from './create-memory-ops.ts'
import { createMemoryQuotas } from './create-memory-quotas.ts'
import { createMemorySettings } from './create-memory-settings.ts'
import { createMemoryTrending } from './create-memory-trending.ts'
import { createMemoryVotes } from './create-memory-votes.ts'
import { artistKind } from './kinds/artist-kind.ts'
import { setlistKind } from './kinds/setlist-kind.ts'
import { showKind } from './kinds/show-kind.ts'
import { songKind } from './kinds/song-kind.ts'
import { venueKind } from './kinds/venue-kind.ts'
import { createMemoryState } from './state.ts'
import { whileOpen } from './while-open.ts'

export interface MemoryOptions {
  /** Tells when things were saved. @default the machine's clock */
  readonly clock?: Clock
  /** Makes ids from the prefixes art, ven, sho, son, set, sls (a setlist song), run and job. @default UUIDs */
  readonly ids?: Ids
}

/**
 * The whole storage contract in memory: for tests, demos and small tools. Everything is gone when the process ends.
 *
 * Lists, paging and external ids are indexed. What is stored is copied on its way in and out, so neither side can
 * change what the other holds.
 *
 * @example
 * const storage = memoryStorage()
 * await storage.artists.save({ name: 'Velvet Harbor', externalIds: [{ service: 'spotify', id: '4tZ…' }], source })
 */
export function memoryStorage({ clock = systemClock, ids = uuidIds() }: MemoryOptions = {}): Storage {
  const state = createMemoryState(clock, ids)
  const { tables } = state
  let closed = false
  const isClosed = () => closed
  return {
    contractVersion: storageContractVersion,
    artists: whileOpen(isClosed, createMemoryCatalog(state, artistKind, tables.artists)),
    venues: whileOpen(isClosed, createMemoryCatalog(state, venueKind, tables.venues)),
    shows: whileOpen(isClosed, createMemoryCatalog(state, showKind, tables.shows)),
    songs: whileOpen(isClosed, createMemoryCatalog(state, songKind, tables.songs)),
    setlists: whileOpen(isClosed, createMemoryCatalog(state, setlistKind, tables.setlists)),
    votes: whileOpen(isClosed, createMemoryVotes(state)),
    trending: whileOpen(isClosed, createMemoryTrending(state)),
    fans: whileOpen(isClosed, createMemoryFans(state)),
    imports: whileOpen(isClosed, createMemoryImports(state)),
    jobs: whileOpen(isClosed, createMemoryJobs(state)),
    quotas: whileOpen(isClosed, createMemoryQuotas(state)),
    settings: whileOpen(isClosed, createMemorySettings(state)),
    ops: whileOpen(isClosed, createMemoryOps(state)),
    close: async () => {
      closed = true
    },
  }
}

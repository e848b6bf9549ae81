import { type Clock, systemClock } from '../core/clock.ts'
import { seconds } from '../core/duration.ts'
import { InvalidOptionsError } from '../core/errors.ts'
import { uuidIds } from '../core/ids.ts'
import { type Logger, silentLogger } from '../core/logger.ts'
import { createTurns } from '../core/turns.ts'
import { inProcessQueue } from '../queue/in-process-queue.ts'
import type { WorkQueue } from '../queue/work-queue.ts'
import type { EventBus } from '../realtime/event-bus.ts'
import { inProcessEventBus } from '../realtime/in-process-event-bus.ts'
import type { Storage } from '../storage/storage.ts'
import type { ImportClients } from './import-clients.ts'

export interface ImportOptions {
  readonly storage: Storage
  /** The upstreams to ask. What is left out is named as a gap in every import. */
  readonly clients: ImportClients
  /** Does phases 2 and 3. @default inProcessQueue() */
  readonly queue?: WorkQueue
  /** Wakes watchers. @default inProcessEventBus() */
  readonly bus?: EventBus
  readonly clock?: Clock
  /** @default silent */
  readonly logger?: Logger
  /** Names this process in leases. @default a random id */
  readonly owner?: string
  /** How long a run stays this process's without a sign of life. @default 30_000 */
  readonly leaseMs?: number
  /** Which releases to read songs from. @default ['album', 'single', 'compilation'] */
  readonly releaseGroups?: readonly ReleaseGroup[]
}

export type ReleaseGroup = 'album' | 'single' | 'compilation' | 'appears_on'

export interface ImportDependencies {
  readonly storage: Storage
  readonly clients: ImportClients
  readonly queue: WorkQueue
  readonly bus: EventBus
  readonly clock: Clock
  readonly logger: Logger
  readonly owner: string
  readonly leaseMs: number
  readonly releaseGroups: readonly ReleaseGroup[]
  /** Runs one piece of work after the other: linking listings of one evening must not race itself. */
  readonly inTurn: <Result>(work: () => Promise<Result>) => Promise<Result>
}

export const defaultReleaseGroups: readonly ReleaseGroup[] = ['album', 'single', 'compilation']

const example =
  'new ArtistImportOrchestrator({ storage: memoryStorage(), clients: { spotify: createSpotify({ … }) } })'

export function withDefaults(options: ImportOptions): ImportDependencies {
  const { storage, clients, clock = systemClock, logger = silentLogger, leaseMs = seconds(30) } = options
  if (!storage) throw new InvalidOptionsError(`ArtistImportOrchestrator needs a \`storage\`: ${example}`)
  if (!clients) throw new InvalidOptionsError(`ArtistImportOrchestrator needs \`clients\`: ${example}`)
  if (!(leaseMs >= 1000)) {
    throw new InvalidOptionsError(
      'ArtistImportOrchestrator: `leaseMs` must be at least 1000 (a second), for example 30_000',
    )
  }
  return {
    storage,
    clients,
    clock,
    logger,
    leaseMs,
    queue: options.queue ?? inProcessQueue({ clock, logger }),
    bus: options.bus ?? inProcessEventBus({ logger }),
    owner: options.owner ?? uuidIds()('worker'),
    releaseGroups: options.releaseGroups ?? defaultReleaseGroups,
    inTurn: createTurns(),
  }
}

/** Whether there is anybody to import from: an app that only counts votes has no service at all. */
export const hasClients = (clients: ImportClients): boolean =>
  Object.values(clients).some((client) => client !== undefined)

export function needClients(clients: ImportClients): void {
  if (hasClients(clients)) return
  throw new InvalidOptionsError(
    'There is no service to import from: give createSetvote at least one of spotify, ticketmaster and setlistfm',
  )
}

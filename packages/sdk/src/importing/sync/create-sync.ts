import { type Clock, systemClock } from '../../core/clock.ts'
import { NotFoundError } from '../../core/errors.ts'
import { type Logger, silentLogger } from '../../core/logger.ts'
import { createTurns } from '../../core/turns.ts'
import { type ImportLedger, isReconciled } from '../../domain/import-run.ts'
import type { Storage } from '../../storage/storage.ts'
import type { Lane } from '../../upstream/call.ts'
import type { ImportClients } from '../import-clients.ts'
import { defaultReleaseGroups, type ReleaseGroup } from '../import-options.ts'
import { emptyLedger, withEntries, withGap } from '../ledger.ts'
import type { Journal } from './journal.ts'
import { linkSongs } from './link-songs.ts'
import { syncArtist } from './sync-artist.ts'
import { syncImages } from './sync-images.ts'
import { type SetlistFeedOptions, type SetlistFeedStep, syncSetlistFeed } from './sync-setlist-feed.ts'
import { syncEditedSetlists, syncSetlists } from './sync-setlists.ts'
import { syncShows } from './sync-shows.ts'
import { syncSongs } from './sync-songs.ts'
import type { SyncTask } from './sync-task.ts'
import { syncVenues } from './sync-venues.ts'

export interface SyncOptions {
  readonly storage: Storage
  readonly clients: ImportClients
  readonly clock?: Clock
  readonly logger?: Logger
  /** Which releases to read songs from. @default ['album', 'single', 'compilation'] */
  readonly releaseGroups?: readonly ReleaseGroup[]
}

export interface SyncCallOptions {
  readonly signal?: AbortSignal
  /** @default 'background' */
  readonly lane?: Lane
}

/** What a sync has done: its account, and whether that adds up. */
export interface SyncResult {
  readonly artistId: string
  readonly status: 'completed' | 'completed-with-gaps'
  readonly ledger: ImportLedger
}

/** The parts of an import, each alone, for artists that are in storage. A `NotFoundError` for one that is not. */
export interface Sync {
  /** What the services say about the artist itself. */
  artist(artistId: string, options?: SyncCallOptions): Promise<SyncResult>
  /** Shows that Ticketmaster lists, with their venues. */
  shows(artistId: string, options?: SyncCallOptions): Promise<SyncResult>
  /** Details of the venues of the artist's shows. */
  venues(artistId: string, options?: SyncCallOptions): Promise<SyncResult>
  /** Songs and recordings from Spotify. */
  songs(artistId: string, options?: SyncCallOptions): Promise<SyncResult>
  /** Past setlists; after the first time only those that were added or edited since, unless `full`. */
  setlists(artistId: string, options?: SyncCallOptions & { readonly full?: boolean }): Promise<SyncResult>
  /**
   * What anybody edited at setlist.fm since an instant, as far as it is about artists in storage: one step a page.
   * Nothing without a setlist.fm client. A failure of setlist.fm ends it with that error; `from` goes on.
   */
  setlistFeed(options: SetlistFeedOptions): AsyncIterable<SetlistFeedStep>
  /** Pictures of the artist. */
  images(artistId: string, options?: SyncCallOptions): Promise<SyncResult>
}

/**
 * Makes the sync services.
 *
 * @example
 * const sync = createSync({ storage, clients: { setlistfm: createSetlistfm({ apiKey }) } })
 * const { ledger } = await sync.setlists(artist.id)
 */
export function createSync(options: SyncOptions): Sync {
  const {
    storage,
    clients,
    clock = systemClock,
    logger = silentLogger,
    releaseGroups = defaultReleaseGroups,
  } = options
  const dependencies = { storage, clients, clock, logger, releaseGroups, inTurn: createTurns() }

  async function run(
    artistId: string,
    tasks: readonly SyncTask[],
    { signal, lane = 'background' }: SyncCallOptions,
  ): Promise<SyncResult> {
    const artist = await storage.artists.find(artistId)
    if (!artist) throw new NotFoundError(`There is no artist ${artistId} in storage: import it first`)
    const { journal, ledger } = looseJournal(signal ?? new AbortController().signal, lane)
    for (const task of tasks) await task(dependencies, artist, journal)
    return {
      artistId,
      ledger: ledger(),
      status: isReconciled(ledger()) ? 'completed' : 'completed-with-gaps',
    }
  }

  return {
    artist: (artistId, call = {}) => run(artistId, [syncArtist], call),
    shows: (artistId, call = {}) => run(artistId, [syncShows], call),
    venues: (artistId, call = {}) => run(artistId, [syncVenues], call),
    songs: (artistId, call = {}) => run(artistId, [syncSongs, linkSongs], call),
    setlists: (artistId, { full = false, ...call } = {}) =>
      run(artistId, [full ? syncSetlists : syncEditedSetlists, linkSongs], call),
    setlistFeed: (feed) => syncSetlistFeed(dependencies, feed),
    images: (artistId, call = {}) => run(artistId, [syncImages], call),
  }
}

/** A journal for work that is begun anew when it is interrupted. */
function looseJournal(
  signal: AbortSignal,
  lane: Lane,
): { readonly journal: Journal; readonly ledger: () => ImportLedger } {
  let ledger = emptyLedger
  return {
    ledger: () => ledger,
    journal: {
      position: null,
      signal,
      lane,
      async advance({ entries }) {
        ledger = withEntries(ledger, entries)
      },
      async gap(gap) {
        ledger = withGap(ledger, gap)
      },
    },
  }
}

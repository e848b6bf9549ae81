import type { Artist } from '../../domain/artist.ts'
import type { Lane } from '../../upstream/call.ts'
import type { ImportDependencies } from '../import-options.ts'
import { linkSongs } from '../sync/link-songs.ts'
import { syncSetlists } from '../sync/sync-setlists.ts'
import { syncShows } from '../sync/sync-shows.ts'
import { syncSongs } from '../sync/sync-songs.ts'
import type { SyncTask } from '../sync/sync-task.ts'
import type { ImportTask } from './run-progress.ts'
import type { RunRecord } from './run-record.ts'
import { unresolvedGaps } from './unresolved-gaps.ts'

type BackgroundTask = Exclude<ImportTask, 'artist'>

const tasks: Readonly<Record<BackgroundTask, SyncTask>> = {
  shows: syncShows,
  songs: syncSongs,
  setlists: syncSetlists,
  link: linkSongs,
}

/**
 * Phases 2 and 3. The services do not wait for each other: each has its own pace, and the slowest sets the time
 * of the whole. Linking needs what all of them have stored.
 */
export async function runTasks(
  dependencies: ImportDependencies,
  artist: Artist,
  record: RunRecord,
  context: { readonly signal: AbortSignal; readonly lane: Lane },
): Promise<void> {
  const failed = new AbortController()
  const signal = AbortSignal.any([context.signal, failed.signal])
  for (const { task, gap } of unresolvedGaps(artist, record.ledger().gaps)) {
    await record.journalOf(task, { signal, lane: context.lane }).gap(gap)
  }
  const run = async (task: BackgroundTask) => {
    if (record.hasEnded(task)) return
    try {
      await tasks[task](dependencies, artist, record.journalOf(task, { signal, lane: context.lane }))
      signal.throwIfAborted()
      await record.end(task)
    } catch (error) {
      failed.abort(error)
      throw error
    }
  }
  await Promise.allSettled([run('shows'), run('songs'), run('setlists')])
  signal.throwIfAborted()
  await run('link')
}

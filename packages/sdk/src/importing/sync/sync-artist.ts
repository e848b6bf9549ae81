import { listIdentityOverrides } from '../identity/identity-overrides.ts'
import { completeArtist } from '../identity/resolve-artist.ts'
import { toArtistSources } from '../identity/to-artist-sources.ts'
import { storeResolved } from '../phase-artist.ts'
import type { SyncTask } from './sync-task.ts'

/** Asks every service about an artist in storage, by the ids it has, and looks for those it lacks. */
export const syncArtist: SyncTask = async (dependencies, artist, journal) => {
  const { storage, clients, clock } = dependencies
  const { id, name, externalIds } = artist
  const held = { id, name, externalIds, source: { service: 'setvote', at: clock.now(), url: null } } as const
  const resolved = await completeArtist(
    toArtistSources(clients, clock),
    { drafts: [held], gaps: [] },
    { signal: journal.signal, lane: journal.lane },
    await listIdentityOverrides(storage.settings),
  )
  const page = await storeResolved(dependencies, resolved)
  await journal.advance({ position: null, entries: page.entries })
  for (const gap of page.gaps) await journal.gap(gap)
}

import type { Setlist } from '../../clients/setlistfm/schemas.ts'
import type { Artist } from '../../domain/artist.ts'
import type { CallOptions } from '../../upstream/call.ts'
import type { Journal } from './journal.ts'
import { linkSongs } from './link-songs.ts'
import { createVenueLinker } from './link-venues.ts'
import { storeSetlists } from './store-setlists.ts'
import type { SyncDependencies } from './sync-task.ts'

/** One page of what was edited at setlist.fm. */
export interface SetlistFeedStep {
  /** Where to go on after it; null after the last page. */
  readonly next: string | null
  /** How many edits there are in all, as setlist.fm says. */
  readonly total: number | null
  readonly fetched: number
  /** Setlists with songs that are now in storage. */
  readonly stored: number
  /** Edits about artists who are not in storage. */
  readonly ofOthers: number
  /** Whose setlists they were. */
  readonly artistIds: readonly string[]
}

export interface SetlistFeedOptions extends Pick<CallOptions, 'signal' | 'lane'> {
  readonly since: Date
  /** The `next` of an earlier step. */
  readonly from?: string | null
}

/** Reads what anybody edited at setlist.fm since an instant, and stores what is about artists in storage. */
export async function* syncSetlistFeed(
  dependencies: SyncDependencies,
  { since, from = null, signal, lane = 'background' }: SetlistFeedOptions,
): AsyncGenerator<SetlistFeedStep> {
  const { setlistfm } = dependencies.clients
  if (!setlistfm) return
  const linkVenues = createVenueLinker(dependencies.storage.venues)
  const journal = silentJournal(signal ?? new AbortController().signal, lane)
  const pages = setlistfm
    .updatedSetlists({ since }, { ...(signal && { signal }), lane })
    .pages(from === null ? {} : { from })
  for await (const page of pages) {
    let stored = 0
    const ours = await byArtist(dependencies, page.items)
    for (const [artist, setlists] of ours) {
      const account = await storeSetlists(dependencies, artist, setlists, linkVenues)
      stored += account.setlists.stored
      if (account.setlists.stored > 0) await linkSongs(dependencies, artist, journal)
    }
    const known = [...ours.values()].reduce((sum, { length }) => sum + length, 0)
    yield {
      next: page.next,
      total: page.total,
      fetched: page.items.length,
      stored,
      ofOthers: page.items.length - known,
      artistIds: [...ours.keys()].map(({ id }) => id),
    }
  }
}

async function byArtist(
  { storage }: SyncDependencies,
  setlists: readonly Setlist[],
): Promise<ReadonlyMap<Artist, readonly Setlist[]>> {
  const mbids = [...new Set(setlists.flatMap(({ artist }) => artist?.mbid.toLowerCase() ?? []))]
  const held = await storage.artists.findMany(mbids.map((id) => ({ service: 'musicbrainz', id })))
  const byMbid = new Map(mbids.map((mbid, index) => [mbid, held[index] ?? null]))
  const ours = new Map<string, { readonly artist: Artist; readonly setlists: Setlist[] }>()
  for (const setlist of setlists) {
    const artist = byMbid.get(setlist.artist?.mbid.toLowerCase() ?? '')
    if (!artist) continue
    const group = ours.get(artist.id) ?? { artist, setlists: [] }
    group.setlists.push(setlist)
    ours.set(artist.id, group)
  }
  return new Map([...ours.values()].map(({ artist, setlists: own }) => [artist, own]))
}

/** Nobody keeps an account of the feed but the steps. */
const silentJournal = (signal: AbortSignal, lane: Journal['lane']): Journal => ({
  position: null,
  signal,
  lane,
  async advance() {},
  async gap() {},
})

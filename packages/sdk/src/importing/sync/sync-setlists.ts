import type { Setlistfm } from '../../clients/setlistfm/client.ts'
import { fromWireInstant } from '../../clients/setlistfm/dates.ts'
import type { Setlist } from '../../clients/setlistfm/schemas.ts'
import type { Artist } from '../../domain/artist.ts'
import { idsAt } from '../../domain/external-id.ts'
import type { CallOptions } from '../../upstream/call.ts'
import type { List } from '../../upstream/list.ts'
import { notConfigured } from '../gaps.ts'
import type { Journal } from './journal.ts'
import { createVenueLinker } from './link-venues.ts'
import { storeSetlists } from './store-setlists.ts'
import { venueEntry } from './sync-shows.ts'
import { type SyncDependencies, type SyncTask, withGaps } from './sync-task.ts'

/** The page to read next (null after the last), the venues counted so far, and the latest edit seen. */
interface Position {
  readonly next: string | null
  readonly venues: readonly string[]
  readonly newest: string | null
}

/**
 * Reads every setlist of an artist from setlist.fm and stores what was played, with its shows and venues. A setlist
 * that nobody has filled in is a show without a setlist: it does not say that nothing was played.
 */
export const syncSetlists: SyncTask = (dependencies, artist, journal) =>
  readSetlists(dependencies, artist, journal, (setlistfm, mbid, options) =>
    setlistfm.artistSetlists(mbid, options),
  )

/** Like `syncSetlists`, but only what was added or edited since the last time; everything, the first time. */
export const syncEditedSetlists: SyncTask = async (dependencies, artist, journal) => {
  const since = fromStored(await dependencies.storage.settings.get(watermarkOf(artist)))
  await readSetlists(dependencies, artist, journal, (setlistfm, mbid, options) =>
    since
      ? setlistfm.updatedSetlists({ since, artistMbid: mbid }, options)
      : setlistfm.artistSetlists(mbid, options),
  )
}

async function readSetlists(
  dependencies: SyncDependencies,
  artist: Artist,
  journal: Journal,
  listOf: (setlistfm: Setlistfm, mbid: string, options: CallOptions) => List<Setlist>,
): Promise<void> {
  const { clients, storage } = dependencies
  const { setlistfm } = clients
  if (!setlistfm) return journal.gap(notConfigured('setlists', 'setlistfm'))
  const [mbid] = idsAt(artist, 'musicbrainz')
  const start = journal.position as unknown as Position | null
  if (!mbid || start?.next === null) return

  await withGaps(journal, { kind: 'setlists', service: 'setlistfm' }, async () => {
    const linkVenues = createVenueLinker(storage.venues)
    const counted = new Set(start?.venues)
    let newest = start?.newest ?? null
    const pages = listOf(setlistfm, mbid, { signal: journal.signal, lane: journal.lane }).pages(
      start ? { from: start.next! } : {},
    )
    for await (const page of pages) {
      const { venues, shows, setlists } = await storeSetlists(dependencies, artist, page.items, linkVenues)
      newest = latestEdit(page.items, newest)
      const newVenues = [...venues].filter(([key]) => !counted.has(key))
      for (const [key] of newVenues) counted.add(key)
      const expected = page.total !== null && { expected: page.total }
      await journal.advance({
        position: { next: page.next, venues: [...counted], newest },
        entries: [
          { kind: 'setlists', service: 'setlistfm', ...expected, fetched: page.items.length, ...setlists },
          { kind: 'shows', service: 'setlistfm', ...expected, fetched: page.items.length, ...shows },
          venueEntry(
            'setlistfm',
            newVenues.map(([, { listing }]) => listing),
          ),
        ],
      })
      if (page.next === null && newest !== null) await storage.settings.set(watermarkOf(artist), newest)
    }
  })
}

const watermarkOf = (artist: Artist) => `sync.setlists.${artist.id}`

const fromStored = (value: unknown): Date | null => (typeof value === 'string' ? new Date(value) : null)

function latestEdit(setlists: readonly Setlist[], known: string | null): string | null {
  const edits = setlists.flatMap(({ lastUpdated }) => fromWireInstant(lastUpdated)?.toISOString() ?? [])
  return [...edits, ...(known ? [known] : [])].toSorted().at(-1) ?? null
}

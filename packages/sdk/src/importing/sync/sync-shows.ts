import { isMusic } from '../../clients/ticketmaster/classification.ts'
import { packageReasons } from '../../clients/ticketmaster/package-rule.ts'
import type { Event } from '../../clients/ticketmaster/schemas.ts'
import { toVenueDraftOf } from '../../clients/ticketmaster/to-domain.ts'
import { toShowDraft } from '../../clients/ticketmaster/to-show-draft.ts'
import type { Artist } from '../../domain/artist.ts'
import { idsAt } from '../../domain/external-id.ts'
import type { ShowDraft } from '../../domain/show.ts'
import type { VenueDraft } from '../../domain/venue.ts'
import { notConfigured } from '../gaps.ts'
import { countSkip, type LedgerEntry } from '../ledger.ts'
import { linkShows } from './link-shows.ts'
import { createVenueLinker, mainKey } from './link-venues.ts'
import { type SyncDependencies, type SyncTask, withGaps } from './sync-task.ts'
import { withArtist } from './with-artist.ts'

/** The page to read next (null after the last), and the venues counted so far. */
interface Position {
  readonly next: string | null
  readonly venues: readonly string[]
}

/**
 * Reads an artist's events from Ticketmaster and stores them as evenings with their venues. Listings that sell
 * something beside an evening (packages, parking, passes) are left out; two listings of one evening become one.
 */
export const syncShows: SyncTask = async (dependencies, artist, journal) => {
  const { ticketmaster } = dependencies.clients
  if (!ticketmaster) return journal.gap(notConfigured('shows', 'ticketmaster'))
  const [attractionId] = idsAt(artist, 'ticketmaster')
  const start = journal.position as unknown as Position | null
  if (!attractionId || start?.next === null) return

  await withGaps(journal, { kind: 'shows', service: 'ticketmaster' }, async () => {
    const linkVenues = createVenueLinker(dependencies.storage.venues)
    const counted = new Set(start?.venues)
    const pages = ticketmaster
      .attractionEvents(attractionId, {}, { signal: journal.signal, lane: journal.lane })
      .pages(start ? { from: start.next! } : {})
    for await (const page of pages) {
      const { evenings, skipped } = await readEvents(dependencies, artist, page.items)
      const venues = await dependencies.inTurn(() => linkVenues(evenings.flatMap(({ venue }) => venue ?? [])))
      const drafts = evenings.map(({ show, venue }) =>
        venue ? { ...show, venueId: venues.get(mainKey(venue))!.venueId } : show,
      )
      const linked = await dependencies.inTurn(() => linkShows(dependencies.storage.shows, artist.id, drafts))
      for (const { listing } of linked) if (listing === 'again') countSkip(skipped, 'same-evening')
      const newVenues = [...new Set(evenings.flatMap(({ venue }) => (venue ? [mainKey(venue)] : [])))].filter(
        (key) => !counted.has(key),
      )
      for (const key of newVenues) counted.add(key)
      await journal.advance({
        position: { next: page.next, venues: [...counted] },
        entries: [
          {
            kind: 'shows',
            service: 'ticketmaster',
            ...(page.total !== null && { expected: page.total }),
            fetched: page.items.length,
            stored: linked.filter(({ listing }) => listing === 'first').length,
            skipped,
          },
          venueEntry(
            'ticketmaster',
            newVenues.map((key) => venues.get(key)!.listing),
          ),
        ],
      })
    }
  })
}

interface Evening {
  readonly show: ShowDraft
  readonly venue: VenueDraft | null
}

/** The events that are evenings of this artist, resale listings last: they give way to any other listing. */
async function readEvents({ storage, clock }: SyncDependencies, artist: Artist, events: readonly Event[]) {
  const skipped: Record<string, number> = {}
  const own = idsAt(artist, 'ticketmaster')
  const artistIds = await knownActs(storage, artist, events)
  const evenings: (Evening & { readonly resale: boolean })[] = []
  for (const event of events) {
    const reasons = packageReasons(event)
    const acts = event._embedded?.attractions ?? []
    const beside = reasons.find((reason) => reason !== 'resale')
    const mapped = toShowDraft(event, { at: clock.now(), venueId: null, artistIds })
    if (acts.length > 0 && !acts.some(({ id }) => own.includes(id))) countSkip(skipped, 'other-artist')
    else if (!isMusic(event)) countSkip(skipped, 'not-music')
    else if (beside) countSkip(skipped, beside)
    else if (!mapped.draft) countSkip(skipped, mapped.reason)
    else {
      const venue = toVenueDraftOf(event, { at: clock.now() }).draft
      evenings.push({ show: withArtist(mapped.draft, artist), venue, resale: reasons.length > 0 })
    }
  }
  return { evenings: evenings.toSorted((a, b) => Number(a.resale) - Number(b.resale)), skipped }
}

/** The acts of these events that are in storage, this artist among them, by attraction id. */
async function knownActs(storage: SyncDependencies['storage'], artist: Artist, events: readonly Event[]) {
  const ids = [
    ...new Set(events.flatMap((event) => (event._embedded?.attractions ?? []).map(({ id }) => id))),
  ]
  const held = await storage.artists.findMany(ids.map((id) => ({ service: 'ticketmaster', id })))
  const known = new Map(idsAt(artist, 'ticketmaster').map((id) => [id, artist.id]))
  for (const [index, id] of ids.entries()) {
    const act = held[index]
    if (act) known.set(id, act.id)
  }
  return known
}

/** The account of venues seen for the first time in a task. */
export function venueEntry(
  service: LedgerEntry['service'],
  listings: readonly ('first' | 'again')[],
): LedgerEntry {
  const again = listings.filter((listing) => listing === 'again').length
  return {
    kind: 'venues',
    service,
    expectedMore: listings.length,
    fetched: listings.length,
    stored: listings.length - again,
    skipped: { 'same-venue': again },
  }
}

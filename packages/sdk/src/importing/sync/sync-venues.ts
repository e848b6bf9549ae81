import { toVenueDraft } from '../../clients/ticketmaster/to-domain.ts'
import { eachItem } from '../../core/page.ts'
import { idsAt } from '../../domain/external-id.ts'
import { notConfigured } from '../gaps.ts'
import { countSkip } from '../ledger.ts'
import { type SyncTask, withGaps } from './sync-task.ts'

/** Asks Ticketmaster for the details of the venues that an artist plays. */
export const syncVenues: SyncTask = async ({ storage, clients, clock }, artist, journal) => {
  const { ticketmaster } = clients
  if (!ticketmaster) return journal.gap(notConfigured('venues', 'ticketmaster'))
  const venueIds = new Set<string>()
  for await (const show of eachItem((cursor) =>
    storage.shows.list({ artistId: artist.id, limit: 1000, cursor }),
  )) {
    if (show.venueId) venueIds.add(show.venueId)
  }
  const venues = await storage.venues.findMany([...venueIds])
  for (const venue of venues) {
    const [id] = venue ? idsAt(venue, 'ticketmaster') : []
    if (!venue || !id) continue
    await withGaps(journal, { kind: 'venues', service: 'ticketmaster' }, async () => {
      const { draft, reason } = toVenueDraft(
        await ticketmaster.venue(id, { signal: journal.signal, lane: journal.lane }),
        { at: clock.now() },
      )
      const skipped: Record<string, number> = {}
      if (draft) await storage.venues.save({ ...draft, id: venue.id })
      else countSkip(skipped, reason)
      await journal.advance({
        position: null,
        entries: [
          {
            kind: 'venues',
            service: 'ticketmaster',
            expectedMore: 1,
            fetched: 1,
            stored: draft ? 1 : 0,
            skipped,
          },
        ],
      })
    })
  }
}

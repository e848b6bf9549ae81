import { idsAt } from '../../domain/external-id.ts'
import { toArtistSources } from '../identity/to-artist-sources.ts'
import { type SyncTask, withGaps } from './sync-task.ts'

/** Asks the services that have pictures of an artist for the present ones. */
export const syncImages: SyncTask = async ({ storage, clients, clock }, artist, journal) => {
  const { services } = toArtistSources(clients, clock)
  for (const service of ['spotify', 'ticketmaster'] as const) {
    const [id] = idsAt(artist, service)
    const source = services[service]
    if (!id || !source) continue
    await withGaps(journal, { kind: 'artist', service }, async () => {
      const {
        name,
        images = [],
        source: stated,
      } = await source.byId(id, { signal: journal.signal, lane: journal.lane })
      await storage.artists.save({
        id: artist.id,
        name,
        images,
        externalIds: artist.externalIds,
        source: stated,
      })
      await journal.advance({
        position: null,
        entries: [{ kind: 'artist', service, expected: 1, fetched: 1, stored: 1 }],
      })
    })
  }
}

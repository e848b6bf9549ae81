import type { Artist } from '../../domain/artist.ts'
import { idsAt } from '../../domain/external-id.ts'
import type { ImportGap } from '../../domain/import-run.ts'

/** Which id opens which part of the catalog, and whose failure may have kept it from us. */
const doors = [
  { task: 'shows', kind: 'shows', service: 'ticketmaster', id: 'ticketmaster', keepers: ['ticketmaster'] },
  { task: 'songs', kind: 'tracks', service: 'spotify', id: 'spotify', keepers: ['spotify'] },
  {
    task: 'setlists',
    kind: 'setlists',
    service: 'setlistfm',
    id: 'musicbrainz',
    keepers: ['setlistfm', 'musicbrainz'],
  },
] as const

/**
 * What will be missing because phase 1 could not find out who the artist is at a service. An artist whom a service
 * does not know leaves no gap: there is nothing to miss.
 */
export function unresolvedGaps(artist: Artist, gaps: readonly ImportGap[]) {
  return doors.flatMap(({ task, kind, service, id, keepers }) => {
    const cause = gaps.find(
      (gap) => gap.kind === 'artist' && keepers.some((keeper) => keeper === gap.service),
    )
    if (!cause || idsAt(artist, id).length > 0) return []
    const message = `The ${kind} of ${artist.name} are missing: ${cause.message}`
    return [{ task, gap: { kind, service, reason: 'artist-unresolved', message, retryAt: cause.retryAt } }]
  })
}

import type { ArtistReference } from '../../domain/import-run.ts'
import { looseNameKey } from '../../matching/normalize-name.ts'

/**
 * The reference as text, the same for references that mean the same: at most one run of it is live. Names mean the
 * same when the search for an artist would take one for the other.
 */
export function subjectOf(reference: ArtistReference): string {
  if ('ticketmasterId' in reference) return `ticketmaster:${reference.ticketmasterId}`
  if ('spotifyId' in reference) return `spotify:${reference.spotifyId}`
  if ('mbid' in reference) return `musicbrainz:${reference.mbid.toLowerCase()}`
  return `name:${looseNameKey(reference.name)}`
}

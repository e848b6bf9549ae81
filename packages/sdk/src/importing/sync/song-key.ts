import type { ExternalId } from '../../domain/external-id.ts'
import { songTitleKey } from '../../matching/title.ts'

/** What makes two recordings, or a recording and a line of a setlist, one song of an artist: its title. */
export const songKey = (artistId: string, title: string): ExternalId => ({
  service: 'setvote',
  id: `song:${artistId}:${songTitleKey(title)}`,
})

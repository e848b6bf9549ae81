import type { Artist } from '../../domain/artist.ts'
import { idsAt } from '../../domain/external-id.ts'
import type { ShowDraft } from '../../domain/show.ts'

/** The show with the artist in its lineup, also when the listing names nobody. */
export function withArtist(draft: ShowDraft, artist: Artist): ShowDraft {
  const lineup = draft.lineup ?? []
  if (lineup.some(({ artistId }) => artistId === artist.id)) return draft
  return {
    ...draft,
    lineup: [
      ...lineup,
      {
        artistId: artist.id,
        name: artist.name,
        role: lineup.length === 0 ? 'headliner' : 'support',
        ticketmasterId: idsAt(artist, 'ticketmaster')[0] ?? null,
        mbid: idsAt(artist, 'musicbrainz')[0] ?? null,
      },
    ],
  }
}

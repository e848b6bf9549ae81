import { artistDraft, setlistDraft, showDraft } from '@setvote/sdk/conformance'
import type { ShowDraft, Storage } from '@setvote/sdk/storage'

export interface Concert {
  readonly artistId: string
  readonly showId: string
  readonly setlistId: string
  /** Ids of the setlist songs, in their order. */
  readonly songs: readonly string[]
}

/** An artist, a show of theirs, and its setlist to vote on. */
export async function saveConcert(
  storage: Storage,
  { songCount = 10, show = {} }: { readonly songCount?: number; readonly show?: Partial<ShowDraft> } = {},
): Promise<Concert> {
  const { entity: artist } = await storage.artists.save(artistDraft())
  const lineup = [
    { artistId: artist.id, name: artist.name, role: 'headliner' as const, ticketmasterId: null, mbid: null },
  ]
  const { entity: evening } = await storage.shows.save(showDraft({ lineup, ...show }))
  const songs = Array.from({ length: songCount }, (_, index) => ({ title: `Song ${index}` }))
  const { entity: setlist } = await storage.setlists.save(
    setlistDraft({ artistId: artist.id, showId: evening.id, songs }),
  )
  return {
    artistId: artist.id,
    showId: evening.id,
    setlistId: setlist.id,
    songs: setlist.songs.map(({ id }) => id),
  }
}

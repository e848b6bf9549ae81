import { artistDraft, setlistDraft, showDraft } from '@setvote/sdk/conformance'
import type { Storage } from '@setvote/sdk/storage'

/** Artist `a` at show `h`, and the songs of setlist `l`: three to vote for, and one from tape. */
export async function setStage(
  storage: Storage,
  show: object = {},
): Promise<[string, string, string, string]> {
  await storage.artists.save(artistDraft({ id: 'a' }))
  await storage.shows.save(showDraft({ id: 'h', ...show }))
  const songs = [
    { title: 'Low Tide' },
    { title: 'North' },
    { title: 'South' },
    { title: 'Intro', tape: true },
  ]
  const { entity } = await storage.setlists.save(setlistDraft({ id: 'l', artistId: 'a', showId: 'h', songs }))
  return entity.songs.map(({ id }) => id) as [string, string, string, string]
}

import { eachItem } from '@setvote/sdk'
import type { Artist, Setlist, Show, Song, Storage, Venue } from '@setvote/sdk/storage'

export interface Everything {
  readonly artists: Artist[]
  readonly venues: Venue[]
  readonly shows: Show[]
  readonly songs: Song[]
  readonly setlists: Setlist[]
}

/** The whole catalog of a storage. */
export async function everything(storage: Storage): Promise<Everything> {
  const page = { limit: 1000 }
  return {
    artists: await Array.fromAsync(eachItem((cursor) => storage.artists.list({ ...page, cursor }))),
    venues: await Array.fromAsync(eachItem((cursor) => storage.venues.list({ ...page, cursor }))),
    shows: await Array.fromAsync(eachItem((cursor) => storage.shows.list({ ...page, cursor }))),
    songs: await Array.fromAsync(eachItem((cursor) => storage.songs.list({ ...page, cursor }))),
    setlists: await Array.fromAsync(eachItem((cursor) => storage.setlists.list({ ...page, cursor }))),
  }
}

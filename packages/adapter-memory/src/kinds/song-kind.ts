import { mergeSong, Song, type SongDraft, type SongQuery, uniteSongs } from '@setvote/sdk/storage'
import { everything, type Kind, wholeList } from './kind.ts'
import { searching } from './searching.ts'

export const songKind: Kind<Song, SongDraft, SongQuery> = {
  name: 'songs',
  idPrefix: 'son',
  schema: Song.omit({ provenance: true }),
  merge: mergeSong,
  unite: uniteSongs,
  listsOf: ({ id, artistId }) => [
    { list: everything, place: id },
    { list: `artist:${artistId}`, place: id },
  ],
  linksOf: ({ artistId }) => [{ kind: 'artists', id: artistId }],
  dates: { createdAt: true, updatedAt: true },
  partsOf: () => [],
  plan({ artistId, search, kinds }) {
    const isFound = searching(search)
    return {
      list: artistId === undefined ? everything : `artist:${artistId}`,
      ranges: wholeList,
      descending: false,
      accepts: ({ title, kind }) => isFound(title) && (!kinds || kinds.includes(kind)),
    }
  },
}

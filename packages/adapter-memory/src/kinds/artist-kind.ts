import {
  Artist,
  type ArtistDraft,
  type ArtistQuery,
  checkInstants,
  mergeArtist,
  uniteArtists,
} from '@setvote/sdk/storage'
import { everything, type Kind, wholeList } from './kind.ts'
import { searching } from './searching.ts'

export const artistKind: Kind<Artist, ArtistDraft, ArtistQuery> = {
  name: 'artists',
  idPrefix: 'art',
  schema: Artist.omit({ provenance: true }),
  merge: mergeArtist,
  unite: uniteArtists,
  listsOf: ({ id }) => [{ list: everything, place: id }],
  linksOf: () => [],
  dates: { createdAt: true, updatedAt: true, syncedAt: true },
  partsOf: () => [],
  plan({ search, syncedBefore }) {
    checkInstants({ syncedBefore })
    const isFound = searching(search)
    return {
      list: everything,
      ranges: wholeList,
      descending: false,
      accepts: ({ name, syncedAt }) =>
        isFound(name) && (syncedBefore === undefined || syncedAt === null || syncedAt < syncedBefore),
    }
  },
}

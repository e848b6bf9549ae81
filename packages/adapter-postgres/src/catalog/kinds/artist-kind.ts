import {
  Artist,
  type ArtistDraft,
  type ArtistQuery,
  checkInstants,
  mergeArtist,
  searchKey,
  uniteArtists,
} from '@setvote/sdk/storage'
import { sql } from 'kysely'
import { writeInstant } from '../../database/write-value.ts'
import { columnsOf } from '../columns.ts'
import { createConditions } from './conditions.ts'
import type { Kind } from './kind.ts'

export const artistKind: Kind<Artist, ArtistDraft, ArtistQuery> = {
  name: 'artists',
  idPrefix: 'art',
  schema: Artist.omit({ provenance: true }),
  merge: mergeArtist,
  unite: uniteArtists,
  columns: columnsOf({
    name: 'plain',
    sortName: 'plain',
    disambiguation: 'plain',
    genres: 'json',
    images: 'json',
    links: 'json',
    popularity: 'plain',
    spotifyFollowers: 'plain',
    countryCode: 'plain',
    syncedAt: 'instant',
  }),
  derived: ({ name }) => ({ search_key: searchKey(name) }),
  linksOf: () => [],
  draftLinksOf: () => [],
  plan({ search, syncedBefore }) {
    checkInstants({ syncedBefore })
    const where = createConditions()
    where.search(search)
    if (syncedBefore) {
      const at = writeInstant(syncedBefore)
      where.conditions.push(sql`coalesce(t.synced_at, '-infinity') < ${at}::timestamptz`)
    }
    const { conditions, matchesNothing, isSearch } = where
    return { conditions, matchesNothing, isSearch: isSearch && !syncedBefore, order: 'id' }
  },
}

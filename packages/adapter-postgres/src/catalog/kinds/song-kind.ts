import { mergeSong, Song, type SongDraft, type SongQuery, searchKey, uniteSongs } from '@setvote/sdk/storage'
import { sql } from 'kysely'
import { columnsOf } from '../columns.ts'
import { createConditions } from './conditions.ts'
import type { Kind } from './kind.ts'

export const songKind: Kind<Song, SongDraft, SongQuery> = {
  name: 'songs',
  idPrefix: 'son',
  schema: Song.omit({ provenance: true }),
  merge: mergeSong,
  unite: uniteSongs,
  columns: columnsOf({
    artistId: 'plain',
    title: 'plain',
    kind: 'plain',
    tracks: 'json',
    originalArtist: 'json',
    durationMs: 'plain',
    popularity: 'plain',
    releasedOn: 'plain',
    image: 'json',
  }),
  derived: ({ title }) => ({ search_key: searchKey(title) }),
  linksOf: ({ artistId }) => [{ kind: 'artists', id: artistId }],
  draftLinksOf: ({ artistId }) => [{ kind: 'artists', id: artistId }],
  plan({ artistId, search, kinds }) {
    const where = createConditions()
    where.text(artistId, (id) => sql`t.artist_id = ${id}`)
    where.search(search)
    where.oneOf(sql`t.kind`, kinds)
    const { conditions, matchesNothing, isSearch } = where
    return { conditions, matchesNothing, isSearch: isSearch && artistId === undefined, order: 'id' }
  },
}

import {
  mergeSetlist,
  Setlist,
  type SetlistDraft,
  type SetlistQuery,
  uniteSetlists,
} from '@setvote/sdk/storage'
import { sql } from 'kysely'
import { columnsOf } from '../columns.ts'
import { createConditions, planDays } from './conditions.ts'
import type { Kind, Link } from './kind.ts'
import { setlistSongParts } from './setlist-song-parts.ts'

export const setlistKind: Kind<Setlist, SetlistDraft, SetlistQuery> = {
  name: 'setlists',
  idPrefix: 'set',
  schema: Setlist.omit({ provenance: true }),
  merge: mergeSetlist,
  unite: uniteSetlists,
  columns: columnsOf({
    showId: 'plain',
    artistId: 'plain',
    kind: 'plain',
    fanId: ['plain', 'user_id'],
    name: 'plain',
    tour: 'plain',
    localDate: 'plain',
    info: 'plain',
    url: 'plain',
    versionId: 'plain',
    editedAt: 'instant',
    locked: 'plain',
  }),
  parts: setlistSongParts,
  linksOf: ({ artistId, showId, songs }) => linksTo(artistId, showId, songs),
  draftLinksOf: ({ artistId, showId, songs }) => linksTo(artistId, showId, songs ?? []),
  plan({ artistId, showId, fanId, kinds, ...days }) {
    const where = createConditions()
    where.text(artistId, (id) => sql`t.artist_id = ${id}`)
    where.text(showId, (id) => sql`t.show_id = ${id}`)
    where.text(fanId, (id) => sql`t.user_id = ${id}`)
    where.oneOf(sql`t.kind`, kinds)
    const plan = planDays(days)
    return {
      ...plan,
      conditions: [...where.conditions, ...plan.conditions],
      matchesNothing: where.matchesNothing,
    }
  },
}

const linksTo = (
  artistId: string,
  showId: string,
  songs: readonly { readonly songId?: string | null | undefined }[],
): Link[] => [
  { kind: 'artists', id: artistId },
  { kind: 'shows', id: showId },
  ...songs.flatMap(({ songId }): Link[] => (songId == null ? [] : [{ kind: 'songs', id: songId }])),
]

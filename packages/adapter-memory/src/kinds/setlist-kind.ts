import {
  mergeSetlist,
  Setlist,
  type SetlistDraft,
  type SetlistQuery,
  uniteSetlists,
} from '@setvote/sdk/storage'
import { placeByDay, planDays } from './by-day.ts'
import { everything, type Kind, type Link } from './kind.ts'

export const setlistKind: Kind<Setlist, SetlistDraft, SetlistQuery> = {
  name: 'setlists',
  idPrefix: 'set',
  schema: Setlist.omit({ provenance: true }),
  merge: mergeSetlist,
  unite: uniteSetlists,
  listsOf(setlist) {
    const place = placeByDay(setlist.localDate, null, setlist.id)
    return [
      { list: everything, place },
      { list: `artist:${setlist.artistId}`, place },
      { list: `show:${setlist.showId}`, place },
      ...(setlist.fanId === null ? [] : [{ list: `fan:${setlist.fanId}`, place }]),
      ...songsOf(setlist).map((songId) => ({ list: `song:${songId}`, place })),
    ]
  },
  linksOf: (setlist) => [
    { kind: 'artists', id: setlist.artistId },
    { kind: 'shows', id: setlist.showId },
    ...songsOf(setlist).map((id): Link => ({ kind: 'songs', id })),
  ],
  dates: { createdAt: true, updatedAt: true, editedAt: true },
  partsOf: ({ songs }) => songs.map(({ id }) => id),
  plan({ artistId, showId, fanId, kinds, ...days }) {
    return {
      list:
        showId !== undefined
          ? `show:${showId}`
          : fanId !== undefined
            ? `fan:${fanId}`
            : artistId !== undefined
              ? `artist:${artistId}`
              : everything,
      ...planDays(days),
      accepts: (setlist) =>
        (artistId === undefined || setlist.artistId === artistId) &&
        (fanId === undefined || setlist.fanId === fanId) &&
        (!kinds || kinds.includes(setlist.kind)),
    }
  },
}

/** Every linked song, once. */
const songsOf = ({ songs }: Setlist): string[] => [...new Set(songs.flatMap(({ songId }) => songId ?? []))]

import { mergeShow, Show, type ShowDraft, type ShowQuery, uniteShows } from '@setvote/sdk/storage'
import { placeByDay, planDays } from './by-day.ts'
import { everything, type Kind, type Link } from './kind.ts'

export const showKind: Kind<Show, ShowDraft, ShowQuery> = {
  name: 'shows',
  idPrefix: 'sho',
  schema: Show.omit({ provenance: true }),
  merge: mergeShow,
  unite: uniteShows,
  listsOf(show) {
    const place = placeByDay(show.localDate, show.localTime, show.id)
    return [
      { list: everything, place },
      ...artistsOf(show).map((artistId) => ({ list: `artist:${artistId}`, place })),
      ...(show.venueId === null ? [] : [{ list: `venue:${show.venueId}`, place }]),
    ]
  },
  linksOf(show) {
    const artists: Link[] = artistsOf(show).map((id) => ({ kind: 'artists', id }))
    return show.venueId === null ? artists : [...artists, { kind: 'venues', id: show.venueId }]
  },
  dates: {
    createdAt: true,
    updatedAt: true,
    startsAt: true,
    endsAt: true,
    doorsAt: true,
    onSaleAt: true,
    votingLocksAt: true,
  },
  partsOf: () => [],
  plan({ artistId, venueId, statuses, ...days }) {
    return {
      list:
        artistId !== undefined
          ? `artist:${artistId}`
          : venueId !== undefined
            ? `venue:${venueId}`
            : everything,
      ...planDays(days),
      accepts: (show) =>
        (venueId === undefined || show.venueId === venueId) && (!statuses || statuses.includes(show.status)),
    }
  },
}

/** Every linked artist of the lineup, once. */
export const artistsOf = ({ lineup }: Pick<Show, 'lineup'>): string[] => [
  ...new Set(lineup.flatMap(({ artistId }) => artistId ?? [])),
]

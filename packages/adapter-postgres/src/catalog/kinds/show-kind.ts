import {
  type LineupEntry,
  mergeShow,
  Show,
  type ShowDraft,
  type ShowQuery,
  uniteShows,
} from '@setvote/sdk/storage'
import { sql } from 'kysely'
import { columnsOf } from '../columns.ts'
import { createConditions, planDays } from './conditions.ts'
import type { Kind, Link } from './kind.ts'
import { lineupParts } from './lineup-parts.ts'

export const showKind: Kind<Show, ShowDraft, ShowQuery> = {
  name: 'shows',
  idPrefix: 'sho',
  schema: Show.omit({ provenance: true }),
  merge: mergeShow,
  unite: uniteShows,
  columns: columnsOf({
    name: 'plain',
    venueId: 'plain',
    tour: 'plain',
    status: 'plain',
    dateStatus: 'plain',
    localDate: 'plain',
    localTime: 'plain',
    timeZone: 'plain',
    startsAt: 'instant',
    endsAt: 'instant',
    doorsAt: 'instant',
    initialDate: 'plain',
    onSale: 'plain',
    onSaleAt: 'instant',
    ticketUrl: 'plain',
    priceRanges: 'json',
    images: 'json',
    info: 'plain',
    votingLocksAt: 'instant',
  }),
  parts: lineupParts,
  linksOf: ({ venueId, lineup }) => [...artistLinks(lineup), ...venueLinks(venueId)],
  draftLinksOf: ({ venueId, lineup }) => [...artistLinks(lineup ?? []), ...venueLinks(venueId ?? null)],
  plan({ artistId, venueId, statuses, ...days }, names) {
    const where = createConditions()
    where.text(
      artistId,
      (id) => sql`exists (
        select from ${names.in('show_artists')} a where a.show_id = t.id and a.artist_id = ${id}
      )`,
    )
    where.text(venueId, (id) => sql`t.venue_id = ${id}`)
    where.oneOf(sql`t.status`, statuses)
    const plan = planDays(days)
    return {
      ...plan,
      order: 'minute',
      conditions: [...where.conditions, ...plan.conditions],
      matchesNothing: where.matchesNothing,
    }
  },
}

const artistLinks = (lineup: readonly LineupEntry[]): Link[] =>
  lineup.flatMap(({ artistId }) => (artistId === null ? [] : { kind: 'artists', id: artistId }))

const venueLinks = (venueId: string | null): Link[] =>
  venueId === null ? [] : [{ kind: 'venues', id: venueId }]

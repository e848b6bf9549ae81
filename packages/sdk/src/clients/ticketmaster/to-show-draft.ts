import type { EntityId } from '../../domain/entity.ts'
import type { LineupEntry, PriceRange, ShowDraft, ShowStatus } from '../../domain/show.ts'
import { externalLinksOf } from './external-links.ts'
import type { Attraction, Event } from './schemas.ts'
import { type Mapped, type MappingContext, sourceOf } from './to-domain.ts'
import { finite, instant, localDay, localTime, tidy, timeZone, toImages, webUrl } from './wire-values.ts'

/** What the importer knows and an event does not. */
export interface ShowContext extends MappingContext {
  /** Ours, of the venue that was saved from `toVenueDraftOf`; null when there is none. */
  readonly venueId: EntityId | null
  /** Our artists by attraction id. Acts that are not in it stand in the line-up by name alone. */
  readonly artistIds?: ReadonlyMap<string, EntityId>
}

/**
 * An evening as an event tells it. Ask `isMusic` and `packageReasons` first: not every event is an evening.
 *
 * A day that is to be announced or decided is null, whatever stands in its place; so is a time that is not
 * specific, and any instant of the years up to 1970 (Ticketmaster writes 1900 for "none").
 */
export function toShowDraft(event: Event, context: ShowContext): Mapped<ShowDraft> {
  const name = tidy(event.name)
  if (name === null) return { draft: null, reason: 'the event has no name' }
  const status = statusOf(event)
  return {
    reason: null,
    draft: {
      name,
      lineup: lineupOf(event, context.artistIds ?? new Map()),
      ...(context.venueId !== null && { venueId: context.venueId }),
      ...(status && { status }),
      ...datesOf(event),
      onSale: onSaleOf(event),
      onSaleAt: instant(event.sales?.public?.startDateTime),
      ticketUrl: webUrl(event.url),
      priceRanges: priceRangesOf(event),
      images: toImages(event.images),
      info: tidy(event.info) ?? tidy(event.description) ?? tidy(event.pleaseNote),
      externalIds: [{ service: 'ticketmaster', id: event.id }],
      source: sourceOf(event, context),
    },
  }
}

function datesOf({ dates, doorsTimes, _embedded }: Event) {
  const start = dates?.start
  const initial = dates?.initialStartDate
  const zone = timeZone(dates?.timezone) ?? timeZone(_embedded?.venues?.[0]?.timezone)
  const day = localDay(start?.localDate)
  const dateStatus = start?.dateTBA ? 'tba' : start?.dateTBD ? 'tbd' : day === null ? 'tba' : 'confirmed'
  const dated = dateStatus === 'confirmed'
  const timed = dated && !start?.timeTBA && !start?.noSpecificTime
  const ends = dates?.end?.noSpecificTime || dates?.end?.approximate ? null : instant(dates?.end?.dateTime)
  return {
    dateStatus,
    localDate: dated ? day : null,
    localTime: timed ? localTime(start?.localTime) : null,
    timeZone: zone,
    startsAt: timed ? instant(start?.dateTime) : null,
    endsAt: dated ? ends : null,
    doorsAt: dated ? instant(doorsTimes?.dateTime) : null,
    initialDate: localDay(typeof initial === 'string' ? initial.slice(0, 10) : initial?.localDate),
  } as const
}

const statuses: ReadonlyMap<string, ShowStatus> = new Map([
  ['onsale', 'scheduled'],
  ['offsale', 'scheduled'],
  ['rescheduled', 'rescheduled'],
  ['postponed', 'postponed'],
  ['cancelled', 'cancelled'],
  ['canceled', 'cancelled'],
])

/** Null when the service does not say, or says something new: then what is known of the show stays. */
function statusOf({ dates }: Event): ShowStatus | null {
  return statuses.get(dates?.status?.code?.toLowerCase() ?? '') ?? null
}

function onSaleOf({ dates }: Event): boolean | null {
  const code = dates?.status?.code?.toLowerCase()
  if (code === 'onsale') return true
  return code === 'offsale' || code === 'cancelled' || code === 'canceled' ? false : null
}

/**
 * Who plays, in the order of the listing, the first one the headliner. What only names the occasion, a
 * festival, is no act unless nobody else is named.
 */
function lineupOf({ _embedded }: Event, artistIds: ReadonlyMap<string, EntityId>): LineupEntry[] {
  const named = (_embedded?.attractions ?? []).filter(({ name }) => tidy(name) !== null)
  const acts = named.filter((attraction) => !isOccasion(attraction))
  return (acts.length > 0 ? acts : named).map((attraction, index) => {
    const { mbids } = externalLinksOf(attraction)
    return {
      artistId: artistIds.get(attraction.id) ?? null,
      name: tidy(attraction.name) ?? '',
      role: index === 0 ? 'headliner' : 'support',
      ticketmasterId: attraction.id,
      mbid: mbids.length === 1 ? (mbids[0] ?? null) : null,
    }
  })
}

const isOccasion = ({ classifications }: Attraction): boolean =>
  (classifications ?? []).some(({ subType }) => subType?.name === 'Festival')

function priceRangesOf({ priceRanges }: Event): PriceRange[] {
  return (priceRanges ?? []).flatMap(({ type, currency, min, max }) => {
    const prices = [finite(min), finite(max)].flatMap((price) => price ?? [])
    if (
      prices.length === 0 ||
      !currency ||
      !/^[A-Z]{3}$/i.test(currency) ||
      prices.some((price) => price < 0)
    )
      return []
    return { kind: tidy(type) ?? 'standard', currency, min: Math.min(...prices), max: Math.max(...prices) }
  })
}

import type { z } from 'zod'
import { hours } from '../../core/duration.ts'
import { InvalidInputError, InvalidOptionsError } from '../../core/errors.ts'
import type { Call, CallOptions } from '../../upstream/call.ts'
import { createUpstream } from '../../upstream/create-upstream.ts'
import type { List } from '../../upstream/list.ts'
import type { ClientOptions, Upstream, UpstreamHealth } from '../../upstream/upstream.ts'
import { type AttractionEventsQuery, listAllEvents } from './attraction-events.ts'
import { musicSegmentId } from './classification.ts'
import { ticketmasterDefinition } from './definition.ts'
import {
  type AttractionQuery,
  type EventQuery,
  type Near,
  toGeoQuery,
  toWireQuery,
  type VenueQuery,
  type WireQuery,
} from './event-query.ts'
import { checkId, checkIds, checkSize, type OneOrMany } from './input.ts'
import {
  Attraction,
  AttractionPage,
  ClassificationBranch,
  ClassificationPage,
  Event,
  EventImages,
  EventPage,
  Genre,
  Segment,
  SubGenre,
  Suggestions,
  Venue,
  VenuePage,
} from './schemas.ts'
import { listSearch, searchPage } from './search.ts'

export interface TicketmasterOptions extends ClientOptions {
  /** Of an app at developer.ticketmaster.com. Sent in the query, as the service wants it; never shown. */
  readonly apiKey: string
  /** Languages of names, most wanted first: `en-us`, `fr-fr,en`. `*` finds events in every language. @default '*' */
  readonly locale?: string
}

export interface SuggestQuery {
  readonly keyword: string
  readonly near?: Near
  readonly countryCode?: string
  readonly segmentId?: OneOrMany<string>
  /** Of each kind of thing, 1 to 200. @default 5 */
  readonly size?: number
  readonly includeFuzzy?: boolean
}

/** Ticketmaster's Discovery API, version 2. Every verb takes `CallOptions` last. */
export interface Ticketmaster {
  /** Events, up to Ticketmaster's wall of about 1,000 items: no page behind it is asked for. */
  events(query: EventQuery, options?: CallOptions): List<Event>
  /** `includeTba`: also find it when its day is not announced. @default true */
  event(id: string, options?: CallOptions & { readonly includeTba?: boolean }): Call<Event>
  eventImages(id: string, options?: CallOptions): Call<EventImages>
  /**
   * Every event of an attraction, each once, beyond the wall as well. `pages()` can be resumed at the `next` of
   * any page; `total` grows to what Ticketmaster declared for all parts, exact on the last page.
   * Takes 1 request for up to 200 events with a day, and 2 for those without.
   */
  attractionEvents(attractionId: string, query?: AttractionEventsQuery, options?: CallOptions): List<Event>
  attractions(query: AttractionQuery, options?: CallOptions): List<Attraction>
  attraction(id: string, options?: CallOptions): Call<Attraction>
  venues(query: VenueQuery, options?: CallOptions): List<Venue>
  venue(id: string, options?: CallOptions): Call<Venue>
  classifications(options?: CallOptions): List<ClassificationBranch>
  classification(id: string, options?: CallOptions): Call<ClassificationBranch>
  segment(id: string, options?: CallOptions): Call<Segment>
  genre(id: string, options?: CallOptions): Call<Genre>
  subgenre(id: string, options?: CallOptions): Call<SubGenre>
  /** What a fan may mean while typing. */
  suggest(query: SuggestQuery, options?: CallOptions): Call<Suggestions>
  /** Any endpoint below the base URL, with your own schema; key, pace, budget, retries and errors as everywhere. */
  request: Upstream['call']
  metrics: Upstream['metrics']
  budget: Upstream['budget']
  /** Whether calls can be made now. `probe` spends one call to measure the latency. @default no call */
  health(options?: { readonly probe?: boolean }): Promise<UpstreamHealth>
}

const eventSearch = { resource: 'events', schema: EventPage, cacheForMs: hours(6) } as const
const attractionSearch = { resource: 'attractions', schema: AttractionPage, cacheForMs: hours(1) } as const
const venueSearch = { resource: 'venues', schema: VenuePage, cacheForMs: hours(24) } as const
const classificationSearch = {
  resource: 'classifications',
  schema: ClassificationPage,
  cacheForMs: hours(24),
} as const
/** An import wants what is true now, and its pages are megabytes. */
const freshEventSearch = { ...eventSearch, cacheForMs: 0 }

/**
 * Makes a Ticketmaster client. Defaults to the published limits of 5 requests per second and 5,000 per day, and
 * keeps to what Ticketmaster's own answers say is left of the day.
 *
 * @example
 * const ticketmaster = createTicketmaster({ apiKey })
 * for await (const event of ticketmaster.attractionEvents('K8vZ9171Lz0')) console.log(event.name)
 */
export function createTicketmaster({ apiKey, locale = '*', ...options }: TicketmasterOptions): Ticketmaster {
  if (typeof apiKey !== 'string' || !/^\S+$/.test(apiKey)) {
    throw new InvalidOptionsError(
      "createTicketmaster needs the key of an app: createTicketmaster({ apiKey: '…' }), from developer.ticketmaster.com",
    )
  }
  if (!/^(\*|[\w-]+(,[\w-]+)*,?\*?)$/.test(locale)) {
    throw new InvalidOptionsError("locale: write languages as 'en-us' or 'fr-fr,en', or '*' for all")
  }
  const upstream = createUpstream(ticketmasterDefinition(apiKey), options)

  function get<Schema extends z.ZodType>(
    template: `/${string}`,
    id: string,
    schema: Schema,
    { cacheForMs = hours(24), ...callOptions }: CallOptions & { readonly cacheForMs?: number } = {},
    query: WireQuery = {},
  ): Call<z.output<Schema>> {
    const path = template.replace('{id}', checkId(id, 'id'))
    return upstream.call({ ...callOptions, cacheForMs, path, template, schema, query: { locale, ...query } })
  }

  return {
    events: (query, callOptions) =>
      listSearch(upstream, eventSearch, toWireQuery(query, locale), callOptions),
    event: (id, { includeTba = true, ...callOptions } = {}) =>
      get(
        '/events/{id}',
        id,
        answering(Event, id),
        { cacheForMs: hours(6), ...callOptions },
        includeTba ? { includeTBA: 'yes' } : {},
      ),
    eventImages: (id, callOptions) =>
      get('/events/{id}/images', id, EventImages, { cacheForMs: hours(6), ...callOptions }),
    attractionEvents: (attractionId, query = {}, callOptions) =>
      listAllEvents(
        (event, page) =>
          searchPage(upstream, freshEventSearch, { ...toWireQuery(event, locale), page }, callOptions),
        { attractionId: checkId(attractionId, 'attractionId') },
        query,
      ),
    attractions: (query, callOptions) =>
      listSearch(upstream, attractionSearch, toWireQuery(query, locale), callOptions),
    attraction: (id, callOptions) =>
      get('/attractions/{id}', id, answering(Attraction, id), { cacheForMs: hours(1), ...callOptions }),
    venues: (query, callOptions) =>
      listSearch(upstream, venueSearch, toWireQuery(query, locale), callOptions),
    venue: (id, callOptions) => get('/venues/{id}', id, answering(Venue, id), callOptions),
    classifications: (callOptions) =>
      listSearch(upstream, classificationSearch, toWireQuery({}, locale), callOptions),
    classification: (id, callOptions) => get('/classifications/{id}', id, ClassificationBranch, callOptions),
    segment: (id, callOptions) => get('/classifications/segments/{id}', id, Segment, callOptions),
    genre: (id, callOptions) => get('/classifications/genres/{id}', id, Genre, callOptions),
    subgenre: (id, callOptions) => get('/classifications/subgenres/{id}', id, SubGenre, callOptions),
    suggest: (query, callOptions) =>
      upstream.call({
        ...callOptions,
        path: '/suggest',
        template: '/suggest',
        schema: Suggestions,
        query: toSuggestQuery(query, locale),
        cacheForMs: hours(1),
      }),
    request: upstream.call,
    metrics: upstream.metrics,
    budget: upstream.budget,
    health: ({ probe = false } = {}) =>
      upstream.health(
        probe
          ? () =>
              get('/classifications/segments/{id}', musicSegmentId, Segment, {
                cache: 'reload',
                cacheForMs: 0,
              })
          : undefined,
      ),
  }
}

/** Another thing than the one asked for is no answer. Ids of the old kind, in hex, are answered with the new one. */
function answering<Thing extends { readonly id: string }>(
  schema: z.ZodType<Thing>,
  id: string,
): z.ZodType<Thing> {
  return schema.refine((thing) => thing.id === id || /^[0-9a-f]+$/i.test(id), {
    path: ['id'],
    error: 'not the id that was asked for',
  })
}

function toSuggestQuery(query: SuggestQuery, locale: string): WireQuery {
  const { keyword, near, countryCode, segmentId, size = 5, includeFuzzy } = query
  if (keyword.trim() === '') throw new InvalidInputError('keyword: suggestions need something that was typed')
  return {
    locale,
    keyword,
    countryCode,
    segmentId: checkIds(segmentId, 'segmentId'),
    size: checkSize(size),
    includeFuzzy: includeFuzzy === undefined ? undefined : includeFuzzy ? 'yes' : 'no',
    ...(near && toGeoQuery(near)),
  }
}

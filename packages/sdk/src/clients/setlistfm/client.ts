import type { z } from 'zod'
import { hours } from '../../core/duration.ts'
import { InvalidInputError, InvalidOptionsError } from '../../core/errors.ts'
import type { Call, CallOptions } from '../../upstream/call.ts'
import { createUpstream } from '../../upstream/create-upstream.ts'
import type { List } from '../../upstream/list.ts'
import type { ClientOptions, Upstream, UpstreamHealth } from '../../upstream/upstream.ts'
import { setlistfmDefinition } from './definition.ts'
import { checkGeoId, checkId, checkMbid, checkTmid } from './input.ts'
import { listPages } from './page-list.ts'
import {
  type ArtistSearch,
  type CitySearch,
  type SetlistSearch,
  toArtistQuery,
  toCityQuery,
  toSetlistQuery,
  toUpdatesQuery,
  toVenueQuery,
  type UpdatesQuery,
  type VenueSearch,
  type WireQuery,
} from './queries.ts'
import {
  Artist,
  ArtistPage,
  City,
  CityPage,
  type Country,
  CountryPage,
  Setlist,
  SetlistPage,
  User,
  Venue,
  VenuePage,
} from './schemas.ts'

/** The languages in which setlist.fm knows cities and countries. */
export const setlistfmLanguages = ['en', 'es', 'fr', 'de', 'pt', 'tr', 'it', 'pl'] as const
export type SetlistfmLanguage = (typeof setlistfmLanguages)[number]

export interface SetlistfmOptions extends ClientOptions {
  /** Of an application at setlist.fm/settings/api. Free for non-commercial use only. */
  readonly apiKey: string
  /** Of the names of cities and countries. @default 'en' */
  readonly language?: SetlistfmLanguage
}

/**
 * setlist.fm's REST API, version 1.0. Every verb takes `CallOptions` last; `pages()` of a list can be resumed at
 * the number of any page. A search that finds nothing is an empty list.
 *
 * Old versions of setlists are not offered: the service answers 404 to every such request.
 */
export interface Setlistfm {
  artist(mbid: string, options?: CallOptions): Call<Artist>
  /** Newest first. Empty for an artist without setlists, and for one that setlist.fm does not know. */
  artistSetlists(mbid: string, options?: CallOptions): List<Setlist>
  /** The most relevant first. */
  searchArtists(query: ArtistSearch, options?: CallOptions): List<Artist>
  /** The artist that setlist.fm keeps under a number of Ticketmaster's site; null when there is none. */
  artistByTicketmasterId(tmid: string | number, options?: CallOptions): Call<Artist | null>
  searchSetlists(query: SetlistSearch, options?: CallOptions): List<Setlist>
  /**
   * What was edited at `since` or later, each version once. Remember the newest `lastUpdated` you have stored and
   * ask from there; `versionId` tells whether a setlist has changed.
   */
  updatedSetlists(query: UpdatesQuery, options?: CallOptions): List<Setlist>
  setlist(id: string, options?: CallOptions): Call<Setlist>
  venue(id: string, options?: CallOptions): Call<Venue>
  venueSetlists(id: string, options?: CallOptions): List<Setlist>
  searchVenues(query: VenueSearch, options?: CallOptions): List<Venue>
  /** By its number at GeoNames. */
  city(geoId: string | number, options?: CallOptions): Call<City>
  searchCities(query: CitySearch, options?: CallOptions): List<City>
  /** Every country that setlist.fm knows. */
  searchCountries(options?: CallOptions): List<Country>
  user(id: string, options?: CallOptions): Call<User>
  userAttended(id: string, options?: CallOptions): List<Setlist>
  userEdited(id: string, options?: CallOptions): List<Setlist>
  /** Any endpoint below the base URL, with your own schema; key, pace, budget, retries and errors as everywhere. */
  request: Upstream['call']
  metrics: Upstream['metrics']
  budget: Upstream['budget']
  /** Whether calls can be made now. `probe` spends one call to measure the latency. @default no call */
  health(options?: { readonly probe?: boolean }): Promise<UpstreamHealth>
}

/** How long the answers of each kind stay true enough. */
const ttl = { artist: hours(1), setlist: hours(1), place: hours(24) } as const

/**
 * Makes a setlist.fm client. Defaults to the limits of a standard key, 2 requests per second and 1,440 per day;
 * raise them with `limits` for an upgraded one. Its terms ask for a link to `url` wherever a setlist is shown.
 *
 * @example
 * const setlistfm = createSetlistfm({ apiKey })
 * const shows = await setlistfm.artistSetlists('e01646f2-2a04-450d-8bf2-0d993082e058').toArray({ limit: 20 })
 */
export function createSetlistfm({ apiKey, language = 'en', ...options }: SetlistfmOptions): Setlistfm {
  if (typeof apiKey !== 'string' || !/^[\x21-\x7e]+$/.test(apiKey)) {
    throw new InvalidOptionsError(
      "createSetlistfm needs the key of an application: createSetlistfm({ apiKey: '…' }), from setlist.fm/settings/api",
    )
  }
  if (!setlistfmLanguages.includes(language)) {
    throw new InvalidOptionsError(`language: write one of ${setlistfmLanguages.join(', ')}`)
  }
  const upstream = createUpstream(setlistfmDefinition(apiKey), options)
  // With every call instead of once: it is part of what an answer is cached under.
  const headers = { 'accept-language': language }

  function get<Schema extends z.ZodType>(
    plan: Plan,
    schema: Schema,
    callOptions?: CallOptions,
  ): Call<z.output<Schema>> {
    return upstream.call({ ...callOptions, ...addressOf(plan), schema, headers, cacheForMs: plan.cacheForMs })
  }

  function list<Key extends string, Item>(
    key: Key,
    schema: z.ZodType<FoundPage<Key, Item>>,
    plan: Plan,
    callOptions: CallOptions = {},
    sameAs?: (item: Item) => string,
  ): List<Item> {
    return listPages(async (page) => {
      const found = await upstream.call({
        ...callOptions,
        ...addressOf(plan),
        schema,
        headers,
        query: { ...plan.query, p: page },
        cacheForMs: plan.cacheForMs,
        valueFor: (status, body) =>
          saysNothingFound(status, body) ? nothingFound<Key, Item>(page) : undefined,
      })
      return { items: found[key] ?? [], total: found.total, itemsPerPage: found.itemsPerPage }
    }, sameAs)
  }

  const setlists = (plan: Plan, callOptions?: CallOptions, sameAs?: (setlist: Setlist) => string) =>
    list('setlist', SetlistPage, plan, callOptions, sameAs)

  return {
    artist: (mbid, callOptions) =>
      get(
        { template: '/artist/{mbid}', id: checkMbid(mbid), cacheForMs: ttl.artist },
        artistOf(mbid),
        callOptions,
      ),
    artistSetlists: (mbid, callOptions) =>
      list(
        'setlist',
        setlistsOf(mbid),
        { template: '/artist/{mbid}/setlists', id: checkMbid(mbid), cacheForMs: ttl.setlist },
        callOptions,
      ),
    searchArtists: (query, callOptions) =>
      list(
        'artist',
        ArtistPage,
        { template: '/search/artists', query: toArtistQuery(query), cacheForMs: ttl.artist },
        callOptions,
      ),
    artistByTicketmasterId: (tmid, callOptions) =>
      upstream.call({
        ...callOptions,
        path: '/search/artists',
        template: '/search/artists',
        query: { ...toArtistQuery({ tmid }), p: 1 },
        schema: ArtistPage.transform(({ artist }) => bestByTmid(artist ?? [], checkTmid(tmid))),
        headers,
        cacheForMs: ttl.artist,
        valueFor: (status, body) => (saysNothingFound(status, body) ? null : undefined),
      }),
    searchSetlists: (query, callOptions) =>
      setlists(
        { template: '/search/setlists', query: toSetlistQuery(query), cacheForMs: ttl.setlist },
        callOptions,
      ),
    updatedSetlists: (query, callOptions) =>
      setlists(
        { template: '/search/setlists', query: toUpdatesQuery(query), cacheForMs: 0 },
        callOptions,
        ({ id, versionId }) => `${id} ${versionId}`,
      ),
    setlist: (id, callOptions) =>
      get(
        { template: '/setlist/{setlistId}', id: checkId(id), cacheForMs: ttl.setlist },
        Setlist,
        callOptions,
      ),
    venue: (id, callOptions) =>
      get({ template: '/venue/{venueId}', id: checkId(id), cacheForMs: ttl.place }, Venue, callOptions),
    venueSetlists: (id, callOptions) =>
      setlists(
        { template: '/venue/{venueId}/setlists', id: checkId(id), cacheForMs: ttl.setlist },
        callOptions,
      ),
    searchVenues: (query, callOptions) =>
      list(
        'venue',
        VenuePage,
        { template: '/search/venues', query: toVenueQuery(query), cacheForMs: ttl.place },
        callOptions,
      ),
    city: (geoId, callOptions) =>
      get({ template: '/city/{geoId}', id: checkGeoId(geoId), cacheForMs: ttl.place }, City, callOptions),
    searchCities: (query, callOptions) =>
      list(
        'cities',
        CityPage,
        { template: '/search/cities', query: toCityQuery(query), cacheForMs: ttl.place },
        callOptions,
      ),
    searchCountries: (callOptions) =>
      list('country', CountryPage, { template: '/search/countries', cacheForMs: ttl.place }, callOptions),
    user: (id, callOptions) =>
      get({ template: '/user/{userId}', id: userPath(id), cacheForMs: ttl.artist }, User, callOptions),
    userAttended: (id, callOptions) =>
      setlists(
        { template: '/user/{userId}/attended', id: userPath(id), cacheForMs: ttl.setlist },
        callOptions,
      ),
    userEdited: (id, callOptions) =>
      setlists({ template: '/user/{userId}/edited', id: userPath(id), cacheForMs: ttl.setlist }, callOptions),
    request: upstream.call,
    metrics: upstream.metrics,
    budget: upstream.budget,
    health: ({ probe = false } = {}) =>
      upstream.health(
        probe ? () => get({ template: '/search/countries', cacheForMs: 0 }, CountryPage) : undefined,
      ),
  }
}

/** Another artist than the one asked for is no answer. */
const artistOf = (mbid: string) =>
  Artist.refine((artist) => isSame(artist.mbid, mbid), { path: ['mbid'], error: 'not the artist asked for' })

const setlistsOf = (mbid: string) =>
  SetlistPage.refine(
    ({ setlist }) => (setlist ?? []).every(({ artist }) => !artist || isSame(artist.mbid, mbid)),
    { path: ['setlist', 'artist', 'mbid'], error: 'not the artist asked for' },
  )

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()

/** Where a call goes, and how long its answer may be served from the cache. */
interface Plan {
  readonly template: string
  /** Fills the placeholder of the template. */
  readonly id?: string
  readonly query?: WireQuery
  readonly cacheForMs: number
}

const addressOf = ({ template, id = '' }: Plan) => ({
  template,
  path: template.replace(/\{\w+\}/, () => id),
})

/** A page as it is sent: each kind of item under a key of its own. */
type FoundPage<Key extends string, Item> = {
  readonly [key in Key]?: readonly Item[] | null | undefined
} & { readonly total?: number | null | undefined; readonly itemsPerPage?: number | null | undefined }

/**
 * An empty search, and a page behind the last one, are answered with 404. A web page with that status comes from
 * somebody else.
 */
const saysNothingFound = (status: number, body: unknown): boolean =>
  status === 404 && typeof body !== 'string'

const nothingFound = <Key extends string, Item>(page: number): FoundPage<Key, Item> =>
  ({ total: page === 1 ? 0 : null }) as FoundPage<Key, Item>

/** The search is a search: other artists may be found as well. */
function bestByTmid(artists: readonly Artist[], tmid: string): Artist | null {
  return (
    artists.find((artist) => String(artist.tmid) === tmid) ??
    (artists.length === 1 ? artists[0] : null) ??
    null
  )
}

function userPath(id: string): string {
  if (id.trim() === '') throw new InvalidInputError('id: the name of a user is missing')
  return encodeURIComponent(id)
}

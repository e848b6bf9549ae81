import { hours } from '../../core/duration.ts'
import { InvalidInputError } from '../../core/errors.ts'
import type { Call, CallOptions, ResponseFacts } from '../../upstream/call.ts'
import { createCall } from '../../upstream/create-call.ts'
import { createUpstream } from '../../upstream/create-upstream.ts'
import { createList, type List } from '../../upstream/list.ts'
import type { ClientOptions, Upstream, UpstreamHealth } from '../../upstream/upstream.ts'
import { musicbrainzDefinition } from './definition.ts'
import {
  checkUrls,
  looseUrl,
  onlyArtist,
  toUrlArtists,
  type UrlArtists,
  urlsPerRequest,
} from './lookup-urls.ts'
import { checkMbid, checkSpotifyArtistId } from './mbid.ts'
import { ArtistSearchPage, MusicbrainzArtist, UrlLookup } from './schemas.ts'
import { type MusicbrainzApp, userAgentOf } from './user-agent.ts'

interface SharedOptions extends ClientOptions {
  readonly userAgent?: string
  readonly app?: MusicbrainzApp
}

/** Either of the two says who is calling. */
export type MusicbrainzOptions =
  | (SharedOptions & { readonly userAgent: string })
  | (SharedOptions & { readonly app: MusicbrainzApp })

/** The MusicBrainz web service, version 2, as a bridge between services. Every verb takes `CallOptions` last. */
export interface Musicbrainz {
  /**
   * An artist with its pages elsewhere. The id in the answer may be another one than asked for: that of the artist
   * with whom this one was merged.
   */
  artist(mbid: string, options?: CallOptions): Call<MusicbrainzArtist>
  /** Artists whose name, sort name or alias holds these words, the best match first. Without their pages. */
  searchArtists(name: string, options?: CallOptions): List<MusicbrainzArtist>
  /** Whose pages these are, in the order of the addresses; null for those MusicBrainz does not know. One request for 50. */
  lookupUrls(urls: readonly string[], options?: CallOptions): Call<(UrlArtists | null)[]>
  /** The id of the artist to whom an artist page of Spotify belongs; null when nobody says, or several do. */
  mbidOfSpotify(spotifyId: string, options?: CallOptions): Promise<string | null>
  /** The same for many pages, by Spotify id; those without an answer are absent. One request for 50. */
  mbidsOfSpotify(spotifyIds: readonly string[], options?: CallOptions): Promise<ReadonlyMap<string, string>>
  /** Any endpoint below the base URL, with your own schema; name, pace, retries and errors as everywhere. */
  request: Upstream['call']
  metrics: Upstream['metrics']
  budget: Upstream['budget']
  /** Whether calls can be made now. `probe` spends one call to measure the latency. @default no call */
  health(options?: { readonly probe?: boolean }): Promise<UpstreamHealth>
}

const searchPageSize = 100
const artistIncludes = 'aliases genres url-rels'
/** Various Artists: an entry that MusicBrainz needs itself. */
const probedMbid = '89ad4ac3-39f7-470e-963a-56509c546377'

const spotifyUrl = (id: string): string => `https://open.spotify.com/artist/${checkSpotifyArtistId(id)}`

/**
 * Makes a MusicBrainz client. It needs no key, but a name: MusicBrainz blocks who does not say who is calling.
 * Keeps to one request a second.
 *
 * @example
 * const musicbrainz = createMusicbrainz({ app: { name: 'VelvetVotes', version: '1.0.0', contact: 'ops@example.org' } })
 * const mbid = await musicbrainz.mbidOfSpotify('7Ln80lUS6He07XvHI8qqHH')
 */
export function createMusicbrainz({ userAgent, app, ...options }: MusicbrainzOptions): Musicbrainz {
  const upstream = createUpstream(musicbrainzDefinition(userAgentOf({ userAgent, app })), options)

  const artist = (mbid: string, callOptions: CallOptions = {}) => {
    const id = checkMbid(mbid)
    return upstream.call({
      ...callOptions,
      path: `/artist/${id}`,
      template: '/artist/{mbid}',
      query: { inc: artistIncludes, fmt: 'json' },
      schema: MusicbrainzArtist,
      cacheForMs: hours(1),
    })
  }

  const lookup = (resources: readonly string[], callOptions: CallOptions) =>
    upstream.call({
      ...callOptions,
      path: '/url',
      template: '/url',
      query: { resource: { repeated: resources }, inc: 'artist-rels', fmt: 'json' },
      schema: UrlLookup,
      cacheForMs: hours(24),
      // A single address that nobody has entered; among several it is just left out.
      valueFor: noUrls,
    })

  function lookupUrls(urls: readonly string[], callOptions: CallOptions = {}): Call<(UrlArtists | null)[]> {
    const wanted = [...new Set(checkUrls(urls))]
    return createCall(async () => {
      const known = new Map<string, UrlArtists>()
      let response = emptyResponse()
      for (let start = 0; start < wanted.length; start += urlsPerRequest) {
        const asked = wanted.slice(start, start + urlsPerRequest)
        const answer = await lookup(asked, callOptions).withResponse()
        const found = 'urls' in answer.data ? answer.data.urls : [answer.data]
        for (const url of found)
          if (URL.canParse(url.resource)) known.set(looseUrl(url.resource), toUrlArtists(url.resource, url))
        response = { ...answer.response, attempts: response.attempts + answer.response.attempts }
      }
      return { data: urls.map((url) => known.get(looseUrl(url)) ?? null), response }
    })
  }

  async function mbidsOfSpotify(
    ids: readonly string[],
    callOptions?: CallOptions,
  ): Promise<Map<string, string>> {
    const found = await lookupUrls(ids.map(spotifyUrl), callOptions)
    return new Map(
      ids.flatMap((id, index) => {
        const artist = onlyArtist(found[index] ?? null)
        return artist === null ? [] : [[id, artist.mbid] as const]
      }),
    )
  }

  return {
    artist,
    lookupUrls,
    mbidsOfSpotify,
    mbidOfSpotify: async (id, callOptions) => (await mbidsOfSpotify([id], callOptions)).get(id) ?? null,
    searchArtists(name, callOptions = {}) {
      const query = toSearchText(name)
      return createList(async (position) => {
        const offset = readPosition(position)
        const page = await upstream.call({
          ...callOptions,
          path: '/artist',
          template: '/artist',
          query: { query, limit: searchPageSize, offset, fmt: 'json' },
          schema: ArtistSearchPage,
          cacheForMs: hours(1),
        })
        const next = offset + page.artists.length
        const hasMore = page.artists.length > 0 && next < (page.count ?? 0)
        return { items: page.artists, total: page.count ?? null, next: hasMore ? String(next) : null }
      })
    },
    request: upstream.call,
    metrics: upstream.metrics,
    budget: upstream.budget,
    health: ({ probe = false } = {}) =>
      upstream.health(probe ? () => artist(probedMbid, { cache: 'reload' }) : undefined),
  }
}

const noUrls = (status: number) => (status === 404 ? { urls: [] } : undefined)

const emptyResponse = (): ResponseFacts => ({
  status: 200,
  headers: new Headers(),
  requestId: null,
  attempts: 0,
  fromCache: false,
  durationMs: 0,
})

/** A phrase in the search server's language, its own signs escaped. */
function toSearchText(name: string): string {
  const words = typeof name === 'string' ? name.trim() : ''
  if (words === '') throw new InvalidInputError("searchArtists needs a name, such as 'Skid Row'")
  return `"${words.replaceAll(/[\\"]/g, '\\$&')}"`
}

function readPosition(position: string | null): number {
  if (position === null) return 0
  if (/^\d{1,9}$/.test(position)) return Number(position)
  throw new InvalidInputError(
    "from: not the `next` of a page of this list; write a number of items, such as '100'",
  )
}

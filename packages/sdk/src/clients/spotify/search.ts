import { InvalidInputError } from '../../core/errors.ts'
import type { CallOptions } from '../../upstream/call.ts'
import { createCall } from '../../upstream/create-call.ts'
import type { List } from '../../upstream/list.ts'
import { fullPageLimit, restrictedPageLimit } from './capabilities.ts'
import { checkChoices, checkMarket, checkWhole } from './check-input.ts'
import { createOffsetList, type OffsetPage } from './offset-list.ts'
import { SpotifySearchResult, searchTypes } from './schemas.ts'
import { type SpotifyAlbumQuery, type SpotifyTrackQuery, toSearchText } from './search-query.ts'
import type { SearchListQuery, SearchQuery, SpotifySearchVerbs } from './spotify.ts'
import { cacheForMs, type Wire, withPageLimit } from './wire.ts'

/** Spotify answers no further page of a search. */
const largestOffset = 1000

export function searchVerbs(wire: Wire): SpotifySearchVerbs {
  const marketOf = (market: string | undefined) => checkMarket(market) ?? wire.market

  const fetchPage = (query: Readonly<Record<string, string | number | undefined>>, options: CallOptions) =>
    wire.call(
      {
        path: '/search',
        template: '/search',
        query,
        schema: SpotifySearchResult,
        cacheForMs: cacheForMs.search,
      },
      options,
    )

  function list<Item>(
    q: string,
    type: 'artist' | 'album' | 'track',
    pageIn: (result: SpotifySearchResult) => OffsetPage<Item> | null | undefined,
    { market, pageSize = fullPageLimit }: SearchListQuery,
    options: CallOptions,
  ): List<Item> {
    checkWhole(pageSize, 'pageSize', 1, fullPageLimit)
    const fixed = { q, type, market: marketOf(market) }
    return createOffsetList(
      (offset) =>
        withPageLimit(wire.capabilities, pageSize, async (limit) => {
          const result = await fetchPage({ ...fixed, limit, offset }, options)
          return { page: pageIn(result) ?? { items: [] }, limit }
        }),
      { largestOffset },
    )
  }

  return {
    search(query, { types, limit = restrictedPageLimit, offset = 0, market, includeExternal }, options = {}) {
      const text = toSearchText(query)
      checkChoices(types, 'types', searchTypes)
      checkFilters(query, types)
      checkWhole(limit, 'limit', 1, fullPageLimit)
      checkWhole(offset, 'offset', 0, largestOffset)
      const fixed = {
        q: text,
        type: types.join(','),
        market: marketOf(market),
        include_external: includeExternal ? 'audio' : undefined,
      }
      return createCall(() =>
        withPageLimit(wire.capabilities, limit, (allowed) =>
          fetchPage({ ...fixed, limit: allowed, offset }, options).withResponse(),
        ),
      )
    },
    searchArtists: (name, page = {}, options = {}) =>
      list(toSearchText(name), 'artist', (result) => result.artists, page, options),
    searchAlbums: (query, page = {}, options = {}) =>
      list(toSearchText(query), 'album', (result) => result.albums, page, options),
    searchTracks: (query, page = {}, options = {}) =>
      list(toSearchText(query), 'track', (result) => result.tracks, page, options),
  }
}

/** Spotify ignores these filters elsewhere, and finds anything. */
function checkFilters(
  query: string | SpotifyTrackQuery | SpotifyAlbumQuery,
  types: SearchQuery['types'],
): void {
  if (typeof query === 'string') return
  const only = (filter: string, type: 'album' | 'track') => {
    if (types.length === 1 && types[0] === type) return
    throw new InvalidInputError(`${filter} is a filter for ${type}s alone: { types: ['${type}'] }`)
  }
  if ('isrc' in query && query.isrc !== undefined) only('isrc', 'track')
  if ('upc' in query && query.upc !== undefined) only('upc', 'album')
  if ('tag' in query && query.tag !== undefined) only('tag', 'album')
}

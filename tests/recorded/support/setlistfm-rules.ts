import { each, mapHall, mapSetlist, mapSetlistfmArtist } from '../../support/mapping.ts'
import { type Exchange, firstPage, type RecordedClients, type Rule } from './exchange.ts'
import { type RecordedSetlist, setlistsIn } from './recorded-setlists.ts'

/** What tells the bodies of setlist.fm apart. */
interface Body {
  readonly id?: string
  readonly mbid?: string
  readonly userId?: string
  readonly coords?: object
  readonly page?: number
  readonly artist?: unknown
  readonly venue?: unknown
  readonly cities?: unknown
  readonly country?: unknown
  readonly setlist?: readonly RecordedSetlist[]
}

interface ErrorBody {
  readonly code: number
  readonly message: string
}

type Ask = (setlistfm: RecordedClients['setlistfm']) => PromiseLike<unknown>

const one = (path: string, body: object, ask: Ask, map?: (value: never) => void): Exchange => ({
  answers: [{ path, body }],
  ask: ({ setlistfm }) => ask(setlistfm),
  expected: { value: body },
  ...(map && { map }),
})

/** A page, of which only the items come out. */
const page = (
  path: string,
  body: Body,
  key: keyof Body,
  ask: Ask,
  map?: (value: never) => void,
): Exchange => ({
  ...one(path, body, ask, map),
  expected: { value: body[key] },
})

const setlistPage = (body: Body): Exchange => {
  const { mbid } = body.setlist![0]!.artist
  return page(
    `/artist/${mbid}/setlists`,
    body,
    'setlist',
    (setlistfm) => firstPage(setlistfm.artistSetlists(mbid), String(body.page)),
    each(mapSetlist),
  )
}

/** Setlists that were recorded without their page. */
function setlistArray(items: readonly RecordedSetlist[]): Exchange {
  const path = '/search/setlists'
  const pages = Array.from({ length: Math.ceil(items.length / pageSize) }, (_, index) =>
    items.slice(index * pageSize, (index + 1) * pageSize),
  )
  return {
    answers: pages.map((setlist, index) => ({
      path,
      query: { p: String(index + 1) },
      body: { type: 'setlists', itemsPerPage: pageSize, page: index + 1, total: items.length, setlist },
    })),
    ask: ({ setlistfm }) =>
      setlistfm.searchSetlists({ cityName: 'anywhere' }).toArray({ limit: items.length + 1 }),
    expected: { value: items },
    map: each(mapSetlist),
  }
}

/** What one page holds. */
export const pageSize = 20

/** What a sample of the documentation is shows in what it has. */
function sample(body: Body): Exchange {
  if (body.setlist) {
    const ask: Ask = (setlistfm) => firstPage(setlistfm.userAttended('x'))
    return page('/user/x/attended', body, 'setlist', ask, each(mapSetlist))
  }
  if (body.artist) {
    const ask: Ask = (setlistfm) => firstPage(setlistfm.searchArtists({ name: 'x' }))
    return page('/search/artists', body, 'artist', ask, each(mapSetlistfmArtist))
  }
  if (body.venue) {
    const ask: Ask = (setlistfm) => firstPage(setlistfm.searchVenues({ name: 'x' }))
    return page('/search/venues', body, 'venue', ask, each(mapHall))
  }
  if (body.cities) {
    return page('/search/cities', body, 'cities', (setlistfm) =>
      firstPage(setlistfm.searchCities({ name: 'x' })),
    )
  }
  if (Array.isArray(body.country)) {
    return page('/search/countries', body, 'country', (setlistfm) => firstPage(setlistfm.searchCountries()))
  }
  const { userId, mbid, id = '' } = body
  if (userId) return one(`/user/${userId}`, body, (setlistfm) => setlistfm.user(userId))
  if (mbid) return one(`/artist/${mbid}`, body, (setlistfm) => setlistfm.artist(mbid), mapSetlistfmArtist)
  if (body.coords) return one(`/city/${id}`, body, (setlistfm) => setlistfm.city(id))
  return one(`/venue/${id}`, body, (setlistfm) => setlistfm.venue(id), mapHall)
}

const anyMbid = 'b10bbbfc-cf9e-42e0-be17-e2c3e1d2600d'

/** What errors are called here. */
const codes: Readonly<Record<number, readonly string[]>> = {
  401: ['unauthenticated'],
  403: ['unauthenticated'],
  404: ['upstream-not-found'],
  429: ['rate-limited'],
}

export const setlistfmRules: readonly Rule[] = [
  { pattern: /^setlistfm\/artist-setlists\//, exchanges: (body) => [setlistPage(body as Body)] },
  {
    pattern: /^setlistfm\/setlist\//,
    exchanges: (content) =>
      setlistsIn(content).map((body) =>
        one(`/setlist/${body.id}`, body, (setlistfm) => setlistfm.setlist(body.id), mapSetlist),
      ),
  },
  {
    pattern: /^setlistfm\/(search-setlists|load)\//,
    exchanges: (content) => [setlistArray(setlistsIn(content))],
  },
  { pattern: /^setlistfm\/doc-samples\//, exchanges: (content) => (content as Body[]).map(sample) },
  {
    pattern: /^setlistfm\/errors\//,
    exchanges: (content) => {
      const body = content as ErrorBody
      return [
        {
          answers: [{ path: `/artist/${anyMbid}`, status: body.code, body }],
          ask: ({ setlistfm }) => setlistfm.artist(anyMbid),
          expected: {
            codes: codes[body.code] ?? ['upstream-rejected', 'upstream-failed'],
            says: body.message,
          },
        },
      ]
    },
  },
]

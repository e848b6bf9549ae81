import { type City, cities, countries } from '../world/geography.ts'
import type { World, WorldArtist, WorldSetlist } from '../world/world.ts'
import { answerByRoute, type Route } from './route.ts'
import type { SandboxAnswer, SandboxRequest, SandboxService, ServiceContext } from './service.ts'
import { setlistfmError } from './setlistfm-error.ts'
import { searchArtists, searchSetlists, searchVenues } from './setlistfm-search.ts'
import { toArtist, toCity, toCountry, toSetlist, toVenue } from './setlistfm-wire.ts'
import { wordShare } from './words.ts'

/** The one user of this world's setlist.fm, who has attended every seventh show. */
export const setlistfmUser = 'harbor-fan'

const routes: readonly Route[] = [
  {
    template: '/artist/{mbid}',
    answer: ({ mbid }, _request, context) => ok(toArtist(findArtist(context, mbid!))),
  },
  {
    template: '/artist/{mbid}/setlists',
    answer({ mbid }, request, context) {
      const artist = findArtist(context, mbid!)
      return setlistPage(context.world.index.setlistsByArtist.get(artist.id) ?? [], request, context)
    },
  },
  {
    template: '/search/artists',
    answer: (_values, request, context) =>
      page('artists', 'artist', searchArtists(request.query, context.world), 30, request, context, toArtist),
  },
  {
    template: '/search/setlists',
    answer: (_values, request, context) =>
      setlistPage(searchSetlists(request.query, context.world, context.now), request, context),
  },
  {
    template: '/search/venues',
    answer: (_values, request, context) =>
      page('venues', 'venue', searchVenues(request.query, context.world), 30, request, context, (venue) =>
        toVenue(venue, languageOf(request)),
      ),
  },
  {
    template: '/search/cities',
    answer: (_values, request, context) =>
      page('cities', 'cities', searchCities(request.query), 30, request, context, (city) =>
        toCity(city, languageOf(request)),
      ),
  },
  {
    template: '/search/countries',
    answer: (_values, request, context) =>
      page('countries', 'country', Object.keys(countries), 300, request, context, (code) =>
        toCountry(code, languageOf(request)),
      ),
  },
  {
    template: '/setlist/{setlistId}',
    answer({ setlistId }, request, context) {
      const setlist = context.world.index.setlistById.get(setlistId!)
      if (setlist === undefined) throw setlistfmError(404, 'unknown setlist id', context.now)
      return ok(toSetlist(context.world, setlist, languageOf(request)))
    },
  },
  {
    // Deprecated, and always not found.
    template: '/setlist/version/{versionId}',
    answer(_values, _request, { now }) {
      throw setlistfmError(404, 'unknown version id', now)
    },
  },
  {
    template: '/venue/{venueId}',
    answer({ venueId }, request, context) {
      const venue = context.world.index.venueBySetlistfmId.get(venueId!)
      if (venue === undefined) throw setlistfmError(404, 'unknown venue id', context.now)
      return ok(toVenue(venue, languageOf(request)))
    },
  },
  {
    template: '/venue/{venueId}/setlists',
    answer({ venueId }, request, context) {
      const venue = context.world.index.venueBySetlistfmId.get(venueId!)
      if (venue === undefined) throw setlistfmError(404, 'unknown venue id', context.now)
      return setlistPage(context.world.index.setlistsByVenue.get(venue.id) ?? [], request, context)
    },
  },
  {
    template: '/city/{geoId}',
    answer({ geoId }, request, { now }) {
      const city = cities.find((known) => known.geoId === geoId)
      if (city === undefined) throw setlistfmError(404, 'unknown geoId', now)
      return ok(toCity(city, languageOf(request)))
    },
  },
  {
    template: '/user/{userId}',
    answer({ userId }, _request, context) {
      checkUser(userId!, context)
      return ok({ userId: userId!, fullname: 'Sam Pier', url: `https://www.setlist.fm/user/${userId}` })
    },
  },
  ...(['attended', 'edited'] as const).map(
    (list, at): Route => ({
      template: `/user/{userId}/${list}`,
      answer({ userId }, request, context) {
        checkUser(userId!, context)
        return setlistPage(usersSetlists(context.world, 7 + at * 6), request, context)
      },
    }),
  ),
]

/** setlist.fm's API, below `/rest/1.0`. Answers JSON only to who accepts it, XML to anybody else. */
export const answerSetlistfm: SandboxService = (request, context) => {
  const answer = request.method === 'GET' ? answerByRoute(routes, request, context) : null
  return inWantedFormat(request, answer ?? notRouted(context))
}

function notRouted({ now }: ServiceContext): SandboxAnswer {
  return { status: 404, body: setlistfmError(404, 'not found', now).body, template: '' }
}

/** The XML is only good for noticing that `Accept` was forgotten. */
function inWantedFormat(request: SandboxRequest, answer: SandboxAnswer): SandboxAnswer {
  if ((request.headers.get('accept') ?? '').includes('application/json')) return answer
  const root = answer.status === 200 ? 'result' : 'error'
  return {
    ...answer,
    headers: { ...answer.headers, 'content-type': 'application/xml;charset=UTF-8' },
    body: `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><${root} note="send Accept: application/json"/>`,
  }
}

function ok(body: unknown): { status: number; body: unknown } {
  return { status: 200, body }
}

function languageOf(request: SandboxRequest): string {
  return (request.headers.get('accept-language') ?? 'en').slice(0, 2).toLowerCase()
}

function findArtist({ world, now }: ServiceContext, mbid: string): WorldArtist {
  const artist = world.index.artistByMbid.get(mbid)
  if (artist === undefined || !artist.onSetlistfm) throw setlistfmError(404, 'unknown mbid', now)
  return artist
}

function checkUser(userId: string, { now }: ServiceContext): void {
  if (userId !== setlistfmUser) throw setlistfmError(404, 'unknown user id', now)
}

function usersSetlists(world: World, step: number): WorldSetlist[] {
  return world.setlists.filter((setlist, at) => at % step === 0 && setlist.date < world.today)
}

function searchCities(query: URLSearchParams): City[] {
  const [name, country, state, stateCode] = ['name', 'country', 'state', 'stateCode'].map((key) =>
    query.get(key),
  )
  if ([name, country, state, stateCode].every((value) => value === null)) return []
  const fits = (wanted: string | null | undefined, is: string) =>
    wanted === null || wanted === undefined || wanted.toLowerCase() === is.toLowerCase()
  return cities.filter(
    (city) =>
      (name === null || name === undefined || wordShare(name, city.name) === 1) &&
      fits(country, city.countryCode) &&
      fits(state, city.state) &&
      fits(stateCode, city.stateCode),
  )
}

function setlistPage(setlists: readonly WorldSetlist[], request: SandboxRequest, context: ServiceContext) {
  return page('setlists', 'setlist', setlists, 20, request, context, (setlist) =>
    toSetlist(context.world, setlist, languageOf(request)),
  )
}

/** An empty list and a page behind the last are both "not found". */
function page<Thing>(
  type: string,
  key: string,
  things: readonly Thing[],
  itemsPerPage: number,
  { query }: SandboxRequest,
  { now }: ServiceContext,
  toItem: (thing: Thing) => unknown,
) {
  const number = query.get('p') ?? '1'
  if (!/^\d+$/.test(number) || Number(number) < 1) throw setlistfmError(400, `invalid page: ${number}`, now)
  const start = (Number(number) - 1) * itemsPerPage
  const items = things.slice(start, start + itemsPerPage)
  if (items.length === 0) throw setlistfmError(404, 'not found', now)
  return ok({ type, itemsPerPage, page: Number(number), total: things.length, [key]: items.map(toItem) })
}

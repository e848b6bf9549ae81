import { compareText } from '../world/compare-text.ts'
import { allGenres, type Genre } from '../world/genres.ts'
import type { World, WorldArtist, WorldBystander } from '../world/world.ts'
import { answerByRoute, type Route } from './route.ts'
import type { SandboxService } from './service.ts'
import { discoveryError, notFound } from './ticketmaster-error.ts'
import { isNear, readPoint, searchEvents } from './ticketmaster-events.ts'
import { discoveryPage, readDiscoveryPaging } from './ticketmaster-paging.ts'
import { attractionById, pictures, toAttraction, toEvent, toVenue } from './ticketmaster-wire.ts'
import { wordShare } from './words.ts'

const routes: readonly Route[] = [
  {
    template: '/events',
    answer(_values, request, context) {
      const paging = readDiscoveryPaging(request.query)
      const found = searchEvents(request.query, context)
      return ok(discoveryPage(found, paging, request, 'events', (event) => toEvent(context.world, event)))
    },
  },
  {
    template: '/events/{id}',
    answer({ id }, _request, { world }) {
      const event = world.index.eventById.get(id!)
      if (event === undefined) throw notFound(id!)
      return ok(toEvent(world, event))
    },
  },
  {
    template: '/events/{id}/images',
    answer({ id }, _request, { world }) {
      const event = world.index.eventById.get(id!)
      if (event === undefined) throw notFound(id!)
      return ok({ type: 'event', id: event.id, images: pictures(event.id, false) })
    },
  },
  {
    template: '/attractions',
    answer(_values, request, { world }) {
      const paging = readDiscoveryPaging(request.query)
      const found = searchAttractions(request.query, world)
      return ok(discoveryPage(found, paging, request, 'attractions', (thing) => toAttraction(world, thing)))
    },
  },
  {
    template: '/attractions/{id}',
    answer({ id }, _request, { world }) {
      const attraction = attractionById(world, id!)
      if (attraction === undefined) throw notFound(id!)
      return ok(toAttraction(world, attraction))
    },
  },
  {
    template: '/venues',
    answer(_values, request, { world }) {
      const paging = readDiscoveryPaging(request.query)
      return ok(
        discoveryPage(searchVenues(request.query, world), paging, request, 'venues', (venue) =>
          toVenue(world, venue),
        ),
      )
    },
  },
  {
    template: '/venues/{id}',
    answer({ id }, _request, { world }) {
      const venue = world.index.venueByTicketmasterId.get(id!)
      if (venue === undefined) throw notFound(id!)
      return ok(toVenue(world, venue))
    },
  },
  {
    template: '/classifications',
    answer(_values, request) {
      const paging = readDiscoveryPaging(request.query)
      const names = [...new Set(allGenres.map((genre) => genre.segment.id))]
      return ok(discoveryPage(names, paging, request, 'classifications', segmentTree))
    },
  },
  {
    template: '/classifications/{id}',
    answer({ id }) {
      const genre = allGenres.find((known) => idsOf(known).includes(id!))
      if (genre === undefined) throw notFound(id!)
      return ok(segmentTree(genre.segment.id))
    },
  },
  ...(['segments', 'genres', 'subgenres'] as const).map(
    (kind): Route => ({
      template: `/classifications/${kind}/{id}`,
      answer({ id }) {
        const part = allGenres.map((genre) => partOf(genre, kind)).find((known) => known.id === id)
        if (part === undefined) throw notFound(id!)
        return ok(kind === 'segments' ? segmentTree(part.id).segment : linked(kind, part))
      },
    }),
  ),
  {
    template: '/suggest',
    answer(_values, request, context) {
      const { world } = context
      const { size } = { size: 5, ...(request.query.has('size') ? readDiscoveryPaging(request.query) : {}) }
      const events = searchEvents(request.query, context).slice(0, size)
      const attractions = searchAttractions(request.query, world).slice(0, size)
      const venues = searchVenues(request.query, world).slice(0, size)
      return ok({
        _links: { self: { href: '/discovery/v2/suggest' } },
        _embedded: {
          ...(venues.length === 0 ? {} : { venues: venues.map((venue) => toVenue(world, venue)) }),
          ...(attractions.length === 0
            ? {}
            : { attractions: attractions.map((thing) => toAttraction(world, thing)) }),
          ...(events.length === 0 ? {} : { events: events.map((event) => toEvent(world, event)) }),
        },
      })
    },
  },
]

/** Ticketmaster's Discovery API, below `/discovery/v2`, with or without `.json`. */
export const answerTicketmaster: SandboxService = (request, context) => {
  const plain = { ...request, path: request.path.replace(/\.json$/, '') }
  // Links in the answer keep the caller's spelling of the path.
  const routed = routes.map((route) => ({
    ...route,
    answer: (values: Readonly<Record<string, string>>) => route.answer(values, request, context),
  }))
  const answer = request.method === 'GET' ? answerByRoute(routed, plain, context) : null
  return answer ?? { status: 404, body: { errors: [unknownPath(request.path)] }, template: '' }
}

function unknownPath(path: string) {
  return { code: 'DIS1001', detail: `No resource at ${path}`, status: '404', _links: {} }
}

function ok(body: unknown): { status: number; body: unknown } {
  return { status: 200, body }
}

function searchAttractions(query: URLSearchParams, world: World): (WorldArtist | WorldBystander)[] {
  const keyword = query.get('keyword') ?? ''
  const ids = query.getAll('id').flatMap((id) => id.split(','))
  const segment = query.get('segmentId')
  const classification = query.get('classificationName')?.toLowerCase()
  const all = [...world.artists.filter((artist) => artist.attractionId !== null), ...world.bystanders]
  const fitting = all.filter((thing) => {
    const { genre } = thing
    const names = [genre.segment, genre.genre, genre.subGenre].map((part) => part.name.toLowerCase())
    return (
      (ids.length === 0 || ids.includes(thing.attractionId!)) &&
      (segment === null || genre.segment.id === segment) &&
      (classification === undefined || names.includes(classification))
    )
  })
  const share = (thing: WorldArtist | WorldBystander) =>
    keyword === ''
      ? 1
      : wordShare(keyword, [thing.name, ...('aliases' in thing ? thing.aliases : [])].join(' '))
  const known = (thing: WorldArtist | WorldBystander) =>
    world.index.eventsByAttraction.get(thing.attractionId!)?.length ?? 0
  const sort = query.get('sort') ?? 'relevance,desc'
  const found = fitting.filter((thing) => share(thing) >= 0.5)
  if (sort.startsWith('name')) {
    const sign = sort.endsWith('desc') ? -1 : 1
    return found.toSorted((a, b) => sign * compareText(a.name, b.name))
  }
  return found.toSorted(
    (a, b) => share(b) - share(a) || known(b) - known(a) || (a.attractionId! < b.attractionId! ? -1 : 1),
  )
}

function searchVenues(query: URLSearchParams, world: World) {
  const keyword = query.get('keyword') ?? ''
  const ids = query.getAll('id').flatMap((id) => id.split(','))
  const near = readPoint(query)
  const code = (name: string) => query.get(name)?.toUpperCase()
  const share = (name: string) => (keyword === '' ? 1 : wordShare(keyword, name))
  return world.venues
    .filter(
      (venue) =>
        (ids.length === 0 || ids.includes(venue.ticketmasterId)) &&
        (code('countryCode') === undefined || venue.city.countryCode === code('countryCode')) &&
        (code('stateCode') === undefined || venue.city.stateCode === code('stateCode')) &&
        (near === null || isNear(venue, near)) &&
        share(`${venue.ticketmasterName} ${venue.city.name}`) >= 0.5,
    )
    .toSorted(
      (a, b) =>
        share(b.ticketmasterName) - share(a.ticketmasterName) ||
        (a.ticketmasterId < b.ticketmasterId ? -1 : 1),
    )
}

type Part = Genre['genre']

function partOf(genre: Genre, kind: 'segments' | 'genres' | 'subgenres'): Part {
  return kind === 'segments' ? genre.segment : kind === 'genres' ? genre.genre : genre.subGenre
}

function idsOf(genre: Genre): string[] {
  return [genre.segment.id, genre.genre.id, genre.subGenre.id]
}

function linked(kind: string, part: Part) {
  return {
    ...part,
    _links: { self: { href: `/discovery/v2/classifications/${kind}/${part.id}?locale=en-us` } },
  }
}

function segmentTree(segmentId: string) {
  const members = allGenres.filter((genre) => genre.segment.id === segmentId)
  const first = members[0]
  if (first === undefined) throw discoveryError(404, 'DIS1004', 'Resource not found')
  const genres = [...Map.groupBy(members, (genre) => genre.genre.id).values()].map((group) => ({
    ...linked('genres', group[0]!.genre),
    _embedded: { subgenres: group.map((genre) => linked('subgenres', genre.subGenre)) },
  }))
  return {
    _links: { self: { href: `/discovery/v2/classifications/${segmentId}?locale=en-us` } },
    segment: { ...linked('segments', first.segment), _embedded: { genres } },
  }
}

import { compareText } from '../world/compare-text.ts'
import type { WorldArtist, WorldRelease, WorldTrack } from '../world/world.ts'
import type { Route } from './route.ts'
import type { SandboxRequest, ServiceContext } from './service.ts'
import { albumLimits, ok, tracksOf, viewOf } from './spotify-catalog.ts'
import { spotifyError } from './spotify-error.ts'
import { readPaging, type SpotifyPaging, spotifyPage } from './spotify-paging.ts'
import { fullArtist, fullTrack, simpleAlbum } from './spotify-wire.ts'
import { wordShare } from './words.ts'

const types = ['album', 'artist', 'playlist', 'track', 'show', 'episode', 'audiobook'] as const
type SearchType = (typeof types)[number]

const fields = ['album', 'artist', 'track', 'year', 'upc', 'tag', 'isrc', 'genre'] as const
type Field = (typeof fields)[number]

export const searchRoute: Route = {
  template: '/search',
  answer(_values, request, context) {
    // The links of a page spell the query `query`, so both spellings are understood.
    const query = request.query.get('q') ?? request.query.get('query') ?? ''
    if (query.trim() === '') throw spotifyError(400, 'No search query')
    const wanted = readTypes(request.query)
    const paging = readPaging(request.query, albumLimits(context))
    if (paging.offset > 1000) throw spotifyError(400, 'Invalid offset')
    const search = parseSearch(query)
    return ok(
      Object.fromEntries(
        wanted.map((type) => [`${type}s`, pageOf(type, query, search, paging, request, context)]),
      ),
    )
  },
}

function readTypes(query: URLSearchParams): SearchType[] {
  const text = query.get('type') ?? ''
  if (text === '') throw spotifyError(400, 'Missing parameter type')
  return text.split(',').map((name) => {
    const type = types.find((known) => known === name)
    if (type === undefined) throw spotifyError(400, `Bad search type field ${name}`)
    return type
  })
}

interface Search {
  /** What stands outside of filters. */
  readonly text: string
  readonly filters: ReadonlyMap<Field, string>
}

/** `track:"running up" artist:kate bush live` → filters; an unquoted value goes on until the next filter. */
export function parseSearch(query: string): Search {
  const names = fields.join('|')
  const pattern = new RegExp(`\\b(${names}):\\s*(?:"([^"]*)"|(.*?)(?=\\s+(?:${names}):|$))`, 'gi')
  const filters = new Map<Field, string>()
  const text = query.replace(pattern, (_match, name: string, quoted?: string, bare?: string) => {
    const value = (quoted ?? bare ?? '').trim()
    if (value !== '') filters.set(name.toLowerCase() as Field, value)
    return ' '
  })
  return { text: text.replaceAll('"', ' ').trim(), filters }
}

function pageOf(
  type: SearchType,
  query: string,
  search: Search,
  paging: SpotifyPaging,
  request: SandboxRequest,
  context: ServiceContext,
) {
  const view = viewOf(request, context)
  const kept = { query, type: request.query.get('type'), market: view.market }
  const address = `${request.origin}/v1/search`
  if (type === 'artist') {
    return spotifyPage(searchArtists(search, context), paging, address, kept, (found) =>
      fullArtist(view, found),
    )
  }
  if (type === 'album') {
    return spotifyPage(searchAlbums(search, context), paging, address, kept, (found) =>
      simpleAlbum(view, found),
    )
  }
  if (type !== 'track') return spotifyPage([], paging, address, kept, () => null)

  const page = spotifyPage(searchTracks(search, context), paging, address, kept, (found) =>
    fullTrack(view, found),
  )
  if (page.total > 0 || search.filters.size < 2) return page
  // Seen in the wild: nothing found by two filters, and yet a link to a next page.
  const next = new URLSearchParams({ query, type: 'track', locale: 'en-US,en;q=0.5' })
  next.set('offset', String(paging.offset + paging.limit))
  next.set('limit', String(paging.limit))
  return { ...page, next: `${address}?${next}` }
}

/** By popularity among those that hold every word, then those that hold half of them. */
function searchArtists({ text, filters }: Search, { world }: ServiceContext): WorldArtist[] {
  if ([...filters.keys()].some((field) => !['artist', 'genre', 'year', 'tag'].includes(field))) return []
  const name = [text, filters.get('artist') ?? ''].join(' ').trim()
  const genre = filters.get('genre')
  return rank(
    world.artists.filter(
      (artist) =>
        artist.spotifyId !== null &&
        (genre === undefined || artist.genre.spotify.some((word) => word === genre)),
    ),
    (artist) =>
      name === ''
        ? 1
        : Math.max(...[artist.name, ...artist.aliases].map((spelling) => wordShare(name, spelling))),
    (artist) => artist.popularity,
  )
}

function searchAlbums({ text, filters }: Search, context: ServiceContext): WorldRelease[] {
  if (filters.has('track') || filters.has('isrc')) return []
  const { world } = context
  const title = filters.get('album')
  const upc = filters.get('upc')
  const recent = `${Number(world.today.slice(0, 4)) - 1}${world.today.slice(4)}`
  const kept = world.releases.filter(
    (release) =>
      (upc === undefined || release.upc === upc) &&
      (title === undefined || wordShare(title, release.title) === 1) &&
      inYear(release, filters) &&
      byArtist(release.artistIds, filters, context) &&
      (filters.get('tag') !== 'new' || release.date >= recent),
  )
  const share = (release: WorldRelease) =>
    text === '' ? 1 : wordShare(text, [release.title, ...namesOf(release.artistIds, context)].join(' '))
  return rank(kept, share, (release) => release.trackIds.length)
}

function searchTracks({ text, filters }: Search, context: ServiceContext): WorldTrack[] {
  if (filters.has('upc') || filters.has('tag')) return []
  const { index } = context.world
  const title = filters.get('track')
  const album = filters.get('album')
  const kept = candidates(filters, context).filter((track) => {
    const release = index.releaseById.get(track.releaseId)!
    return (
      (title === undefined || wordShare(title, track.title) === 1) &&
      (album === undefined || wordShare(album, release.title) === 1) &&
      inYear(release, filters) &&
      byArtist(track.artistIds, filters, context)
    )
  })
  const share = (track: WorldTrack) =>
    text === '' ? 1 : wordShare(text, [track.title, ...namesOf(track.artistIds, context)].join(' '))
  return rank(kept, share, (track) => track.popularity)
}

function candidates(filters: ReadonlyMap<Field, string>, context: ServiceContext): readonly WorldTrack[] {
  const { world } = context
  const isrc = filters.get('isrc')
  if (isrc !== undefined) return world.index.tracksByIsrc.get(isrc.toUpperCase()) ?? []
  const name = filters.get('artist')
  if (name === undefined) return world.tracks
  const tracks = world.artists
    .filter((artist) => wordShare(name, artist.name) === 1)
    .flatMap((artist) => tracksOf(context, artist))
  return [...new Set(tracks)]
}

function namesOf(artistIds: readonly string[], { world }: ServiceContext): string[] {
  return artistIds.map((id) => world.index.artistById.get(id)!.name)
}

function byArtist(
  artistIds: readonly string[],
  filters: ReadonlyMap<Field, string>,
  context: ServiceContext,
): boolean {
  const name = filters.get('artist')
  return name === undefined || namesOf(artistIds, context).some((other) => wordShare(name, other) === 1)
}

function inYear(release: WorldRelease, filters: ReadonlyMap<Field, string>): boolean {
  const [from, to] = (filters.get('year') ?? '').split('-')
  if (from === undefined || from === '') return true
  const year = release.date.slice(0, 4)
  return year >= from && year <= (to ?? from)
}

/** Exact names get no advantage: whoever is popular comes first. */
function rank<Thing extends { readonly id: string }>(
  things: readonly Thing[],
  share: (thing: Thing) => number,
  popularity: (thing: Thing) => number,
): Thing[] {
  const scored = things.map((thing) => ({ thing, share: share(thing) }))
  return scored
    .filter((entry) => entry.share >= 0.5)
    .sort(
      (a, b) =>
        Number(b.share === 1) - Number(a.share === 1) ||
        popularity(b.thing) - popularity(a.thing) ||
        compareText(a.thing.id, b.thing.id),
    )
    .map((entry) => entry.thing)
}

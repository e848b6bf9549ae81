import { compareText } from '../world/compare-text.ts'
import type { World, WorldArtist } from '../world/world.ts'
import {
  artistUrls,
  type Relation,
  stableUuid,
  toArtist,
  toArtistRelation,
  toSearchHit,
  toUrlRelation,
} from './musicbrainz-wire.ts'
import { Refusal } from './refusal.ts'
import { answerByRoute, type Route } from './route.ts'
import type { SandboxAnswer, SandboxRequest, SandboxService } from './service.ts'
import { wordShare } from './words.ts'

const help = 'For usage, please see: https://musicbrainz.org/development/mmd'

const routes: readonly Route[] = [
  {
    template: '/artist',
    answer: (_values, request, { world, now }) => ok(search(request.query, world, now)),
  },
  {
    template: '/artist/{mbid}',
    answer({ mbid }, request, { world }) {
      if (!/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(mbid!)) throw refuse(400, 'Invalid mbid.')
      const artist = world.index.artistByMbid.get(mbid!.toLowerCase())
      if (artist === undefined || !artist.onMusicbrainz) throw refuse(404, 'Not Found')
      const relations = includes(request.query, 'url-rels')
        ? { relations: artistUrls(artist).map(toUrlRelation) }
        : {}
      return ok({ ...toArtist(artist), ...relations })
    },
  },
  {
    template: '/url',
    answer(_values, request, { world }) {
      const resources = request.query.getAll('resource')
      if (resources.length === 0) throw refuse(400, 'No resource or browse parameter given.')
      const withArtists = includes(request.query, 'artist-rels')
      const urls = resources.flatMap((resource) => {
        const owners = world.artists
          .filter((artist) => artist.onMusicbrainz)
          .flatMap((artist) => artistUrls(artist).map((relation) => ({ artist, relation })))
          .filter(({ relation }) => relation.url === resource)
        return owners.length === 0 ? [] : [toUrl(resource, withArtists ? owners : [])]
      })
      // One resource answers the URL itself, several answer a list of those that are known.
      if (resources.length > 1) return ok({ 'url-count': urls.length, 'url-offset': 0, urls })
      if (urls[0] === undefined) throw refuse(404, 'Not Found')
      return ok(urls[0])
    },
  },
]

/** MusicBrainz' web service, below `/ws/2`: artists, and the URLs that lead to them. */
export const answerMusicbrainz: SandboxService = (request, context) => {
  const answer = request.method === 'GET' ? answerByRoute(routes, request, context) : null
  return inWantedFormat(request, answer ?? { status: 404, body: { error: 'Not Found', help }, template: '' })
}

function ok(body: unknown): { status: number; body: unknown } {
  return { status: 200, body }
}

function refuse(status: 400 | 404, error: string): Refusal {
  return new Refusal(status, { error, help })
}

/** JSON for `fmt=json` or an `Accept` that names it, XML otherwise. */
function inWantedFormat(request: SandboxRequest, answer: SandboxAnswer): SandboxAnswer {
  const wantsJson =
    request.query.get('fmt') === 'json' || (request.headers.get('accept') ?? '').includes('application/json')
  if (wantsJson) return answer
  return {
    ...answer,
    headers: { ...answer.headers, 'content-type': 'application/xml; charset=utf-8' },
    body: '<?xml version="1.0" encoding="UTF-8"?><metadata xmlns="http://musicbrainz.org/ns/mmd-2.0#"/>',
  }
}

function includes(query: URLSearchParams, what: string): boolean {
  return (query.get('inc') ?? '').split(/[+ ]/).includes(what)
}

function toUrl(resource: string, owners: readonly { artist: WorldArtist; relation: Relation }[]) {
  return {
    id: stableUuid(resource),
    resource,
    ...(owners.length === 0
      ? {}
      : { relations: owners.map(({ artist, relation }) => toArtistRelation(artist, relation)) }),
  }
}

/** `query=artist:"Velvet Harbor"` or plain words; best score first, then those people look for most. */
function search(query: URLSearchParams, world: World, now: Date) {
  const text = query.get('query') ?? ''
  if (text === '') throw refuse(400, 'Must specify a least one parameter for "artist" query.')
  const limit = readWhole(query, 'limit', 25, 100)
  const offset = readWhole(query, 'offset', 0, Number.MAX_SAFE_INTEGER)
  const name = text
    .replace(/\b(?:artist|name|alias|artistaccent):/g, '')
    .replace(/\b(?:AND|OR)\b/g, ' ')
    .replace(/\\(.)/g, '$1')
    .replace(/[()"]/g, '')
    .trim()
  const exact = (artist: WorldArtist) => artist.name.toLowerCase() === name.toLowerCase()
  const hits = world.artists
    .filter((artist) => artist.onMusicbrainz)
    .map((artist) => {
      const share = Math.max(...[artist.name, ...artist.aliases].map((spelling) => wordShare(name, spelling)))
      return { artist, score: exact(artist) ? 100 : Math.round(share * 92) }
    })
    .filter((hit) => hit.score >= 46)
    .toSorted(
      (a, b) =>
        b.score - a.score ||
        b.artist.popularity - a.artist.popularity ||
        compareText(a.artist.mbid, b.artist.mbid),
    )
  return {
    created: now.toISOString(),
    count: hits.length,
    offset,
    artists: hits.slice(offset, offset + limit).map(({ artist, score }) => toSearchHit(artist, score)),
  }
}

function readWhole(query: URLSearchParams, name: string, standard: number, max: number): number {
  const value = query.get(name) ?? String(standard)
  return /^\d+$/.test(value) ? Math.min(Number(value), max) : standard
}

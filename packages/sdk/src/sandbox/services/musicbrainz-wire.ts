import { countries } from '../world/geography.ts'
import { slug } from '../world/ids.ts'
import { hashText } from '../world/random.ts'
import type { WorldArtist } from '../world/world.ts'

/** A link from an artist to a page elsewhere. */
export interface Relation {
  readonly type: string
  readonly typeId: string
  readonly url: string
}

/** The pages that MusicBrainz names for an artist; Spotify's is missing where nobody added it. */
export function artistUrls(artist: WorldArtist): Relation[] {
  const name = slug(artist.name)
  const pages: Relation[] = [
    {
      type: 'official homepage',
      typeId: 'fe33d22f-c3b0-4d68-bd53-a856badf2b15',
      url: `https://www.${name}-${artist.tmid}.example/`,
    },
    {
      type: 'streaming',
      typeId: '63cc5d1f-f096-4c94-a43f-ecb32ea94161',
      url: `https://tidal.com/artist/${artist.tmid}`,
    },
    {
      type: 'setlistfm',
      typeId: 'bf5d0d5e-27a1-4e94-9df7-3cdc67b3b207',
      url: `https://www.setlist.fm/setlists/${artist.setlistfmSlug}.html`,
    },
  ]
  if (!artist.onSetlistfm) pages.pop()
  if (artist.spotifyId !== null && artist.links.musicbrainzToSpotify) {
    pages.push({
      type: 'free streaming',
      typeId: '769085a1-c2f7-4c24-a532-2375a77693bd',
      url: `https://open.spotify.com/artist/${artist.spotifyId}`,
    })
  }
  return pages
}

const place = { 'type-id': null, type: null, disambiguation: '' }

export function toArtist(artist: WorldArtist) {
  const country = countries[artist.country]!.setlistfm
  return {
    id: artist.mbid,
    name: artist.name,
    'sort-name': artist.sortName,
    disambiguation: artist.disambiguation,
    type: 'Group',
    'type-id': 'e431f5f6-b5d2-343d-8b36-72607fffb74b',
    gender: null,
    'gender-id': null,
    country: artist.country,
    area: {
      ...place,
      id: stableUuid(artist.country),
      name: country,
      'sort-name': country,
      'iso-3166-1-codes': [artist.country],
    },
    'begin-area': null,
    'end-area': null,
    'life-span': { begin: String(artist.formedYear), end: null, ended: false },
    ipis: [],
    isnis: [],
  }
}

/** An artist as a search finds it: leaner than by id, with aliases and tags. */
export function toSearchHit(artist: WorldArtist, score: number) {
  const country = countries[artist.country]!.setlistfm
  return {
    id: artist.mbid,
    type: 'Group',
    'type-id': 'e431f5f6-b5d2-343d-8b36-72607fffb74b',
    score,
    name: artist.name,
    'sort-name': artist.sortName,
    country: artist.country,
    area: {
      id: stableUuid(artist.country),
      type: 'Country',
      name: country,
      'sort-name': country,
      'life-span': { ended: null },
    },
    disambiguation: artist.disambiguation,
    'life-span': { begin: String(artist.formedYear), ended: null },
    aliases: artist.aliases.map((alias) => ({
      'sort-name': alias,
      name: alias,
      locale: null,
      type: null,
      primary: null,
      'begin-date': null,
      'end-date': null,
    })),
    tags: artist.genre.spotify.map((tag) => ({ count: 1, name: tag })),
  }
}

function relation({ type, typeId }: Relation) {
  return {
    type,
    'type-id': typeId,
    begin: null,
    end: null,
    ended: false,
    attributes: [],
    'attribute-ids': {},
    'attribute-values': {},
    'source-credit': '',
    'target-credit': '',
  }
}

/** From the artist's side. */
export function toUrlRelation(link: Relation) {
  return {
    ...relation(link),
    direction: 'forward',
    'target-type': 'url',
    url: { id: stableUuid(link.url), resource: link.url },
  }
}

/** From the page's side. */
export function toArtistRelation(artist: WorldArtist, link: Relation) {
  return {
    ...relation(link),
    direction: 'backward',
    'target-type': 'artist',
    artist: {
      id: artist.mbid,
      name: artist.name,
      'sort-name': artist.sortName,
      disambiguation: artist.disambiguation,
      type: 'Group',
      'type-id': 'e431f5f6-b5d2-343d-8b36-72607fffb74b',
      country: artist.country,
    },
  }
}

/** A UUID that is always the same for the same text. */
export function stableUuid(text: string): string {
  const hex = [0, 1, 2, 3].map((part) => hashText(`${text}/${part}`).toString(16).padStart(8, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}

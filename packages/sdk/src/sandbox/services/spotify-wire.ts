import { hashText } from '../world/random.ts'
import type { AlbumGroup, World, WorldArtist, WorldRelease, WorldTrack } from '../world/world.ts'
import type { SpotifyTier } from './service.ts'

/** What the shape of an object depends on besides the thing itself. */
export interface SpotifyView {
  readonly world: World
  readonly tier: SpotifyTier
  readonly origin: string
  /** Asked for with `market=`, or `null`. */
  readonly market: string | null
}

/** The artist of releases by several. */
export const variousArtists = { id: '0LyfQWJT6nXafLPZqqQBzq', name: 'Various Artists' } as const

export const markets = [
  'AT',
  'AU',
  'BE',
  'BR',
  'CA',
  'CH',
  'CZ',
  'DE',
  'DK',
  'ES',
  'FR',
  'GB',
  'IE',
  'IT',
  'JP',
  'NL',
  'NO',
  'PL',
  'PT',
  'SE',
  'US',
] as const

function link(view: SpotifyView, type: 'artist' | 'album' | 'track', id: string) {
  return {
    external_urls: { spotify: `https://open.spotify.com/${type}/${id}` },
    href: `${view.origin}/v1/${type}s/${id}`,
    id,
    type,
    uri: `spotify:${type}:${id}`,
  }
}

function images(seed: string, widths: readonly number[]) {
  const hash = [0, 1, 2].map((part) => hashText(`${seed}/${part}`).toString(16).padStart(8, '0')).join('')
  return widths.map((width) => ({ url: `https://i.scdn.co/image/ab67${width}${hash}`, height: width, width }))
}

/** An artist inside another object. */
export function simpleArtist(view: SpotifyView, artist: { readonly id: string; readonly name: string }) {
  return { ...link(view, 'artist', artist.id), name: artist.name }
}

export function fullArtist(view: SpotifyView, artist: WorldArtist) {
  return {
    ...simpleArtist(view, { id: artist.spotifyId!, name: artist.name }),
    genres: artist.popularity < 5 ? [] : artist.genre.spotify,
    images: artist.popularity < 5 ? [] : images(artist.id, [640, 320, 160]),
    ...(view.tier === 'development'
      ? {}
      : { followers: { href: null, total: artist.followers }, popularity: artist.popularity }),
  }
}

function credits(view: SpotifyView, artistIds: readonly string[]) {
  const artists = artistIds.flatMap((id) => {
    const artist = view.world.index.artistById.get(id)!
    return artist.spotifyId === null ? [] : [{ id: artist.spotifyId, name: artist.name }]
  })
  return (artists.length === 0 ? [variousArtists] : artists).map((artist) => simpleArtist(view, artist))
}

function playable(view: SpotifyView, release: WorldRelease): boolean {
  return view.market === null || view.market === 'US' || !release.traits.includes('us-only')
}

/** Where it can be heard: a list without `market`, a yes or no with it. New apps are told neither list. */
function availability(view: SpotifyView, release: WorldRelease) {
  if (view.market !== null) return {}
  if (view.tier === 'development') return {}
  return { available_markets: release.traits.includes('us-only') ? ['US'] : [...markets] }
}

/** A release in a list. `group` is its relation to the artist whose list it is. */
export function simpleAlbum(view: SpotifyView, release: WorldRelease, group?: AlbumGroup) {
  return {
    ...link(view, 'album', release.id),
    album_type: release.type,
    ...(group === undefined || view.tier === 'development' ? {} : { album_group: group }),
    artists: credits(view, release.artistIds),
    ...availability(view, release),
    images: images(release.id, [640, 300, 64]),
    ...(view.market === null ? {} : { is_playable: playable(view, release) }),
    name: release.title,
    release_date: release.precision === 'year' ? release.date.slice(0, 4) : release.date,
    release_date_precision: release.precision,
    ...(playable(view, release) ? {} : { restrictions: { reason: 'market' } }),
    total_tracks: release.trackIds.length,
  }
}

/** What a release adds when it is asked for by id; its tracks come as a page beside it. */
export function albumDetails(view: SpotifyView, release: WorldRelease) {
  const tracks = release.trackIds.map((id) => view.world.index.trackById.get(id)!)
  const popularity = Math.round(tracks.reduce((sum, track) => sum + track.popularity, 0) / tracks.length)
  const holder = `${release.date.slice(0, 4)} ${release.label}`
  return {
    copyrights: [
      { text: holder, type: 'C' },
      { text: holder, type: 'P' },
    ],
    external_ids: { upc: release.upc },
    genres: [],
    ...(view.tier === 'development' ? {} : { label: release.label, popularity }),
  }
}

/** A track inside its album: no ISRC, no popularity. */
export function simpleTrack(view: SpotifyView, track: WorldTrack) {
  const release = view.world.index.releaseById.get(track.releaseId)!
  return {
    ...link(view, 'track', track.id),
    artists: credits(view, track.artistIds),
    ...availability(view, release),
    disc_number: track.disc,
    duration_ms: track.durationMs,
    explicit: track.explicit,
    is_local: false,
    ...(view.market === null ? {} : { is_playable: playable(view, release) }),
    name: track.title,
    preview_url: view.tier === 'extended' ? `https://p.scdn.co/mp3-preview/${track.id}` : null,
    ...(playable(view, release) ? {} : { restrictions: { reason: 'market' } }),
    track_number: track.number,
  }
}

export function fullTrack(view: SpotifyView, track: WorldTrack) {
  return {
    ...simpleTrack(view, track),
    album: simpleAlbum(view, view.world.index.releaseById.get(track.releaseId)!),
    external_ids: { isrc: track.isrc },
    ...(view.tier === 'development' ? {} : { popularity: track.popularity }),
  }
}

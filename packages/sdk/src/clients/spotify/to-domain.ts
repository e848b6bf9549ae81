import type { ArtistDraft } from '../../domain/artist.ts'
import type { Image } from '../../domain/image.ts'
import type { Track } from '../../domain/song.ts'
import { classifyRecording } from '../../matching/classify-recording.ts'
import { parseTitle } from '../../matching/title.ts'
import type {
  SpotifyAlbum,
  SpotifyAlbumReference,
  SpotifyAlbumTrack,
  SpotifyArtist,
  SpotifyImage,
  SpotifyTrack,
} from './schemas.ts'

/** When the service said it. */
export interface MappingContext {
  readonly at: Date
}

/**
 * An artist as Spotify describes one. What the app's tier does not see is left out, so that it changes nothing:
 * an empty list of genres says as little as an absent popularity. An artist without a name is called by its id.
 *
 * @example
 * await storage.artists.save(toArtistDraft(await spotify.artist(id), { at: clock.now() }))
 */
export function toArtistDraft(artist: SpotifyArtist, { at }: MappingContext): ArtistDraft {
  const url = webUrl(artist.external_urls?.spotify) ?? `https://open.spotify.com/artist/${artist.id}`
  const popularity = percentage(artist.popularity)
  const followers = wholeNumber(artist.followers?.total)
  const images = toImages(artist.images)
  const genres = (artist.genres ?? []).flatMap((genre) => genre.trim() || [])
  return {
    name: artist.name.trim() || artist.id,
    links: [{ name: 'spotify', url }],
    ...(genres.length > 0 && { genres }),
    ...(images.length > 0 && { images }),
    ...(popularity !== null && { popularity }),
    ...(followers !== null && { spotifyFollowers: followers }),
    externalIds: [{ service: 'spotify', id: artist.id }],
    source: { service: 'spotify', at, url },
  }
}

/** What a track needs to know about its album. */
type AlbumFacts = SpotifyAlbum | SpotifyAlbumReference

/**
 * A track as a recording of a song. Tracks listed on an album do not name it: pass it along. What a whole track
 * knows about its album comes first otherwise. Where another recording stands in for the one on the album, the
 * track keeps the id of the one on the album, the same in every market. A track without a title is called by its id.
 *
 * @example
 * const album = await spotify.album(id)
 * const tracks = toTracks(await spotify.albumTracks(album).toArray({ limit: 500 }), album)
 */
export function toTrack(track: SpotifyTrack | SpotifyAlbumTrack, ofAlbum?: AlbumFacts): Track {
  const whole: Partial<SpotifyTrack> = track
  const album = ofAlbum ?? whole.album ?? null
  const id = track.linked_from?.id || track.id
  const title = track.name.trim() || id
  const clues = {
    title,
    albumName: album?.name,
    albumType: album?.album_type,
    artists: (track.artists ?? []).map((artist) => artist.name),
  }
  return {
    spotifyId: id,
    title,
    songTitle: parseTitle(title).base || title,
    kind: classifyRecording(clues).kind,
    isrc: isrc(whole.external_ids?.isrc),
    durationMs: wholeNumber(track.duration_ms),
    explicit: track.explicit ?? null,
    popularity: percentage(whole.popularity),
    previewUrl: webUrl(track.preview_url),
    albumId: album?.id ?? null,
    albumName: album?.name || null,
    albumType: album?.album_type?.toLowerCase() || null,
    releasedOn: releaseDay(album?.release_date),
    discNumber: wholeNumber(track.disc_number),
    trackNumber: wholeNumber(track.track_number),
    image: largest(toImages(album?.images)),
  }
}

/** Tracks as recordings; those that Spotify has taken down, which it lists without a title, are left out. */
export function toTracks(tracks: readonly (SpotifyTrack | SpotifyAlbumTrack)[], album?: AlbumFacts): Track[] {
  return tracks.filter(({ name }) => name.trim() !== '').map((track) => toTrack(track, album))
}

/** Whether an artist is credited on a track. Compilations and albums of others hold other people's tracks. */
export const isTrackOf = (track: SpotifyTrack | SpotifyAlbumTrack, artistId: string): boolean =>
  (track.artists ?? []).some(({ id }) => id === artistId)

function toImages(images: readonly SpotifyImage[] | null | undefined): Image[] {
  return (images ?? []).flatMap(({ url, width, height }) => {
    const address = webUrl(url)
    return address === null
      ? []
      : { url: address, width: length(width), height: length(height), fallback: false, credit: null }
  })
}

const largest = (images: readonly Image[]): Image | null =>
  images.toSorted((a, b) => (b.width ?? 0) - (a.width ?? 0))[0] ?? null

/** An address that a page may link to. */
function webUrl(text: string | null | undefined): string | null {
  return text && /^https?:\/\//i.test(text) && URL.canParse(text) ? text : null
}

const length = (value: number | null | undefined): number | null => wholeNumber(value) || null

function wholeNumber(value: number | null | undefined): number | null {
  return Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : null
}

function percentage(value: number | null | undefined): number | null {
  return typeof value === 'number' && value >= 0 && value <= 100 ? value : null
}

/** As precise as Spotify knows: `2011`, `2011-05`, `2011-05-23`. It writes `0000` where it knows nothing. */
function releaseDay(date: string | null | undefined): string | null {
  return date && /^[12]\d{3}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$/.test(date) ? date : null
}

/** Twelve letters and digits; some labels deliver them with hyphens or in lower case. */
function isrc(code: string | null | undefined): string | null {
  const plain = code?.replace(/[\s-]/g, '').toUpperCase() ?? ''
  return /^[A-Z]{2}[A-Z0-9]{3}\d{7}$/.test(plain) ? plain : null
}

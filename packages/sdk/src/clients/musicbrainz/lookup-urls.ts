import { InvalidInputError } from '../../core/errors.ts'
import type { MusicbrainzUrl } from './schemas.ts'

/** An artist whom a page belongs to. */
export interface UrlArtist {
  readonly mbid: string
  readonly name: string
  readonly disambiguation: string | null
  /** `'free streaming'`, `'official homepage'` … */
  readonly relation: string
  /** The page used to belong to the artist. */
  readonly ended: boolean
}

/** What MusicBrainz knows about a page. */
export interface UrlArtists {
  readonly url: string
  readonly artists: readonly UrlArtist[]
}

/** URLs in one request. MusicBrainz takes 100; fifty long ones still fit into a request line. */
export const urlsPerRequest = 50

export function checkUrls(urls: readonly string[]): readonly string[] {
  for (const url of urls) {
    if (typeof url === 'string' && /^https?:\/\//i.test(url) && URL.canParse(url)) continue
    throw new InvalidInputError(
      `'${String(url).slice(0, 80)}' is not a web address: write one such as 'https://open.spotify.com/artist/7Ln80lUS6He07XvHI8qqHH'`,
    )
  }
  return urls
}

export function toUrlArtists(url: string, { relations }: MusicbrainzUrl): UrlArtists {
  const artists = (relations ?? []).flatMap(({ artist, type, ended }) =>
    artist
      ? {
          mbid: artist.id.toLowerCase(),
          name: artist.name,
          disambiguation: artist.disambiguation || null,
          relation: type,
          ended: ended ?? false,
        }
      : [],
  )
  return { url, artists }
}

/** The one artist whom a page belongs to; null when it belongs to several, or to nobody any more. */
export function onlyArtist(found: UrlArtists | null): UrlArtist | null {
  const owners = (found?.artists ?? []).filter(({ ended }) => !ended)
  return new Set(owners.map(({ mbid }) => mbid)).size === 1 ? owners[0]! : null
}

/** What MusicBrainz writes differently in an address it knows: the scheme, `www.`, a slash at the end, capitals of the host. */
export function looseUrl(url: string): string {
  const { hostname, pathname, search } = new URL(url)
  return `${hostname.replace(/^www\./, '')}${pathname.replace(/\/+$/, '')}${search}`
}

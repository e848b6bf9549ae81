import type { ArtistDraft, Link } from '../../domain/artist.ts'
import { artistIds } from '../../matching/match-artist.ts'
import type { UrlArtist } from './lookup-urls.ts'
import type { MusicbrainzArtist } from './schemas.ts'

/** When the service said it. */
export interface MappingContext {
  readonly at: Date
}

/**
 * An artist as MusicBrainz describes one, with the Spotify ids among its pages. Facts that it does not know are
 * left out. An artist without a name is called by its id.
 *
 * @example
 * await storage.artists.save(toArtistDraft(await musicbrainz.artist(mbid), { at: clock.now() }))
 */
export function toArtistDraft(artist: MusicbrainzArtist, { at }: MappingContext): ArtistDraft {
  const mbid = artist.id.toLowerCase()
  const sortName = tidy(artist['sort-name'])
  const disambiguation = tidy(artist.disambiguation)
  const countryCode = countryOf(artist)
  const genres = genresOf(artist)
  const links = linksOf(artist)
  return {
    name: tidy(artist.name) ?? mbid,
    ...(sortName !== null && { sortName }),
    ...(disambiguation !== null && { disambiguation }),
    ...(countryCode !== null && { countryCode }),
    ...(genres.length > 0 && { genres }),
    ...(links.length > 0 && { links }),
    externalIds: [
      { service: 'musicbrainz', id: mbid },
      ...spotifyIdsOf(artist).map((id) => ({ service: 'spotify' as const, id })),
    ],
    source: { service: 'musicbrainz', at, url: `https://musicbrainz.org/artist/${mbid}` },
  }
}

/** What the owner of a page is known by, without asking for the artist itself. */
export function toPageOwnerDraft(
  { mbid, name, disambiguation }: UrlArtist,
  { at }: MappingContext,
): ArtistDraft {
  return {
    name: tidy(name) ?? mbid,
    ...(disambiguation !== null && { disambiguation }),
    externalIds: [{ service: 'musicbrainz', id: mbid }],
    source: { service: 'musicbrainz', at, url: `https://musicbrainz.org/artist/${mbid}` },
  }
}

/**
 * The artist's ids at Spotify, from pages that still belong to it: MusicBrainz calls them `streaming` or
 * `free streaming`. Often none: nobody may have entered the page.
 *
 * @example
 * spotifyIdsOf(await musicbrainz.artist('ada7a83c-e3e1-40f1-93f9-3e73dbc9298a')) // ['7Ln80lUS6He07XvHI8qqHH']
 */
export function spotifyIdsOf(artist: Pick<MusicbrainzArtist, 'name' | 'relations'>): string[] {
  const ids = artistIds({ name: artist.name, links: linksOf(artist) })
  return [...new Set(ids.filter(({ service }) => service === 'spotify').map(({ id }) => id))]
}

/** Pages that still belong to the artist, each once, named after what they are. */
function linksOf({ relations }: Pick<MusicbrainzArtist, 'relations'>): Link[] {
  const links = new Map<string, Link>()
  for (const { type, ended, url } of relations ?? []) {
    const address = webUrl(url?.resource)
    if (address === null || ended || links.has(address)) continue
    links.set(address, { name: linkName(type, address), url: address })
  }
  return [...links.values()]
}

/** Relations that name a purpose and not a place: the place says more. */
const purposes = new Set([
  'social network',
  'streaming',
  'free streaming',
  'purchase for download',
  'download for free',
  'purchase for mail-order',
  'other databases',
  'lyrics',
  'image',
  'blog',
  'fanpage',
])

function linkName(type: string, url: string): string {
  if (type === 'official homepage') return 'homepage'
  if (!purposes.has(type)) return type.trim() || 'page'
  const labels = new URL(url).hostname.replace(/^www\./, '').split('.')
  return labels.at(-2) ?? labels[0]!
}

/** MusicBrainz' own codes: Worldwide, Europe, unknown, and countries that are no more. */
const notCountries = new Set(['XW', 'XE', 'XU', 'XC', 'XG'])

function countryOf({ country, area }: MusicbrainzArtist): string | null {
  const code = (country || area?.['iso-3166-1-codes']?.[0])?.toUpperCase() ?? ''
  return /^[A-Z]{2}$/.test(code) && !notCountries.has(code) ? code : null
}

/** The best known first. */
function genresOf({ genres }: MusicbrainzArtist): string[] {
  return (genres ?? [])
    .filter(({ name, count }) => name.trim() !== '' && (count ?? 1) > 0)
    .toSorted((a, b) => (b.count ?? 0) - (a.count ?? 0))
    .map(({ name }) => name.trim())
}

function webUrl(text: string | null | undefined): string | null {
  return text && /^https?:\/\//i.test(text) && URL.canParse(text) ? text : null
}

const tidy = (text: string | null | undefined): string | null => text?.replace(/\s+/gu, ' ').trim() || null

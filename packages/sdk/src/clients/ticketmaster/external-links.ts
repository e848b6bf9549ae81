import type { Link } from '../../domain/artist.ts'
import type { Attraction } from './schemas.ts'
import { webUrl } from './wire-values.ts'

/** Where else an attraction can be found, as Ticketmaster says. */
export interface ExternalLinks {
  readonly spotifyIds: readonly string[]
  readonly mbids: readonly string[]
  /** Every link that a page may show, by the name of the place: `homepage`, `instagram`. */
  readonly links: readonly Link[]
}

/**
 * The identities and links of an attraction. Ids are those of the right form; what Ticketmaster's editors wrote
 * beside them (`@slayer`) is left out. About three quarters of the artists name a MusicBrainz id, a quarter Spotify.
 *
 * @example
 * externalLinksOf(attraction).mbids // ['a466c2a2-6517-42fb-a160-1087c3bafd9f']
 */
export function externalLinksOf({ externalLinks }: Pick<Attraction, 'externalLinks'>): ExternalLinks {
  const entries = Object.entries(externalLinks ?? {}).flatMap(([name, found]) =>
    (found ?? []).map((link) => ({ name, ...link })),
  )
  const from = (place: string) => entries.filter(({ name }) => name === place)
  const links = entries.flatMap(({ name, url }) => {
    const address = webUrl(url)
    return address && name ? [{ name, url: address }] : []
  })
  return {
    spotifyIds: distinct(from('spotify').flatMap(({ id, url }) => spotifyArtistId(id, url) ?? [])),
    mbids: distinct(from('musicbrainz').flatMap(({ id, url }) => mbidIn(id) ?? mbidIn(url) ?? [])),
    links: links.filter(({ url }, index) => links.findIndex((other) => other.url === url) === index),
  }
}

/**
 * The number of an attraction in the old ids that setlist.fm calls `tmid`, as far as the address of its page at
 * ticketmaster.com has one. Sites of other countries count for themselves.
 */
export function siteIdOf({ url }: Pick<Attraction, 'url'>): string | null {
  const address = webUrl(url)
  if (!address) return null
  const { hostname, pathname } = new URL(address)
  if (!/^(www\.)?ticketmaster\.com$/.test(hostname)) return null
  return /\/artist\/(\d+)\/?$/.exec(pathname)?.[1] ?? null
}

/** The path of the link says it; what follows a `?` does not belong to it. */
function spotifyArtistId(id: string | null | undefined, url: string | null | undefined): string | null {
  for (const text of [id, url]) {
    const found =
      /^(?:https?:\/\/(?:open|play)\.spotify\.com\/(?:intl-[\w-]+\/)?artist\/|spotify:artist:)?([A-Za-z0-9]{22})(?:[/?#].*)?$/i.exec(
        text?.trim() ?? '',
      )
    if (found?.[1]) return found[1]
  }
  return null
}

function mbidIn(text: string | null | undefined): string | null {
  const found = /(?:^|\/artist\/)([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:[/?#].*)?$/i.exec(
    text?.trim() ?? '',
  )
  return found?.[1]?.toLowerCase() ?? null
}

const distinct = (values: readonly string[]): string[] => [...new Set(values)]

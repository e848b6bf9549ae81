import { spotifyError } from './spotify-error.ts'

export interface SpotifyPaging {
  readonly limit: number
  readonly offset: number
}

/** Reads `limit` and `offset`; anything out of range is refused as Spotify does. */
export function readPaging(
  query: URLSearchParams,
  limits: { readonly standard: number; readonly max: number },
): SpotifyPaging {
  const limit = readWhole(query, 'limit', limits.standard)
  const offset = readWhole(query, 'offset', 0)
  if (Number.isNaN(limit) || limit < 1 || limit > limits.max) throw spotifyError(400, 'Invalid limit')
  if (Number.isNaN(offset) || offset < 0) throw spotifyError(400, 'Invalid offset')
  return { limit, offset }
}

function readWhole(query: URLSearchParams, name: string, standard: number): number {
  const text = query.get(name)
  if (text === null) return standard
  return /^-?\d+$/.test(text) ? Number(text) : Number.NaN
}

export interface SpotifyPage<Item> {
  readonly href: string
  readonly items: readonly Item[]
  readonly limit: number
  readonly next: string | null
  readonly offset: number
  readonly previous: string | null
  readonly total: number
}

/**
 * One page of a list. `address` is the list's own, without paging; `kept` are the parameters that its links
 * carry on.
 */
export function spotifyPage<Thing, Item>(
  things: readonly Thing[],
  { limit, offset }: SpotifyPaging,
  address: string,
  kept: Readonly<Record<string, string | null>>,
  toItem: (thing: Thing) => Item,
): SpotifyPage<Item> {
  const pageAt = (at: number): string => {
    const query = new URLSearchParams()
    for (const [name, value] of Object.entries(kept)) if (value !== null) query.set(name, value)
    query.set('offset', String(at))
    query.set('limit', String(limit))
    return `${address}?${query}`
  }
  return {
    href: pageAt(offset),
    items: things.slice(offset, offset + limit).map(toItem),
    limit,
    next: offset + limit < things.length ? pageAt(offset + limit) : null,
    offset,
    previous: offset > 0 ? pageAt(Math.max(0, offset - limit)) : null,
    total: things.length,
  }
}

/** Reads `ids=a,b,c`. */
export function readIds(query: URLSearchParams, max: number): string[] {
  const ids = (query.get('ids') ?? '').split(',').filter((id) => id !== '')
  if (ids.length === 0) throw spotifyError(400, 'invalid id')
  if (ids.length > max) throw spotifyError(400, 'Too many ids requested')
  return ids
}

/** Spotify ids are 22 letters and digits; anything else is refused before it is looked up. */
export function checkId(id: string): string {
  if (/^[0-9A-Za-z]{22}$/.test(id)) return id
  throw spotifyError(400, 'Invalid base62 id')
}

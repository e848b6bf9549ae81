import { InvalidInputError } from '../../core/errors.ts'

/** Words, and the fields they are looked for in. Spotify ranks by relevance, not by exactness. */
export interface SpotifyQuery {
  readonly text?: string
  readonly artist?: string
  readonly album?: string
  readonly track?: string
  /** `'1991'` or a range: `'1991-1995'`. */
  readonly year?: string | number
  readonly genre?: string
}

export interface SpotifyTrackQuery extends SpotifyQuery {
  readonly isrc?: string
}

export interface SpotifyAlbumQuery extends Omit<SpotifyQuery, 'track'> {
  readonly upc?: string
  /** `new`: of the last two weeks. `hipster`: among the least popular tenth. */
  readonly tag?: 'new' | 'hipster'
}

const filters = ['artist', 'album', 'track', 'year', 'genre', 'isrc', 'upc', 'tag'] as const

/**
 * Writes a query as Spotify reads it: `artist:"AC/DC" track:"Thunderstruck"`. A text goes as it is.
 * Throws an `InvalidInputError` for a query without any words.
 */
export function toSearchText(query: string | SpotifyTrackQuery | SpotifyAlbumQuery): string {
  const fields: Partial<Record<(typeof filters)[number] | 'text', string | number>> =
    typeof query === 'string' ? { text: query } : query
  const words = filters.flatMap((filter) => {
    const value = fields[filter]
    return value === undefined || String(value).trim() === '' ? [] : [`${filter}:${quoted(String(value))}`]
  })
  const text = [String(fields.text ?? '').trim(), ...words].filter(Boolean).join(' ')
  if (text === '')
    throw new InvalidInputError("An empty search finds nothing: pass some words, such as 'Arctic Monkeys'")
  return text
}

/** There is no way to write a quotation mark inside a quoted filter. */
const quoted = (value: string): string => {
  const plain = value.replaceAll('"', ' ').trim()
  return /^[\p{L}\p{N}-]+$/u.test(plain) ? plain : `"${plain}"`
}

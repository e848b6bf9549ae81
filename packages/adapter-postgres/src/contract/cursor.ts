import { InvalidInputError, isKeepable } from '@setvote/sdk/storage'

/** Where a page ended: the values that its list is ordered by. */
export type Place = readonly (string | null)[]

/** Names its query, so that a page cannot go on in another one. */
export function toCursor(query: string, place: Place): string {
  return encodeURIComponent(JSON.stringify([query, ...place]))
}

/** The place at which a page goes on; null for the first page. A place has one of `lengths`. */
export function toPlace(
  query: string,
  cursor: string | null | undefined,
  lengths: readonly number[] = [2],
): Place | null {
  if (cursor === null || cursor === undefined) return null
  const [named, ...place] = parse(cursor)
  if (named !== query || !lengths.includes(place.length) || !place.every(isPlacePart)) {
    throw new InvalidInputError('This cursor belongs to another query')
  }
  return place
}

const isPlacePart = (part: unknown): part is string | null =>
  part === null || (typeof part === 'string' && isKeepable(part))

function parse(cursor: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(decodeURIComponent(cursor))
    if (Array.isArray(parts) && parts.length > 1) return parts
  } catch {}
  throw new InvalidInputError('This is not a cursor')
}

/** One text for equal conditions, however they were written down. */
export function toQueryName(list: string, conditions: object): string {
  const stated = Object.entries(conditions)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, Array.isArray(value) ? [...new Set(value)].sort() : value])
  return JSON.stringify([list, ...stated.sort(([a], [b]) => (a < b ? -1 : 1))])
}

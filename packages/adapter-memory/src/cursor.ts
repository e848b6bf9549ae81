import { InvalidInputError } from '@setvote/sdk/storage'

/** Where a page ended. It names its query, so that it cannot go on in another one. */
export function toCursor(query: string, place: string): string {
  return encodeURIComponent(JSON.stringify([query, place]))
}

/** The place at which a page goes on; null for the first page. */
export function toPlace(query: string, cursor: string | null | undefined): string | null {
  if (cursor === null || cursor === undefined) return null
  const [named, place] = parse(cursor)
  if (named !== query || typeof place !== 'string') {
    throw new InvalidInputError('This cursor belongs to another query')
  }
  return place
}

function parse(cursor: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(decodeURIComponent(cursor))
    if (Array.isArray(parts)) return parts
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

import type { Page } from '@setvote/sdk/storage'
import { checkLimit } from '@setvote/sdk/storage'
import { toCursor, toPlace } from './cursor.ts'

export interface Row<Item> {
  /** What the list is ordered by, each place once. */
  readonly place: string
  readonly item: Item
}

/** A page of a short list, the highest place first. */
export function pageOf<Item>(
  queryName: string,
  rows: Iterable<Row<Item>>,
  {
    limit = 50,
    cursor,
  }: { readonly limit?: number | undefined; readonly cursor?: string | null | undefined },
): Page<Item> {
  checkLimit(limit)
  const before = toPlace(queryName, cursor)
  const left = [...rows].filter(({ place }) => before === null || place < before).sort(descending)
  const page = left.slice(0, limit)
  const last = page.at(-1)
  return {
    items: page.map(({ item }) => item),
    nextCursor: last && left.length > limit ? toCursor(queryName, last.place) : null,
  }
}

/** The place of something by its instant, then its id. */
export const placeAt = (at: Date, id: string): string => `${at.toISOString()} ${id}`

const descending = (a: { readonly place: string }, b: { readonly place: string }) =>
  a.place < b.place ? 1 : -1

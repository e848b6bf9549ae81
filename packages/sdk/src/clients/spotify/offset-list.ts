import { InvalidInputError } from '../../core/errors.ts'
import { createList, type List } from '../../upstream/list.ts'

/** The part of Spotify's page that a list goes by. */
export interface OffsetPage<Item> {
  readonly items: readonly (Item | null)[]
  readonly limit?: number | null | undefined
  readonly next?: string | null | undefined
  readonly total?: number | null | undefined
}

/** A page, and the limit that was asked for: what a page without a `limit` of its own covers. */
export interface FetchedPage<Item> {
  readonly page: OffsetPage<Item>
  readonly limit: number
}

/** How far into a list the service lets itself be asked. */
export interface OffsetListOptions {
  readonly largestOffset?: number
}

/**
 * A list over pages by offset. The offset is our own arithmetic: `next` has been seen behind empty pages and with
 * other spellings of the parameters, so it is never followed. An empty page ends the list; so does the total.
 * Items that are null are dropped.
 */
export function createOffsetList<Item>(
  fetchPage: (offset: number) => Promise<FetchedPage<Item>>,
  { largestOffset = Number.MAX_SAFE_INTEGER }: OffsetListOptions = {},
): List<Item> {
  return createList(async (position) => {
    const offset = readPosition(position)
    const { page, limit } = await fetchPage(offset)
    const next = nextOffset(page, offset, limit)
    return {
      items: page.items.filter((item) => item !== null),
      total: page.total ?? null,
      next: next === null || next > largestOffset ? null : String(next),
    }
  })
}

function nextOffset(page: OffsetPage<unknown>, offset: number, asked: number): number | null {
  if (page.items.length === 0) return null
  // A page covers as many positions as the limit it was served with, be it shorter for items left out.
  const served = page.limit != null && page.limit >= 1 ? Math.min(Math.trunc(page.limit), asked) : 0
  const next = offset + Math.max(served, page.items.length)
  const hasMore = page.total != null ? next < page.total : page.next != null
  return hasMore ? next : null
}

function readPosition(position: string | null): number {
  if (position === null) return 0
  if (/^\d{1,9}$/.test(position)) return Number(position)
  throw new InvalidInputError(
    `'${position.slice(0, 40)}' is no position: pass the next of an earlier page, such as '50'`,
  )
}

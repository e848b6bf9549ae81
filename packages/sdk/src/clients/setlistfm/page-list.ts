import { InvalidInputError } from '../../core/errors.ts'
import { createList, type List } from '../../upstream/list.ts'

/** A page as it is sent. Nothing says where the next one is. */
export interface WirePage<Item> {
  readonly items: readonly Item[]
  readonly total: number | null | undefined
  readonly itemsPerPage: number | null | undefined
}

/** What the pages of the API hold when they do not say. */
const usualPageSize = 20

/**
 * Lists pages by their number, from 1. The last page is the total divided by what a page holds; an empty page
 * ends the list whatever the total says. With `sameAs`, items that move to a later page while the list is read
 * are given once.
 */
export function listPages<Item>(
  fetchPage: (page: number) => PromiseLike<WirePage<Item>>,
  sameAs?: (item: Item) => string,
): List<Item> {
  const reading = () => {
    const seen = new Set<string>()
    const isNew = (item: Item) => {
      const key = sameAs?.(item)
      return key === undefined || (!seen.has(key) && Boolean(seen.add(key)))
    }
    return createList(async (position) => {
      const number = readPosition(position)
      const { items, total, itemsPerPage } = await fetchPage(number)
      const size = itemsPerPage && itemsPerPage > 0 ? itemsPerPage : usualPageSize
      const more = items.length > 0 && number < Math.ceil((total ?? 0) / size)
      return { items: items.filter(isNew), total: total ?? null, next: more ? String(number + 1) : null }
    })
  }
  return {
    pages: (options) => reading().pages(options),
    toArray: (options) => reading().toArray(options),
    [Symbol.asyncIterator]: () => reading()[Symbol.asyncIterator](),
  }
}

function readPosition(position: string | null): number {
  if (position === null) return 1
  if (/^[1-9]\d{0,8}$/.test(position)) return Number(position)
  throw new InvalidInputError('from: not the `next` of a page of this list; pages are numbered from 1')
}

import type { z } from 'zod'
import { InvalidInputError } from '../../core/errors.ts'
import type { CallOptions } from '../../upstream/call.ts'
import { createList, type List } from '../../upstream/list.ts'
import type { Upstream } from '../../upstream/upstream.ts'
import type { WireQuery } from './event-query.ts'
import { lastOffset } from './event-window.ts'

/** A page of a search as it is sent: nothing is embedded when nothing is found. */
interface FoundPage<Key extends string, Item> {
  readonly _embedded?: { readonly [key in Key]?: readonly Item[] | null | undefined } | null | undefined
  readonly page: { readonly totalElements: number }
}

/** One of the searches: its resource, the shape of its pages, and how long they may be served from the cache. */
export interface Search<Key extends string, Item> {
  readonly resource: Key
  readonly schema: z.ZodType<FoundPage<Key, Item>>
  readonly cacheForMs: number
}

/** Asks for one page. */
export async function searchPage<Key extends string, Item>(
  upstream: Upstream,
  { resource, schema, cacheForMs }: Search<Key, Item>,
  query: WireQuery,
  options: CallOptions = {},
): Promise<{ readonly items: readonly Item[]; readonly total: number }> {
  const path = `/${resource}`
  const found = await upstream.call({ ...options, path, template: path, schema, query, cacheForMs })
  return { items: found._embedded?.[resource] ?? [], total: found.page.totalElements }
}

/** Lists a search up to the last page that the service serves. Positions are page numbers, from 0. */
export function listSearch<Key extends string, Item>(
  upstream: Upstream,
  search: Search<Key, Item>,
  query: WireQuery & { readonly size: number },
  options?: CallOptions,
): List<Item> {
  return createList(async (position) => {
    const page = readPage(position, query.size)
    const { items, total } = await searchPage(upstream, search, { ...query, page }, options)
    // The links of an answer come in several spellings and may hold a key: the next page is a sum of our own.
    const offset = (page + 1) * query.size
    const more = items.length > 0 && offset < total && offset <= lastOffset
    return { items, total, next: more ? String(page + 1) : null }
  })
}

function readPage(position: string | null, size: number): number {
  if (position === null) return 0
  const page = /^\d{1,4}$/.test(position) ? Number(position) : Number.NaN
  if (page * size <= lastOffset) return page
  throw new InvalidInputError('from: not the `next` of a page of this list')
}

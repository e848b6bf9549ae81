import type { SandboxRequest } from './service.ts'
import { discoveryError } from './ticketmaster-error.ts'

const maxSize = 200
const maxDepth = 1000

export interface DiscoveryPaging {
  readonly size: number
  readonly page: number
}

/** Reads `size` and `page`. `size * page` may be 1,000 at most: whatever lies behind cannot be paged to. */
export function readDiscoveryPaging(query: URLSearchParams): DiscoveryPaging {
  const size = readWhole(query, 'size', 20)
  const page = readWhole(query, 'page', 0)
  if (size > maxSize) throw discoveryError(400, 'DIS1036', 'Query param "size" must be less than 200')
  if (size * page > maxDepth) {
    throw discoveryError(
      400,
      'DIS1035',
      'API Limits Exceeded: Max paging depth exceeded. (page * size) must be less than 1,000',
    )
  }
  return { size, page }
}

function readWhole(query: URLSearchParams, name: string, standard: number): number {
  const text = query.get(name)
  if (text === null || text === '') return standard
  if (/^\d+$/.test(text)) return Number(text)
  throw discoveryError(400, 'DIS1015', `Query param "${name}" must be a whole number`)
}

/** The envelope of a search: `_embedded` is missing when the page is empty, links are relative and without key. */
export function discoveryPage<Thing>(
  things: readonly Thing[],
  { size, page }: DiscoveryPaging,
  request: SandboxRequest,
  key: string,
  toItem: (thing: Thing) => unknown,
) {
  const items = things.slice(size * page, size * (page + 1)).map(toItem)
  const totalPages = size === 0 ? 0 : Math.ceil(things.length / size)
  const link = (number: number) => ({ href: hrefOf(request, { page: String(number), size: String(size) }) })
  return {
    ...(items.length === 0 ? {} : { _embedded: { [key]: items } }),
    _links: {
      ...(totalPages > 1 ? { first: link(0) } : {}),
      ...(page > 0 && totalPages > 1 ? { prev: link(page - 1) } : {}),
      self: { href: hrefOf(request, {}) },
      ...(page + 1 < totalPages ? { next: link(page + 1) } : {}),
      ...(totalPages > 1 ? { last: link(totalPages - 1) } : {}),
    },
    page: { size, totalElements: things.length, totalPages, number: page },
  }
}

function hrefOf(request: SandboxRequest, changes: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(request.query)
  query.delete('apikey')
  for (const [name, value] of Object.entries(changes)) query.set(name, value)
  const text = query.toString()
  return `/discovery/v2${request.path}${text === '' ? '' : `?${text}`}`
}

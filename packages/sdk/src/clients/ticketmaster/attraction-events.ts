import { createList, type List, type UpstreamPage } from '../../upstream/list.ts'
import type { EventQuery } from './event-query.ts'
import {
  type EventPosition,
  firstPosition,
  lastOffset,
  pageSize,
  reachable,
  readPosition,
  splitPosition,
  windowQuery,
  writePosition,
} from './event-window.ts'
import type { Event } from './schemas.ts'

export interface AttractionEventsQuery {
  /** The first instant, inclusive. @default no limit */
  readonly from?: Date
  /** The last instant, inclusive. @default no limit */
  readonly to?: Date
  /** Also events whose day is not announced (TBA) or not decided (TBD). @default true */
  readonly includeUnannounced?: boolean
}

/** One page of a search: what the service gave, and how many it says there are. */
export interface FoundEvents {
  readonly items: readonly Event[]
  readonly total: number
}

/**
 * Lists every event of one search, however many there are, each once.
 *
 * One request per 200 events with a day, then one each for TBA and TBD events, which a search by day never finds.
 * A search that holds more than can be paged through is cut into windows of time; that costs one request more.
 * Pages are sorted by id, the only order that stays the same while a list is read.
 */
export function listAllEvents(
  search: (query: EventQuery, page: number) => PromiseLike<FoundEvents>,
  base: EventQuery,
  { from, to, includeUnannounced = true }: AttractionEventsQuery,
): List<Event> {
  const start = firstPosition(from, to)
  const sections: readonly EventPosition['section'][] = includeUnannounced
    ? ['dated', 'tba', 'tbd']
    : ['dated']

  async function readPage(text: string | null, seen: Set<string>): Promise<UpstreamPage<Event>> {
    let position = text === null ? start : readPosition(text)
    for (;;) {
      const found = await search({ ...base, ...queryOf(position) }, position.page)
      const pieces = isTooLong(position, found) && splitPosition(position, found.total, found.items)
      if (!pieces) return toPage(position, found, seen)
      position = pieces
    }
  }

  function toPage(position: EventPosition, found: FoundEvents, seen: Set<string>): UpstreamPage<Event> {
    const items = found.items.filter(({ id }) => !seen.has(id) && seen.add(id))
    const counted = position.counted - (found.items.length - items.length)
    const all = counted + found.total
    const moreWindows = position.section === 'dated' && position.windows.length > 1
    return {
      items,
      total: moreWindows ? Math.max(position.declared, all) : all,
      next: nextOf({ ...position, counted }, found),
    }
  }

  function nextOf(position: EventPosition, { items, total }: FoundEvents): string | null {
    const offset = (position.page + 1) * pageSize
    if (items.length > 0 && offset < total && offset <= lastOffset) {
      return writePosition({ ...position, page: position.page + 1 })
    }
    const done = { ...position, page: 0, counted: position.counted + total }
    if (position.windows.length > 1) return writePosition({ ...done, windows: position.windows.slice(1) })
    const section = sections[sections.indexOf(position.section) + 1]
    return section ? writePosition({ ...done, section, windows: [] }) : null
  }

  // Each reading forgets what an earlier one has seen.
  const reading = () => {
    const seen = new Set<string>()
    return createList((position) => readPage(position, seen))
  }
  return {
    pages: (options) => reading().pages(options),
    toArray: (options) => reading().toArray(options),
    [Symbol.asyncIterator]: () => reading()[Symbol.asyncIterator](),
  }
}

function queryOf({ section, windows: [window] }: EventPosition): EventQuery {
  const shape = { sort: 'id,asc', size: pageSize } as const
  if (section === 'tba') return { ...shape, includeTBA: 'only' }
  if (section === 'tbd') return { ...shape, includeTBD: 'only' }
  return { ...shape, includeTBA: 'no', includeTBD: 'no', ...(window && windowQuery(window)) }
}

const isTooLong = ({ section, page }: EventPosition, { total }: FoundEvents): boolean =>
  section === 'dated' && page === 0 && total > reachable

import { type ScriptedAnswer, type ScriptedFetch, scriptedFetch } from './scripted-fetch.ts'

export interface ListedEvent {
  readonly id: string
  /** Null for an event without a day. */
  readonly at: string | null
  readonly unannounced?: 'tba' | 'tbd'
}

const refusal = (code: string, detail: string): ScriptedAnswer => ({
  status: 400,
  body: { errors: [{ code, detail, status: '400 BAD_REQUEST' }] },
})

/**
 * The event search as it was observed: windows inclusive at both edges, days to the second only, nothing embedded
 * when nothing is found, pages served while size × page ≤ 1000, no more than 10,000 counted.
 */
export function eventServer(events: () => readonly ListedEvent[]): ScriptedFetch {
  return scriptedFetch(({ query }) => {
    const size = Number(query.get('size') ?? 20)
    const page = Number(query.get('page') ?? 0)
    if (size > 200) return refusal('DIS1036', 'Query param "size" must be less than 200')
    if (size * page > 1000) return refusal('DIS1035', 'API Limits Exceeded: Max paging depth exceeded.')
    for (const name of ['startDateTime', 'endDateTime']) {
      const value = query.get(name)
      if (value !== null && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value)) return refusal('DIS1015', name)
    }
    const found = events()
      .filter((event) => isFound(event, query))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    const shown = found.slice(size * page, size * (page + 1))
    const total = Math.min(found.length, 10_000)
    return {
      body: {
        ...(shown.length > 0 && { _embedded: { events: shown.map(toWire) } }),
        _links: { self: { href: '/discovery/v2/events?apikey=another-key{&page,size,sort}' } },
        page: { size, totalElements: total, totalPages: Math.ceil(total / size), number: page },
      },
    }
  })
}

function isFound({ at, unannounced }: ListedEvent, query: URLSearchParams): boolean {
  const tba = query.get('includeTBA') ?? 'no'
  const tbd = query.get('includeTBD') ?? 'no'
  if (tba === 'only' || tbd === 'only') {
    return (
      tba !== tbd && ((tba === 'only' && unannounced === 'tba') || (tbd === 'only' && unannounced === 'tbd'))
    )
  }
  if (unannounced || at === null) return false
  const start = query.get('startDateTime')
  const end = query.get('endDateTime')
  return (start === null || at >= start) && (end === null || at <= end)
}

const toWire = ({ id, at, unannounced }: ListedEvent) => ({
  id,
  name: `Evening ${id}`,
  type: 'event',
  dates: {
    start: {
      ...(at && { localDate: at.slice(0, 10), localTime: at.slice(11, 19), dateTime: at }),
      dateTBA: unannounced === 'tba',
      dateTBD: unannounced === 'tbd',
      timeTBA: false,
      noSpecificTime: false,
    },
  },
})

/** So many events, one after the other; ids in no order of time, as the service's are. */
export function evenings(
  count: number,
  { from = '2026-12-01T19:00:00Z', everyMinutes = 60 * 6, prefix = 'vv' } = {},
): ListedEvent[] {
  const start = Date.parse(from)
  return Array.from({ length: count }, (_, index) => ({
    id: `${prefix}${((index * 7919) % 1_000_003).toString(36).padStart(5, '0')}-${index}`,
    at: `${new Date(start + index * everyMinutes * 60_000).toISOString().slice(0, 19)}Z`,
  }))
}

import type { Answering } from './recorded-server.ts'
import { recordedThings } from './recorded-things.ts'

interface Named {
  readonly id: string
  readonly name?: string
}

export interface RecordedAttraction extends Named {
  readonly type: 'attraction'
}

/** An event as it was recorded, as far as an import looks at it. */
export interface RecordedEvent extends Named {
  readonly url?: string
  readonly source?: Named
  readonly dates?: {
    readonly start?: {
      readonly localDate?: string
      readonly dateTBA?: boolean
      readonly dateTBD?: boolean
    }
  }
  readonly classifications?: readonly { readonly segment?: Named }[]
  readonly _embedded?: {
    readonly venues?: readonly Named[]
    readonly attractions?: readonly RecordedAttraction[]
  }
}

/** Every recorded event, once. */
export const recordedEvents = (): RecordedEvent[] =>
  distinct(
    recordedThings(
      'ticketmaster',
      (thing) => 'type' in thing && thing.type === 'event' && 'dates' in thing,
    ).map(({ thing }) => thing as RecordedEvent),
  )

/** Every attraction that was recorded with an event. */
export const recordedAttractions = (): RecordedAttraction[] =>
  distinct(recordedEvents().flatMap((event) => event._embedded?.attractions ?? []))

/** Recorded events, as Ticketmaster would give them: by attraction, those without a day only when asked for. */
export function ticketmasterArchive(): Answering {
  const events = recordedEvents()
  const attractions = recordedAttractions()
  return (path, query) => {
    const attraction = attractions.find(({ id }) => path === `/attractions/${id}`)
    if (attraction) return { path, body: attraction }
    if (path !== '/events') return null
    const found = events.filter(
      (event) =>
        event._embedded?.attractions?.some(({ id }) => id === query.get('attractionId')) &&
        isAskedFor(event, query),
    )
    const page = { size: Number(query.get('size')), totalElements: found.length, totalPages: 1, number: 0 }
    return { path, body: found.length > 0 ? { _embedded: { events: found }, page } : { page } }
  }
}

function isAskedFor({ dates }: RecordedEvent, query: URLSearchParams): boolean {
  const { dateTBA = false, dateTBD = false } = dates?.start ?? {}
  if (query.get('includeTBA') === 'only') return dateTBA
  return query.get('includeTBD') === 'only' ? dateTBD : !dateTBA && !dateTBD
}

const distinct = <Thing extends Named>(things: readonly Thing[]): Thing[] => [
  ...new Map(things.map((thing) => [thing.id, thing])).values(),
]

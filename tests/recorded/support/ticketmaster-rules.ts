import { each, mapAttraction, mapEvent, mapVenue } from '../../support/mapping.ts'
import { type Exchange, firstPage, type RecordedAnswer, type RecordedClients, type Rule } from './exchange.ts'

type Ask = (ticketmaster: RecordedClients['ticketmaster']) => PromiseLike<unknown>
/** What tells the bodies of Ticketmaster apart. */
interface Body {
  readonly id?: string
  readonly page?: { readonly size: number }
  readonly _embedded?: Readonly<Record<string, unknown>>
}

/** An answer as nock writes it down. */
interface Recording {
  readonly path: string
  readonly status: number
  readonly headers: Readonly<Record<string, string | number>>
  readonly response: Body & ErrorBody
}

interface ErrorBody {
  readonly errors?: readonly { readonly detail?: string }[]
  readonly fault?: { readonly faultstring?: string }
}

/** An error, or the headers of a good answer, as a document quotes it. */
interface Quoted {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: ErrorBody
}

type Facts = Omit<RecordedAnswer, 'body' | 'path'>

const base = '/discovery/v2'

/** Some answers were recorded together with their request and headers, by nock. */
function recordingOf(content: unknown): {
  readonly body: Recording['response']
  readonly path: string | null
  readonly facts: Facts
} {
  if (!Array.isArray(content)) return { body: content as Recording['response'], path: null, facts: {} }
  const recording = content[0] as Recording
  const { pathname } = new URL(recording.path, 'https://app.ticketmaster.com')
  // What belongs to the connection and to the bytes on it was another connection's.
  const headers = Object.entries(recording.headers).filter(
    ([name]) => !/^(content-length|connection|date|transfer-encoding|content-encoding)$/i.test(name),
  )
  return {
    body: recording.response,
    path: pathname.slice(base.length),
    facts: {
      status: recording.status,
      headers: Object.fromEntries(headers.map(([name, value]) => [name, String(value)])),
    },
  }
}

function one(
  content: unknown,
  resource: string,
  ask: (id: string) => Ask,
  map?: (value: never) => void,
): Exchange {
  const { body, path, facts } = recordingOf(content)
  const id = path?.split('/')[2] ?? body.id ?? ''
  return {
    answers: [{ path: path ?? `/${resource}/${id}`, body, ...facts }],
    ask: ({ ticketmaster }) => ask(id)(ticketmaster),
    expected: { value: body },
    ...(map && { map }),
  }
}

function page(
  content: unknown,
  resource: string,
  ask: (size: number) => Ask,
  map: (value: never) => void,
): Exchange {
  const { body, path, facts } = recordingOf(content)
  return {
    answers: [{ path: path ?? `/${resource}`, body, ...facts }],
    ask: ({ ticketmaster }) => ask(body.page!.size)(ticketmaster),
    expected: { value: body._embedded?.[resource] ?? [] },
    map,
  }
}

const isPage = (content: unknown): boolean => 'page' in recordingOf(content).body

function eventExchange(content: unknown): Exchange {
  if (isPage(content)) {
    return page(content, 'events', (size) => (client) => firstPage(client.events({ size })), each(mapEvent))
  }
  if (recordingOf(content).path?.endsWith('/images'))
    return one(content, 'events', (id) => (client) => client.eventImages(id))
  return one(content, 'events', (id) => (client) => client.event(id), mapEvent)
}

function attractionExchange(content: unknown): Exchange {
  return isPage(content)
    ? page(
        content,
        'attractions',
        (size) => (client) => firstPage(client.attractions({ size })),
        each(mapAttraction),
      )
    : one(content, 'attractions', (id) => (client) => client.attraction(id), mapAttraction)
}

/** What refusals are called here. A day's quota that is used up has been seen as a 401 as well. */
const codes: Readonly<Record<number, readonly string[]>> = {
  400: ['upstream-rejected'],
  401: ['unauthenticated', 'rate-limited'],
  403: ['upstream-rejected'],
  404: ['upstream-not-found'],
  429: ['rate-limited'],
}

function refusal(status: number, body: ErrorBody, headers: Readonly<Record<string, string>> = {}): Exchange {
  const says: string | undefined = body.errors?.[0]?.detail ?? body.fault?.faultstring
  return {
    answers: [{ path: '/events/unknown-id', status, headers, body }],
    ask: ({ ticketmaster }) => ticketmaster.event('unknown-id'),
    expected: {
      codes: codes[status] ?? ['upstream-rejected', 'upstream-failed'],
      // A key in the sentence is taken out of it.
      ...(says && {
        says: says
          .replace(/Identifier.*$/, '')
          .replace(/\s+/g, ' ')
          .trim(),
      }),
    },
  }
}

/** The headers of a good answer say what is left of the day. */
const headersOnly = (headers: Readonly<Record<string, string>>): Exchange => ({
  answers: [
    { path: '/events', headers, body: { page: { size: 20, totalElements: 0, totalPages: 0, number: 0 } } },
  ],
  ask: ({ ticketmaster }) => firstPage(ticketmaster.events({})),
  expected: { value: [] },
})

/** Errors as public documents quote them: a list; or one recorded answer. */
function errorExchanges(content: unknown): readonly Exchange[] {
  if (Array.isArray(content) && 'response' in content[0]) {
    const { body, facts } = recordingOf(content)
    return [refusal(facts.status!, body, facts.headers)]
  }
  return (content as Quoted[]).map(({ status, body = {}, headers = {} }) =>
    status < 400 ? headersOnly(headers) : refusal(status, body, headers),
  )
}

export const ticketmasterRules: readonly Rule[] = [
  { pattern: /^ticketmaster\/events\//, exchanges: (content) => [eventExchange(content)] },
  { pattern: /^ticketmaster\/attractions\//, exchanges: (content) => [attractionExchange(content)] },
  {
    pattern: /^ticketmaster\/venues\//,
    exchanges: (content) => [
      isPage(content)
        ? page(content, 'venues', (size) => (client) => firstPage(client.venues({ size })), each(mapVenue))
        : one(content, 'venues', (id) => (client) => client.venue(id), mapVenue),
    ],
  },
  {
    pattern: /^ticketmaster\/classifications\//,
    exchanges: (content) => [one(content, 'classifications', (id) => (client) => client.classification(id))],
  },
  { pattern: /^ticketmaster\/errors\//, exchanges: errorExchanges },
]

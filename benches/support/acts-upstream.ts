import type { ExternalId } from '@setvote/sdk/storage'

/** What answers for all services, and counts whom it was asked about. */
export interface ActsUpstream {
  readonly credentials: {
    readonly spotify: {
      readonly clientId: string
      readonly clientSecret: string
      readonly fetch: typeof fetch
    }
    readonly ticketmaster: { readonly apiKey: string; readonly fetch: typeof fetch }
    readonly setlistfm: { readonly apiKey: string; readonly fetch: typeof fetch }
    readonly musicbrainz: { readonly userAgent: string; readonly fetch: typeof fetch }
  }
  /** The act of each request to a service so far, by its id at Ticketmaster. */
  askedAbout(service: string): readonly string[]
  /** Requests to a service that bring one act up to date. */
  callsFor(service: string): number
}

const digits = (place: number, length: number) => String(place).padStart(length, '0')
const attractionId = (place: number) => `K8v${digits(place, 8)}`

/** What the services call an act. */
export const actIds = (place: number): ExternalId[] => [
  { service: 'ticketmaster', id: attractionId(place) },
  { service: 'spotify', id: digits(place, 22) },
  { service: 'musicbrainz', id: `00000000-0000-4000-8000-${digits(place, 12)}` },
]

/** Services that know every act by its ids and nothing else: no shows, no setlists. */
export function actsUpstream(): ActsUpstream {
  const asked = new Map<string, string[]>()
  const answer: typeof fetch = async (input) => {
    const url = new URL(input instanceof Request ? input.url : String(input))
    const { service, body, status } = answerOf(url)
    const place = /(\d{8,})(?!.*\d{8})/.exec(`${url.pathname}?${url.searchParams.get('attractionId') ?? ''}`)
    if (place) {
      const known = asked.get(service) ?? []
      known.push(attractionId(Number(place[1])))
      asked.set(service, known)
    }
    return Response.json(body, { status })
  }
  return {
    credentials: {
      spotify: { clientId: 'bench', clientSecret: 'bench secret', fetch: answer },
      ticketmaster: { apiKey: 'bench-key', fetch: answer },
      setlistfm: { apiKey: 'bench-key', fetch: answer },
      musicbrainz: { userAgent: 'setvote-bench/1.0 (bench@example.org)', fetch: answer },
    },
    askedAbout: (service) => asked.get(service) ?? [],
    // Facts, then dated events, those to be announced and those to be decided.
    callsFor: (service) => (service === 'ticketmaster' ? 4 : 1),
  }
}

function answerOf({ host, pathname }: URL): { service: string; body: unknown; status: number } {
  const id = pathname.split('/').at(-1)!.replace('.json', '')
  const found = (service: string, body: unknown) => ({ service, body, status: 200 })
  if (host.startsWith('accounts.')) {
    return found('accounts', { access_token: 'bench', token_type: 'Bearer', expires_in: 3600 })
  }
  if (host.includes('spotify')) return found('spotify', { id, name: nameOf(id), type: 'artist' })
  if (host.includes('musicbrainz')) return found('musicbrainz', { id, name: nameOf(id), relations: [] })
  if (host.includes('setlist')) {
    return {
      service: 'setlistfm',
      status: 404,
      body: { code: 404, status: 'Not Found', message: 'not found' },
    }
  }
  if (pathname.includes('/attractions/')) return found('ticketmaster', { id, name: nameOf(id) })
  return found('ticketmaster', { page: { size: 200, totalElements: 0, totalPages: 0, number: 0 } })
}

const nameOf = (id: string) => `Act ${Number(id.slice(-8))}`

import type { ArtistDraft } from '../../../src/domain/artist.ts'
import type { ExternalId } from '../../../src/domain/external-id.ts'
import type { ArtistSource, ArtistSources } from '../../../src/importing/identity/artist-sources.ts'
import type { LedgerService } from '../../../src/importing/ledger.ts'
import {
  type UpstreamErrorFacts,
  UpstreamFailedError,
  UpstreamNotFoundError,
} from '../../../src/upstream/errors.ts'

export const noon = new Date('2026-11-21T12:00:00Z')
export const name = 'Velvet Harbor'
export const mbid = '11111111-1111-4111-8111-111111111111'
export const otherMbid = '22222222-2222-4222-8222-222222222222'

const factsOf = (service: LedgerService): UpstreamErrorFacts => ({ service, endpoint: 'GET /artists' })

export const down = (service: LedgerService) =>
  new UpstreamFailedError(`${service} is down`, { ...factsOf(service), retryAt: noon })
export const unknown = (service: LedgerService) =>
  new UpstreamNotFoundError('no such artist', factsOf(service))

/** What a service says about an artist. `also` are ids that it knows of other services. */
export function said(
  service: LedgerService,
  id: string,
  { also = [], ...fields }: Partial<ArtistDraft> & { readonly also?: readonly ExternalId[] } = {},
): ArtistDraft {
  const own = { service: service === 'setlistfm' ? 'musicbrainz' : service, id } as const
  return { name, externalIds: [own, ...also], source: { service, at: noon, url: null }, ...fields }
}

export const spotifyId = (id: string): ExternalId => ({ service: 'spotify', id })
export const mbidOf = (id = mbid): ExternalId => ({ service: 'musicbrainz', id })

type Answer<Value> = Value | Error

interface Script {
  /** By id; what is not there is unknown to the service. */
  readonly byId?: Readonly<Record<string, Answer<ArtistDraft>>>
  readonly byName?: Answer<readonly ArtistDraft[]>
}

export interface ScriptedSources {
  readonly services: Partial<Record<LedgerService, Script>>
  readonly artistsOfSpotify?: Answer<Readonly<Record<string, string>>>
  readonly mbidOfTicketmaster?: Answer<Readonly<Record<string, string>>>
}

/** Services that answer by script, and the questions that they were asked, in order. */
export function scripted(script: ScriptedSources): ArtistSources & { readonly asked: string[] } {
  const asked: string[] = []
  const answer = async <Value>(question: string, value: Answer<Value>): Promise<Value> => {
    asked.push(question)
    if (value instanceof Error) throw value
    return value
  }
  const sourceOf = (service: LedgerService, { byId = {}, byName = [] }: Script): ArtistSource => ({
    byId: (id) => answer<ArtistDraft>(`${service} by id ${id}`, byId[id] ?? unknown(service)),
    byName: async (wanted) => [...(await answer(`${service} by name ${wanted}`, byName))],
  })
  const { services, artistsOfSpotify, mbidOfTicketmaster } = script
  return {
    asked,
    services: Object.fromEntries(
      Object.entries(services).map(([service, each]) => [service, sourceOf(service as LedgerService, each)]),
    ),
    ...(artistsOfSpotify && {
      artistsOfSpotify: async (ids) => {
        const known = await answer(`owners of spotify ${ids.join(' ')}`, artistsOfSpotify)
        return new Map(
          ids.flatMap((id) => (known[id] ? [[id, said('musicbrainz', known[id])] as const] : [])),
        )
      },
    }),
    ...(mbidOfTicketmaster && {
      mbidOfTicketmaster: async (id) =>
        (await answer(`mbid of ticketmaster ${id}`, mbidOfTicketmaster))[id] ?? null,
    }),
  }
}

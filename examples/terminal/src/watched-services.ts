import { hasCode, type SetvoteError, type UpstreamHooks, type UpstreamService } from '@setvote/sdk'
import type { ServiceOptions } from './keys.ts'
import { services } from './service-names.ts'

/** What went on between setvote and the services. */
export interface CallWatch {
  readonly options: ServiceOptions
  /** Requests so far, tokens and repetitions included. */
  requests(): Record<UpstreamService, number>
  /** The first refusal of a key; null while none was refused. */
  refusal(): { readonly service: UpstreamService; readonly error: SetvoteError } | null
}

/** The services with hooks in them that count. */
export function watchCalls(options: ServiceOptions): CallWatch {
  const requests = { spotify: 0, ticketmaster: 0, setlistfm: 0, musicbrainz: 0 }
  let refusal: ReturnType<CallWatch['refusal']> = null
  const hooks: UpstreamHooks = {
    beforeRequest: ({ service }) => void requests[service]++,
    onError({ service, error }) {
      if (hasCode(error, 'unauthenticated')) refusal ??= { service, error }
    },
  }
  return {
    options: Object.fromEntries(
      services.flatMap((service) => (options[service] ? [[service, { ...options[service], hooks }]] : [])),
    ),
    requests: () => ({ ...requests }),
    refusal: () => refusal,
  }
}

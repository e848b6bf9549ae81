import type { z } from 'zod'
import { hours } from '../../core/duration.ts'
import type { Call, CallOptions, QueryValue } from '../../upstream/call.ts'
import { createCall } from '../../upstream/create-call.ts'
import { EndpointUnavailableError, UpstreamRejectedError } from '../../upstream/errors.ts'
import type { Upstream } from '../../upstream/upstream.ts'
import { type CapabilityMap, featureOf, restrictedPageLimit } from './capabilities.ts'

/** How long answers may be served from a cache, by kind of data. */
export const cacheForMs = { artist: hours(1), catalog: hours(24), search: hours(1), never: 0 } as const

/** One request below the API's base address. */
export interface WireCall<Schema extends z.ZodType> {
  readonly path: string
  readonly template: string
  readonly query?: Readonly<Record<string, QueryValue>>
  readonly schema: Schema
  readonly cacheForMs: number
}

/** How the verbs reach Spotify: what the app may not use is refused here, before anything is sent. */
export interface Wire {
  readonly capabilities: CapabilityMap
  /** The client's market, where a call names none. */
  readonly market: string | undefined
  call<Schema extends z.ZodType>(call: WireCall<Schema>, options: CallOptions): Call<z.output<Schema>>
}

export function createWire(
  upstream: Upstream,
  {
    capabilities,
    market,
    cacheable,
  }: Pick<Wire, 'capabilities' | 'market'> & { readonly cacheable: boolean },
): Wire {
  return {
    capabilities,
    market,
    call(call, options) {
      const feature = featureOf(call.template)
      if (feature && capabilities.of(feature) === 'unavailable')
        return unavailable(call.template, capabilities)
      return upstream.call({ ...options, ...call, cacheForMs: cacheable ? call.cacheForMs : 0 })
    },
  }
}

function unavailable(template: string, capabilities: CapabilityMap): Call<never> {
  return createCall(async () => {
    const { tier } = capabilities.read()
    throw new EndpointUnavailableError(
      `spotify: GET ${template} is not available to this app${tier ? ` (tier: ${tier})` : ''}; nothing was sent`,
      { service: 'spotify', endpoint: `GET ${template}` },
    )
  })
}

/** A call whose value is made from that of another. */
export function mapCall<From, To>(call: Call<From>, map: (value: From) => To): Call<To> {
  return createCall(async () => {
    const { data, response } = await call.withResponse()
    return { data: map(data), response }
  })
}

/**
 * Sends a request for a page. The limit is what the app may ask for; when even that is too much, the page is
 * asked for once more with the smallest one, and never again after that.
 */
export async function withPageLimit<Result>(
  capabilities: CapabilityMap,
  asked: number,
  send: (limit: number) => Promise<Result>,
): Promise<Result> {
  const limit = Math.min(asked, capabilities.pageLimit())
  try {
    return await send(limit)
  } catch (error) {
    if (limit <= restrictedPageLimit || !isInvalidLimit(error)) throw error
    return send(restrictedPageLimit)
  }
}

function isInvalidLimit(error: unknown): boolean {
  return (
    error instanceof UpstreamRejectedError && error.status === 400 && /invalid limit/i.test(error.message)
  )
}

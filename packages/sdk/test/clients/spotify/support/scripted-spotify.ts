import { createSpotify } from '../../../../src/clients/spotify/client.ts'
import type { SpotifyOptions } from '../../../../src/clients/spotify/options.ts'
import type { Spotify } from '../../../../src/clients/spotify/spotify.ts'
import { fakeClock } from '../../../../src/testing/fake-clock.ts'
import type { ClientOptions } from '../../../../src/upstream/upstream.ts'

/** One answer of the script. A string body is sent as it is, anything else as JSON. */
export interface ScriptedAnswer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

export interface ScriptedRequest {
  readonly method: string
  /** Below `/v1`. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Headers
  readonly form: URLSearchParams
}

export type Script = (request: ScriptedRequest, index: number) => ScriptedAnswer | Promise<ScriptedAnswer>

export interface ScriptedSpotify {
  readonly spotify: Spotify
  /** Requests to the API, in order. */
  readonly requests: readonly ScriptedRequest[]
  /** Requests for tokens, in order. */
  readonly tokenRequests: readonly ScriptedRequest[]
  /** `/artists/…?limit=10` of each request to the API. */
  urls(): string[]
}

export interface ScriptedOptions extends ClientOptions {
  readonly tier?: NonNullable<SpotifyOptions['tier']>
  readonly market?: string
  readonly accessToken?: (request: { readonly refused: boolean }) => string | Promise<string>
  readonly token?: Script
}

export const clientId = 'velvet-client-id'
export const clientSecret = 'velvet-client-secret'

const freshToken: Script = (_request, index) => ({
  body: { access_token: `token-${index + 1}`, token_type: 'Bearer', expires_in: 3600 },
})

/** A client over a scripted service: nothing leaves the process, and no time is spent waiting. */
export function scriptedSpotify(answer: Script, options: ScriptedOptions = {}): ScriptedSpotify {
  const { token = freshToken, accessToken, ...rest } = options
  const { fetch, requests, tokenRequests } = scriptedFetch(answer, token)
  const shared = {
    limits: { perSecond: null },
    clock: fakeClock('2026-11-21T12:00:00Z', { auto: true }),
    ...rest,
    fetch,
  }
  const spotify = createSpotify(
    accessToken ? { ...shared, accessToken } : { ...shared, clientId, clientSecret },
  )
  return { spotify, requests, tokenRequests, urls: () => requests.map(toUrl) }
}

export function scriptedFetch(answer: Script, token: Script = freshToken) {
  const requests: ScriptedRequest[] = []
  const tokenRequests: ScriptedRequest[] = []
  const scripted: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    const url = new URL(request.url)
    const forToken = url.hostname === 'accounts.spotify.com'
    const seen: ScriptedRequest = {
      method: request.method,
      path: url.pathname.replace(/^\/v1/, ''),
      query: url.searchParams,
      headers: request.headers,
      form: new URLSearchParams(request.method === 'POST' ? await request.text() : ''),
    }
    const log = forToken ? tokenRequests : requests
    log.push(seen)
    const { status = 200, headers = {}, body } = await (forToken ? token : answer)(seen, log.length - 1)
    const text = typeof body === 'string' || body === undefined ? (body ?? null) : JSON.stringify(body)
    return new Response(text, { status, headers: { 'content-type': 'application/json', ...headers } })
  }
  return { fetch: scripted, requests, tokenRequests }
}

function toUrl({ path, query }: ScriptedRequest): string {
  const text = [...query].map(([name, value]) => `${name}=${value}`).join('&')
  return text === '' ? path : `${path}?${text}`
}

/** Spotify's own way to refuse. */
export const refusal = (status: number, message?: string, more: object = {}): ScriptedAnswer => ({
  status,
  body: { error: { status, ...(message === undefined ? {} : { message }), ...more } },
})

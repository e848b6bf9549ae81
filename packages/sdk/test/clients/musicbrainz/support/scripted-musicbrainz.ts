import { createMusicbrainz, type Musicbrainz } from '../../../../src/clients/musicbrainz/client.ts'
import { type FakeClock, fakeClock } from '../../../../src/testing/fake-clock.ts'
import type { ClientOptions } from '../../../../src/upstream/upstream.ts'

export interface ScriptedAnswer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

export interface ScriptedRequest {
  /** Below `/ws/2`. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Headers
  readonly at: Date
}

export interface ScriptedMusicbrainz {
  readonly musicbrainz: Musicbrainz
  readonly requests: readonly ScriptedRequest[]
  readonly clock: FakeClock
}

export const userAgent = 'VelvetVotes/1.0.0 (ops@example.org)'

/** A client over a scripted service: nothing leaves the process, and no time is spent waiting. */
export function scriptedMusicbrainz(
  answer: (request: ScriptedRequest, index: number) => ScriptedAnswer,
  options: ClientOptions = {},
): ScriptedMusicbrainz {
  const clock = fakeClock('2026-11-21T12:00:00Z', { auto: true })
  const requests: ScriptedRequest[] = []
  const scripted: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    const url = new URL(request.url)
    requests.push({
      path: url.pathname.replace(/^\/ws\/2/, ''),
      query: url.searchParams,
      headers: request.headers,
      at: clock.now(),
    })
    const { status = 200, headers = {}, body } = answer(requests.at(-1)!, requests.length - 1)
    const text = typeof body === 'string' || body === undefined ? (body ?? null) : JSON.stringify(body)
    return new Response(text, { status, headers: { 'content-type': 'application/json', ...headers } })
  }
  return {
    musicbrainz: createMusicbrainz({ userAgent, clock, ...options, fetch: scripted }),
    requests,
    clock,
  }
}

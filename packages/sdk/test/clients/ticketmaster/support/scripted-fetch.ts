/** One answer of a scripted service. A string body is sent as it is, anything else as JSON. */
export interface ScriptedAnswer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

export interface ScriptedFetch {
  readonly fetch: typeof fetch
  /** Every request so far. */
  readonly requests: readonly ScriptedRequest[]
}

export interface ScriptedRequest {
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Headers
}

/** A `fetch` that answers from a script: what was asked is recorded, nothing leaves the process. */
export function scriptedFetch(
  answer: (request: ScriptedRequest, index: number) => ScriptedAnswer,
): ScriptedFetch {
  const requests: ScriptedRequest[] = []
  return {
    requests,
    fetch: async (input, init) => {
      const request = new Request(input, init)
      const url = new URL(request.url)
      const seen = { path: url.pathname, query: url.searchParams, headers: request.headers }
      requests.push(seen)
      const { status = 200, headers = {}, body } = answer(seen, requests.length - 1)
      const text = typeof body === 'string' || body === undefined ? (body ?? '') : JSON.stringify(body)
      return new Response(text, { status, headers: { 'content-type': 'application/json', ...headers } })
    },
  }
}

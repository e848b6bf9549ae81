import { getTarget } from '../addresses.ts'
import type { Receiver } from '../receiver.ts'
import { firstHalf, type Reply } from '../reply.ts'
import { networkError } from './network-error.ts'

/** A `fetch` that asks a sandbox instead of the network, and fails as a network does where a fault wants it. */
export function createSandboxFetch(receive: Receiver): typeof fetch {
  /**
   * A caller's signal reaches the signal of a request only as long as somebody holds the request: without this
   * set, a call that waits for nothing but its own end would be collected as garbage and never end.
   */
  const waiting = new Set<Request>()

  async function answer(request: Request): Promise<Response> {
    const url = new URL(request.url)
    const { service, path, origin } = getTarget(url)
    const { method, headers, signal } = request
    const body = await request.text()
    const reply = await receive(
      service,
      { method, path, query: url.searchParams, headers, body, origin },
      signal,
    )
    signal.throwIfAborted()
    const { status, broken } = reply
    if (broken === null) return new Response(reply.body, { status, headers: reply.headers })
    if (broken.at === 'body') return new Response(halfOf(reply, request), { status, headers: reply.headers })
    if (broken.by === 'reset') throw networkError('fetch failed', 'ECONNRESET')
    return whenAborted(signal)
  }

  function halfOf({ body, broken }: Reply, request: Request): ReadableStream<Uint8Array> {
    let isFirst = true
    return new ReadableStream({
      async pull(controller) {
        if (isFirst) {
          isFirst = false
          controller.enqueue(new TextEncoder().encode(firstHalf(body)))
          return
        }
        if (broken?.by === 'reset') throw networkError('terminated', 'ECONNRESET')
        waiting.add(request)
        await whenAborted(request.signal)
      },
    })
  }

  return async (input, init) => {
    const request = new Request(input, init)
    waiting.add(request)
    try {
      return await answer(request)
    } finally {
      waiting.delete(request)
    }
  }
}

/** Waits for the caller to give up, which is all that ends a stalled call. */
function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) return reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

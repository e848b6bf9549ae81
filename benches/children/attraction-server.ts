import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serveParent } from '../support/child.ts'

/** A server that knows one attraction under every id, and when it was asked for it. */
export interface AttractionServer {
  readonly options: { readonly warmUpKey: string }
  readonly ready: { readonly origin: string }
  /** In milliseconds. Requests with the key for warming up do not count. */
  readonly answers: { readonly arrivals: readonly number[] }
}

await serveParent<AttractionServer>(async ({ warmUpKey }) => {
  const arrivals: number[] = []
  const server = createServer((request, response) => {
    const url = new URL(request.url!, 'http://localhost')
    if (url.searchParams.get('apikey') !== warmUpKey) arrivals.push(performance.now())
    const id = url.pathname.split('/').at(-1)!.replace('.json', '')
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(
      JSON.stringify({ id, name: 'Velvet Harbor', type: 'attraction', locale: 'en-us', test: false }),
    )
  })
  // Longer than any pause between two calls.
  server.keepAliveTimeout = 120_000
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    ready: { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
    answers: { arrivals: () => arrivals },
  }
})

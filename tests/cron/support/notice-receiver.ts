import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface Post {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A server on loopback that takes whatever is posted to it. */
export interface NoticeReceiver {
  readonly origin: string
  /** What came to a path, in its order. */
  posts(path: string): readonly Post[]
  close(): Promise<void>
}

export async function startNoticeReceiver(): Promise<NoticeReceiver> {
  const taken: (Post & { readonly path: string })[] = []
  const server = createServer(async (request, response) => {
    taken.push({ path: request.url ?? '', headers: request.headers, body: await text(request) })
    response.writeHead(request.method === 'POST' ? 202 : 405).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    posts: (path) => taken.filter((post) => post.path === path),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { findTarget } from '../addresses.ts'
import type { Receiver } from '../receiver.ts'
import { type Breakage, firstHalf, type Reply } from '../reply.ts'

export interface SandboxServer {
  /** `http://127.0.0.1:4711` */
  readonly origin: string
  close(): Promise<void>
}

/** Bodies below this are not worth compressing; services send them as they are. */
const smallestGzip = 1024

/** Answers over real HTTP on loopback. */
export async function listen(receive: Receiver, port: number): Promise<SandboxServer> {
  const [{ createServer }, { gzipSync }] = await Promise.all([import('node:http'), import('node:zlib')])

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const url = new URL(incoming.url ?? '/', `http://${incoming.headers.host ?? '127.0.0.1'}`)
    const target = findTarget(url)
    if (!target) return refuse(outgoing, 404, `No service of the sandbox answers at ${url.pathname}.`)
    const gone = new AbortController()
    outgoing.on('close', () => gone.abort())
    const request = {
      method: incoming.method ?? 'GET',
      path: target.path,
      query: url.searchParams,
      headers: toHeaders(incoming),
      body: await readBody(incoming),
      origin: target.origin,
    }
    const reply = await receive(target.service, request, gone.signal)
    if (gone.signal.aborted) return
    if (reply.broken) sendBroken(reply, reply.broken, outgoing)
    else send(reply, request.headers, outgoing)
  }

  function send(reply: Reply, asked: Headers, outgoing: ServerResponse): void {
    const { status, headers, body } = reply
    const isCompressed = acceptsGzip(asked) && body.length >= smallestGzip
    const bytes = isCompressed ? gzipSync(body) : Buffer.from(body)
    outgoing.writeHead(status, {
      ...headers,
      ...(isCompressed ? { 'content-encoding': 'gzip' } : {}),
      'content-length': bytes.length,
    })
    outgoing.end(bytes)
  }

  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch((error: unknown) => {
      if (outgoing.destroyed) return
      refuse(
        outgoing,
        500,
        `The sandbox itself failed: ${error instanceof Error ? error.message : String(error)}`,
      )
    })
  })
  return { origin: `http://127.0.0.1:${await start(server, port)}`, close: () => stop(server) }
}

function sendBroken({ status, headers, body }: Reply, { by, at }: Breakage, outgoing: ServerResponse): void {
  const isReset = by === 'reset'
  if (at === 'headers') {
    if (isReset) outgoing.socket?.resetAndDestroy()
    return
  }
  outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) })
  outgoing.write(firstHalf(body), () => {
    if (isReset) outgoing.socket?.destroy()
  })
}

function refuse(outgoing: ServerResponse, status: number, message: string): void {
  outgoing.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' })
  outgoing.end(message)
}

function toHeaders(incoming: IncomingMessage): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headersDistinct)) {
    for (const one of value ?? []) headers.append(name, one)
  }
  return headers
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

function acceptsGzip(headers: Headers): boolean {
  return /\bgzip\b/.test(headers.get('accept-encoding') ?? '')
}

function start(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      if (typeof address === 'object' && address !== null) resolve(address.port)
    })
  })
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

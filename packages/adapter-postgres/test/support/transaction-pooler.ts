import { connect, createServer, type Server, type Socket } from 'node:net'

/** A pooler as PgBouncer is in transaction mode: each transaction gets the server connection that was free last. */
export interface TransactionPooler {
  readonly url: string
  stop(): Promise<void>
}

interface Backend {
  readonly socket: Socket
  /** Hears the messages of the server. */
  hear: (type: string, message: Buffer) => void
}

/** In front of a server that lets in whoever it is told to. */
export async function startTransactionPooler(serverUrl: string, size = 3): Promise<TransactionPooler> {
  const target = new URL(serverUrl)
  const sockets = new Set<Socket>()
  const free: Backend[] = []
  const wanted: ((backend: Backend) => void)[] = []
  const give = (backend: Backend) => {
    const next = wanted.shift()
    if (next) next(backend)
    else free.push(backend)
  }
  for (let count = 0; count < size; count++) free.push(await openBackend(target, sockets))

  const server = createServer((client) => {
    sockets.add(client)
    client.on('error', () => {})
    let backend: Backend | null = null
    let isAsking = false
    let pending = Buffer.alloc(0)
    let isGreeted = false

    const forward = (message: Buffer) => {
      if (backend) return void backend.socket.write(message)
      pending = Buffer.concat([pending, message])
      if (isAsking) return
      isAsking = true
      const take = (taken: Backend) => {
        isAsking = false
        backend = taken
        taken.hear = (type, answer) => {
          client.write(answer)
          // Idle: the transaction is over.
          if (type !== 'Z' || answer.toString('latin1', 5, 6) !== 'I') return
          backend = null
          taken.hear = () => {}
          give(taken)
        }
        taken.socket.write(pending)
        pending = Buffer.alloc(0)
      }
      const idle = free.pop()
      if (idle) take(idle)
      else wanted.push(take)
    }

    client.on('data', (data) => {
      if (isGreeted) return data[0] === 0x58 ? void client.end() : forward(data)
      isGreeted = true
      client.write(Buffer.concat([messageOf('R', [0, 0, 0, 0]), messageOf('Z', [0x49])]))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = new URL(serverUrl)
  url.port = String((server.address() as { port: number }).port)
  return { url: url.href, stop: () => stopAll(server, sockets) }
}

async function openBackend(target: URL, sockets: Set<Socket>): Promise<Backend> {
  const socket = connect(Number(target.port), target.hostname)
  sockets.add(socket)
  socket.on('error', () => {})
  const ready = Promise.withResolvers<void>()
  const backend: Backend = { socket, hear: (type) => type === 'Z' && ready.resolve() }
  let rest = Buffer.alloc(0)
  socket.on('data', (data) => {
    rest = Buffer.concat([rest, data])
    while (rest.length >= 5 && rest.length >= 1 + rest.readInt32BE(1)) {
      const length = 1 + rest.readInt32BE(1)
      const message = rest.subarray(0, length)
      rest = rest.subarray(length)
      backend.hear(message.toString('latin1', 0, 1), message)
    }
  })
  const parameters = `user\0${target.username}\0database\0${target.pathname.slice(1)}\0client_encoding\0UTF8\0\0`
  const start = Buffer.alloc(8)
  start.writeInt32BE(8 + parameters.length, 0)
  start.writeInt32BE(196_608, 4)
  socket.write(Buffer.concat([start, Buffer.from(parameters)]))
  await ready.promise
  return backend
}

function messageOf(type: string, body: readonly number[]): Buffer {
  const head = Buffer.alloc(5)
  head.write(type)
  head.writeInt32BE(4 + body.length, 1)
  return Buffer.concat([head, Buffer.from(body)])
}

async function stopAll(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy()
  await new Promise((resolve) => server.close(resolve))
}

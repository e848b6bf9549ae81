import type { JsonValue } from '@setvote/sdk'
import { afterEach, describe, expect, it } from 'vitest'
import { startMortalServer } from '../../../adapter-postgres/test/support/postgres-server.ts'
import { hasRedisServer, startRedisServer } from '../../../sdk/test/redis/support/redis-server.ts'
import { type BullmqQueue, type BullmqQueueOptions, bullmqQueue } from '../../src/bullmq/index.ts'
import { eventually } from './support/eventually.ts'

const hasRedis = await hasRedisServer()
const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

function open(options: BullmqQueueOptions): BullmqQueue {
  const queue = bullmqQueue({ lockMs: 1000, answerWithinMs: 2000, ...options })
  closing.push(() => queue.close())
  return queue
}

async function startRedis(options: readonly string[] = [], started = true) {
  const server = await startRedisServer(options, started)
  closing.push(() => server.stop())
  return server
}

const item = (key: string) => ({ name: 'item', key, payload: key })

describe.skipIf(!hasRedis)(`a queue whose Redis has trouble${hasRedis ? '' : ' (no redis-server)'}`, () => {
  it('keeps what waits and what runs over a restart of a Redis that writes everything down', async () => {
    const redis = await startRedis(['--appendonly', 'yes', '--appendfsync', 'always'])
    const queue = open({ connection: { url: redis.url }, concurrency: 1, lockMs: 30_000 })
    const done: JsonValue[] = []
    let end = () => {}
    const held = new Promise<void>((resolve) => {
      end = resolve
    })
    queue.work('item', async (payload) => {
      if (payload === 'running') await held
      done.push(payload)
    })
    for (const key of ['running', 'one', 'two']) await queue.add(item(key))
    await eventually(async () => (await queue.counts()).item!.running === 1)
    await redis.kill()
    await expect(queue.add(item('lost'))).rejects.toMatchObject({ code: 'storage-failed' })
    await redis.start()
    end()
    await eventually(() => done.length >= 3, 30_000)
    await queue.idle()
    expect(done.filter((each) => each !== 'lost')).toEqual(['running', 'one', 'two'])
  }, 60_000)

  it('begins to work when Redis is there for the first time, and says soon that it is not', async () => {
    const redis = await startRedis([], false)
    const queue = open({ connection: { url: redis.url }, answerWithinMs: 500 })
    const done: JsonValue[] = []
    queue.work('item', async (payload) => void done.push(payload))
    await expect(queue.add(item('a'))).rejects.toMatchObject({ code: 'storage-failed' })
    await expect(queue.counts()).rejects.toMatchObject({ code: 'storage-failed' })
    await redis.start()
    await eventually(() => queue.add(item('b')).catch(() => false))
    await eventually(() => done.includes('b'))
  }, 30_000)

  it('takes up items again after Redis was flushed and new ones come', async () => {
    const redis = await startRedis()
    const queue = open({ connection: { url: redis.url }, concurrency: 1 })
    await queue.add(item('forgotten'))
    await redis.admin.flushall()
    const done: JsonValue[] = []
    queue.work('item', async (payload) => void done.push(payload))
    expect(await queue.add(item('forgotten'))).toBe(true)
    await eventually(() => done.length === 1)
  })

  it('closes while Redis is away', async () => {
    const redis = await startRedis()
    const queue = open({ connection: { url: redis.url } })
    let began = false
    queue.work('item', (_, { signal }) => {
      began = true
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    })
    await queue.add(item('a'))
    await eventually(() => began)
    await redis.kill()
    const startedAt = performance.now()
    await queue.close()
    expect(performance.now() - startedAt).toBeLessThan(8000)
  }, 30_000)

  it('works with a client of the app, and leaves it open', async () => {
    const redis = await startRedis()
    const queue = open({ connection: { client: redis.admin } })
    const done: JsonValue[] = []
    queue.work('item', async (payload) => void done.push(payload))
    await queue.add(item('a'))
    await eventually(() => done.length === 1)
    await queue.close()
    expect(await redis.admin.ping()).toBe('PONG')
  })

  it('says nothing of the password in its address', async () => {
    const lines: unknown[] = []
    const say = (...given: unknown[]) => void lines.push(given)
    const logger = { debug: say, info: say, warn: say, error: say }
    const redis = await startRedis()
    await redis.admin.config('SET', 'requirepass', 'right-secret')
    const url = redis.url.replace('redis://', 'redis://:hunter2-secret@')
    const queue = open({ connection: { url }, answerWithinMs: 300, logger })
    queue.work('item', async () => {})
    const error: unknown = await queue.add(item('a')).catch((each: unknown) => each)
    expect(error).toMatchObject({ code: 'storage-failed' })
    expect(lines.length).toBeGreaterThan(0)
    expect(inspected([error, lines])).not.toContain('hunter2')
  })
})

describe('a queue whose PostgreSQL has trouble', () => {
  it('keeps what waits over a crash, and goes on by itself', async ({ skip }) => {
    const server = await startMortalServer()
    if (!server) return skip('no PostgreSQL was found')
    closing.push(() => server.stop())
    const queue = open({ connection: { postgres: server.url } })
    await queue.add(item('a'))
    const done: JsonValue[] = []
    await server.kill()
    await expect(queue.add(item('lost'))).rejects.toMatchObject({ code: 'storage-failed' })
    const late = open({ connection: { postgres: server.url } })
    late.work('item', async (payload) => void done.push(payload))
    await server.start()
    await eventually(() => done.includes('a'), 30_000)
    await eventually(() => queue.add(item('b')).catch(() => false), 20_000)
    await eventually(() => done.includes('b'), 20_000)
  }, 90_000)
})

describe('the options of a queue', () => {
  const connection = { url: 'redis://:hunter2@127.0.0.1' }
  it.each([
    [{}, 'connection'],
    [{ connection: { url: 'http://127.0.0.1' } }, 'url'],
    [{ connection: { postgres: 'mysql://root:hunter2@h/d' } }, 'postgres'],
    [{ connection, prefix: 'a b' }, 'prefix'],
    [{ connection, concurrency: -1 }, 'concurrency'],
    [{ connection, concurrency: 1.5 }, 'concurrency'],
    [{ connection, lockMs: 10 }, 'lockMs'],
    [{ connection, keepDead: Number.NaN }, 'keepDead'],
    [{ connection, answerWithinMs: 0 }, 'answerWithinMs'],
    [{ connection, limits: { item: { max: 0, perMs: 1000 } } }, 'limits'],
  ])('%j are refused, with what to write and no password', (options, named) => {
    let message = ''
    try {
      bullmqQueue(options as BullmqQueueOptions)
    } catch (error) {
      expect(error).toMatchObject({ code: 'invalid-options' })
      message = (error as Error).message
    }
    expect(message).toContain(named)
    expect(message).toContain('bullmqQueue({')
    expect(message).not.toContain('hunter2')
  })
})

function inspected(value: unknown): string {
  const seen = new Set<unknown>()
  return JSON.stringify(value, (_key, each: unknown) => {
    if (typeof each === 'object' && each !== null) {
      if (seen.has(each)) return undefined
      seen.add(each)
    }
    if (!(each instanceof Error)) return each
    return { ...each, message: each.message, stack: each.stack, cause: each.cause }
  })
}

import { describe, expect, it } from 'vitest'
import { type LogFields, silentLogger } from '../../src/core/logger.ts'
import { type InProcessQueueOptions, inProcessQueue } from '../../src/queue/in-process-queue.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'

/** A queue whose work ends when the test says so. */
function held(options: InProcessQueueOptions = {}) {
  const errors: LogFields[] = []
  const logger = { ...silentLogger, error: (_: string, fields: LogFields = {}) => void errors.push(fields) }
  const queue = inProcessQueue({ concurrency: 1, logger, ...options })
  const begun: unknown[] = []
  const signals: AbortSignal[] = []
  const ends: (() => void)[] = []
  queue.work('hold', (payload, { signal }) => {
    begun.push(payload)
    signals.push(signal)
    return new Promise((resolve, reject) => {
      ends.push(resolve)
      signal.addEventListener('abort', () => reject(signal.reason))
    })
  })
  const add = (key: string, priority = 0) => queue.add({ name: 'hold', key, payload: key, priority })
  return {
    queue,
    add,
    begun,
    signals,
    errors,
    /** Ends the oldest work under way, and lets what follows from that happen. */
    async end() {
      ends.shift()!()
      await settled()
    },
  }
}

const settled = async () => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}

describe('a queue in this process', () => {
  it('does as many items at once as it may', async () => {
    const { add, begun, end } = held({ concurrency: 2 })
    for (const key of ['a', 'b', 'c']) await add(key)
    await settled()
    expect(begun).toEqual(['a', 'b'])
    await end()
    expect(begun).toEqual(['a', 'b', 'c'])
  })

  it('does what is more urgent first, and equals in the order they came', async () => {
    const { add, begun, end } = held()
    await add('running')
    for (const [key, priority] of [
      ['low', -1],
      ['a', 0],
      ['urgent', 10],
      ['b', 0],
    ] as const)
      await add(key, priority)
    for (let item = 0; item < 4; item++) await end()
    expect(begun).toEqual(['running', 'urgent', 'a', 'b', 'low'])
  })

  it('takes an item once while one of its key waits or runs, and again afterwards', async () => {
    const { add, begun, end, queue } = held()
    await add('a')
    await add('b')
    await add('a')
    await add('b')
    await end()
    expect(begun).toEqual(['a', 'b'])
    await add('a')
    await end()
    await end()
    await queue.idle()
    expect(begun).toEqual(['a', 'b', 'a'])
  })

  it('takes a key again after its work has failed', async () => {
    const { queue, errors } = held()
    queue.work('fail', () => Promise.reject(new Error('no')))
    for (let time = 0; time < 2; time++) {
      await queue.add({ name: 'fail', key: 'x', payload: null })
      await queue.idle()
    }
    expect(errors).toHaveLength(2)
  })

  it('refuses more than may wait, and takes more when there is room', async () => {
    const { add, end } = held({ maxWaiting: 1 })
    await add('running')
    await add('waiting')
    await expect(add('too many')).rejects.toMatchObject({ code: 'overloaded' })
    await expect(add('waiting')).resolves.toBe(false)
    await end()
    await expect(add('too many')).resolves.toBe(true)
  })

  it('logs a failure with its item and goes on, also when a worker throws before it begins', async () => {
    const { queue, errors } = held()
    const error = new Error('no')
    queue.work('later', () => Promise.reject(error))
    queue.work('at-once', () => {
      throw error
    })
    for (const name of ['later', 'at-once']) await queue.add({ name, key: name, payload: { a: 1 } })
    await queue.idle()
    expect(errors).toEqual([
      { name: 'later', key: 'later', error },
      { name: 'at-once', key: 'at-once', error },
    ])
  })

  it('tries again after growing pauses, as often as the item allows', async () => {
    const clock = fakeClock()
    const { queue, errors } = held({ clock })
    const begunAt: number[] = []
    queue.work('fail', () => {
      begunAt.push(clock.now().getTime())
      return Promise.reject(new Error('no'))
    })
    const startedAt = clock.now().getTime()
    await queue.add({ name: 'fail', key: 'x', payload: null, attempts: 3, backoffMs: 100 })
    await settled()
    expect(await queue.counts()).toMatchObject({ fail: { waiting: 0, running: 0, delayed: 1 } })
    expect(await queue.add({ name: 'fail', key: 'x', payload: null })).toBe(false)
    await clock.runAll()
    await queue.idle()
    expect(begunAt.map((at) => at - startedAt)).toEqual([0, 100, 300])
    expect(errors).toHaveLength(1)
    expect(await queue.add({ name: 'fail', key: 'x', payload: null })).toBe(true)
  })

  it('begins an item no earlier than it may, and counts it as one that waits', async () => {
    const clock = fakeClock()
    const { queue, begun } = held({ clock, maxWaiting: 1 })
    await queue.add({ name: 'hold', key: 'later', payload: 'later', delayMs: 1000 })
    await expect(queue.add({ name: 'hold', key: 'more', payload: null })).rejects.toMatchObject({
      code: 'overloaded',
    })
    await clock.advance(999)
    expect(begun).toEqual([])
    await clock.advance(1)
    await settled()
    expect(begun).toEqual(['later'])
    await queue.close()
  })

  it('tells items of one key apart by their names', async () => {
    const { queue, add, begun } = held()
    const others: unknown[] = []
    queue.work('other', async (payload) => void others.push(payload))
    await add('a')
    expect(await queue.add({ name: 'other', key: 'a', payload: 'b' })).toBe(true)
    await settled()
    expect(begun).toEqual(['a'])
    await queue.close()
  })

  it('stops the work on one name and goes on with the others', async () => {
    const clock = fakeClock()
    const { queue, begun, errors } = held({ concurrency: 2, clock })
    const done: unknown[] = []
    const stop = queue.work('stopped', (_, { signal }) => {
      done.push('begun')
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    })
    for (const key of ['runs', 'waits', 'waits too'])
      await queue.add({ name: 'stopped', key, payload: null, attempts: 3 })
    await queue.add({ name: 'stopped', key: 'later', payload: null, delayMs: 5000 })
    await settled()
    await stop()
    expect(done).toEqual(['begun', 'begun'])
    expect(errors).toEqual([])
    clock.assertIdle()
    await queue.add({ name: 'hold', key: 'a', payload: 'a' })
    await settled()
    expect(begun).toEqual(['a'])
    await expect(queue.add({ name: 'stopped', key: 'x', payload: null })).rejects.toMatchObject({
      code: 'invalid-options',
    })
    await queue.close()
  })

  it('refuses work that nobody does, and says what to write', async () => {
    const { queue } = held()
    await expect(queue.add({ name: 'bake', key: 'x', payload: null })).rejects.toMatchObject({
      code: 'invalid-options',
      message: expect.stringContaining("queue.work('bake'"),
    })
  })

  it('is idle when nothing waits or runs', async () => {
    const { queue, add, end } = held()
    await queue.idle()
    await add('a')
    let idle = false
    const waiting = queue.idle().then(() => {
      idle = true
    })
    await settled()
    expect(idle).toBe(false)
    await end()
    await waiting
  })

  it('that closes drops what waits, aborts what runs, waits for it to end, and takes no more', async () => {
    const { queue, add, begun, signals } = held()
    await add('running')
    await add('waiting')
    await settled()
    await queue.close()
    expect(signals[0]!.reason).toMatchObject({ code: 'aborted' })
    expect(begun).toEqual(['running'])
    await expect(add('late')).rejects.toMatchObject({ code: 'conflict' })
    await queue.close()
  })

  it('that closes waits for work that takes no notice', async () => {
    const queue = inProcessQueue()
    let end = () => {}
    queue.work('deaf', () => new Promise((resolve) => (end = resolve)))
    await queue.add({ name: 'deaf', key: 'x', payload: null })
    let closed = false
    const closing = queue.close().then(() => {
      closed = true
    })
    await settled()
    expect(closed).toBe(false)
    end()
    await closing
  })

  it.each([{ concurrency: 0 }, { concurrency: Number.NaN }, { maxWaiting: -1 }, { maxWaiting: Number.NaN }])(
    'refuses %j, and says what to write',
    (options) => {
      expect(() => inProcessQueue(options)).toThrow(
        expect.objectContaining({
          code: 'invalid-options',
          message: expect.stringContaining(Object.keys(options)[0]!),
        }),
      )
    },
  )
})

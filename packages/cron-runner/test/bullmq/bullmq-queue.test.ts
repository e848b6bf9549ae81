import type { JsonValue, Worker, WorkItem } from '@setvote/sdk'
import { expect, it } from 'vitest'
import { eventually } from './support/eventually.ts'
import { startWorker } from './support/start-worker.ts'
import { describeQueues } from './support/with-queues.ts'

const item = (key: string, more: Partial<WorkItem> = {}): WorkItem => ({
  ...{ name: 'item', key, payload: key },
  ...more,
})

/** Work that goes on until it is told to end, or its signal says so. */
function held() {
  const begun: { readonly payload: JsonValue; readonly redelivered: boolean }[] = []
  const ends: (() => void)[] = []
  const worker: Worker = (payload, { signal, redelivered }) => {
    begun.push({ payload, redelivered })
    return new Promise((resolve, reject) => {
      ends.push(resolve)
      signal.addEventListener('abort', () => reject(signal.reason))
    })
  }
  return { worker, begun, end: () => ends.shift()!() }
}

describeQueues('a queue that processes share', (bench) => {
  it('takes an item once while one of its key waits or runs, also when many add it at once', async () => {
    const [one, other] = [bench.open({ concurrency: 1 }), bench.open({ concurrency: 0 })]
    const { worker, begun, end } = held()
    const added = await Promise.all(
      Array.from({ length: 40 }, (_, index) => (index % 2 ? one : other).add(item('same'))),
    )
    expect(added.filter(Boolean)).toHaveLength(1)
    one.work('item', worker)
    await eventually(() => begun.length === 1)
    expect(await other.add(item('same'))).toBe(false)
    end()
    await one.idle()
    expect(await other.add(item('same'))).toBe(true)
    await eventually(() => begun.length === 2)
    end()
    await one.idle()
  })

  it('does what is more urgent first, and equals in the order they came', async () => {
    const queue = bench.open({ concurrency: 1 })
    for (const [key, priority] of [
      ['low', -1],
      ['a', 0],
      ['urgent', 10],
      ['most urgent', 1000],
      ['b', 0],
    ] as const)
      await queue.add(item(key, { priority }))
    const done: JsonValue[] = []
    queue.work('item', async (payload) => void done.push(payload))
    await queue.idle()
    expect(done).toEqual(['most urgent', 'urgent', 'a', 'b', 'low'])
  })

  it('tries again after growing pauses, and keeps what is given up, to be tried again or dropped', async () => {
    const queue = bench.open()
    const at: number[] = []
    let works = false
    queue.work('item', async () => {
      at.push(performance.now())
      if (!works) throw new Error('the kettle is cold')
    })
    await queue.add(item('tea', { attempts: 3, backoffMs: 100, priority: 3 }))
    await queue.idle()
    expect(at).toHaveLength(3)
    expect(at[1]! - at[0]!).toBeGreaterThanOrEqual(95)
    expect(at[2]! - at[1]!).toBeGreaterThanOrEqual(190)
    const [letter, ...others] = await queue.deadLetters.list({ name: 'item' })
    expect(others).toEqual([])
    expect(letter).toMatchObject({
      ...{ name: 'item', key: 'tea', payload: 'tea', priority: 3 },
      ...{ attempts: 3, reason: 'the kettle is cold' },
    })
    expect(letter!.failedAt.getTime()).toBeGreaterThanOrEqual(letter!.addedAt.getTime())
    expect(await queue.counts()).toEqual({ item: { waiting: 0, running: 0, delayed: 0, dead: 1 } })

    expect(await queue.deadLetters.retry(letter!)).toBe(true)
    await queue.idle()
    expect(at).toHaveLength(6)
    const [again] = await queue.deadLetters.list({ name: 'item' })
    works = true
    expect(await queue.deadLetters.retry(again!)).toBe(true)
    await queue.idle()
    expect(at).toHaveLength(7)
    expect(await queue.deadLetters.list({ name: 'item' })).toEqual([])
    expect(await queue.deadLetters.retry(again!)).toBe(false)

    works = false
    await queue.add(item('milk'))
    await queue.idle()
    const [milk] = await queue.deadLetters.list({ name: 'item' })
    expect(await queue.deadLetters.drop(milk!)).toBe(true)
    expect(await queue.deadLetters.drop(milk!)).toBe(false)
    expect(await queue.deadLetters.list({ name: 'item' })).toEqual([])
  })

  it('takes an item again whose last one was given up', async () => {
    const queue = bench.open()
    queue.work('item', () => Promise.reject(new Error('no')))
    for (let time = 0; time < 2; time++) {
      expect(await queue.add(item('x'))).toBe(true)
      await queue.idle()
    }
    expect(await queue.deadLetters.list({ name: 'item', limit: 1 })).toHaveLength(1)
    expect(await queue.deadLetters.list({ name: 'item' })).toHaveLength(2)
  })

  it('begins no more in a time than its limit allows, however many processes there are', async () => {
    const limits = { item: { max: 3, perMs: 1000 } }
    const [one, other] = [bench.open({ limits }), bench.open({ limits })]
    const begunAt: number[] = []
    for (const queue of [one, other]) queue.work('item', async () => void begunAt.push(performance.now()))
    await Promise.all(Array.from({ length: 8 }, (_, index) => one.add(item(`${index}`))))
    await one.idle()
    expect(begunAt).toHaveLength(8)
    for (const [index, at] of begunAt.entries()) {
      const later = begunAt[index + 3]
      if (later !== undefined) expect(later - at).toBeGreaterThan(800)
    }
  })

  it('begins an item no earlier than it may', async () => {
    const queue = bench.open()
    const startedAt = performance.now()
    let begunAt = 0
    queue.work('item', async () => {
      begunAt = performance.now()
    })
    await queue.add(item('later', { delayMs: 300 }))
    await queue.idle()
    expect(begunAt - startedAt).toBeGreaterThanOrEqual(295)
  })

  it('that closes hands over what runs and what waits, at once and without using an attempt', async () => {
    const [leaving, staying] = [bench.open({ concurrency: 1 }), bench.open({ concurrency: 1 })]
    const { worker, begun } = held()
    leaving.work('item', worker)
    for (const key of ['running', 'waiting']) await leaving.add(item(key))
    await eventually(() => begun.length === 1)
    await leaving.close()
    await expect(leaving.add(item('late'))).rejects.toMatchObject({ code: 'conflict' })
    const taken: unknown[] = []
    staying.work('item', async (payload, { redelivered }) => void taken.push({ payload, redelivered }))
    await eventually(() => taken.length === 2)
    await staying.idle()
    expect(taken).toEqual([
      { payload: 'running', redelivered: false },
      { payload: 'waiting', redelivered: false },
    ])
    expect((await staying.counts()).item!.dead).toBe(0)
  })

  it('stops the work on one name and goes on with the others', async () => {
    const queue = bench.open()
    const { worker, begun } = held()
    const stop = queue.work('item', worker)
    const done: JsonValue[] = []
    queue.work('other', async (payload) => void done.push(payload))
    await queue.add(item('a'))
    await eventually(() => begun.length === 1)
    await stop()
    expect((await queue.counts()).item).toMatchObject({ waiting: 1, running: 0 })
    await queue.add({ name: 'other', key: 'b', payload: 'b' })
    await eventually(() => done.length === 1)
  })

  it('takes up an item again whose process was killed, and says so', async () => {
    const task = { connection: bench.connection, prefix: bench.prefix }
    const queue = bench.open({ concurrency: 0 })
    await queue.add(item('hard'))
    const doomed = startWorker({ ...task, finishes: false })
    await eventually(() => doomed.begun.length === 1, 20_000)
    expect(doomed.begun).toEqual([{ payload: 'hard', redelivered: false }])
    await doomed.kill()
    expect(await queue.add(item('hard'))).toBe(false)
    const next = startWorker({ ...task, finishes: true })
    try {
      await eventually(() => next.begun.length === 1, 20_000)
      await queue.idle()
      expect(next.begun).toEqual([{ payload: 'hard', redelivered: true }])
    } finally {
      await next.kill()
    }
  }, 60_000)

  it('refuses items that cannot be meant', async () => {
    await expect(bench.open().add(item('', { priority: 0 }))).rejects.toMatchObject({ code: 'invalid-input' })
  })
})

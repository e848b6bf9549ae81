import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BatcherOptions, createBatcher } from '../../src/core/create-batcher.ts'
import { hasCode } from '../../src/core/errors.ts'
import { nextTurn } from '../../src/core/next-turn.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'

/** A batcher that doubles numbers, and the batches it was sent; each batch ends when it is told to. */
function doubling(options: Partial<BatcherOptions<number, number>> = {}) {
  const batches: (readonly number[])[] = []
  const ends: (() => void)[] = []
  const batcher = createBatcher<number, number>({
    send: (items) => {
      batches.push(items)
      return new Promise((resolve) => ends.push(() => resolve(items.map((item) => item * 2))))
    },
    ...options,
  })
  return { batcher, batches, end: () => ends.shift()!() }
}

describe('a batcher', () => {
  it('sends what was added in one turn together, and gives each item its own result', async () => {
    const { batcher, batches, end } = doubling()
    const results = Promise.all([batcher.add(1), batcher.add(2), batcher.addMany([3, 4])])
    expect(batcher.size).toBe(4)
    await nextTurn()
    expect(batches).toEqual([[1, 2, 3, 4]])
    expect(batcher.size).toBe(0)
    end()
    expect(await results).toEqual([2, 4, [6, 8]])
  })

  it('gathers what arrives while a batch is on its way, and has one batch on its way at a time', async () => {
    const { batcher, batches, end } = doubling()
    const first = batcher.add(1)
    await nextTurn()
    const later = [batcher.add(2), batcher.add(3)]
    await nextTurn()
    expect(batches).toEqual([[1]])
    end()
    await first
    later.push(batcher.add(4))
    await nextTurn()
    expect(batches).toEqual([[1], [2, 3, 4]])
    end()
    expect(await Promise.all(later)).toEqual([4, 6, 8])
  })

  it('sends no batch larger than the largest', async () => {
    const sizes: number[] = []
    const batcher = createBatcher({
      maxBatch: 3,
      send: async (items: readonly number[]) => {
        sizes.push(items.length)
        return items
      },
    })
    expect(await batcher.addMany([1, 2, 3, 4, 5, 6, 7])).toEqual([1, 2, 3, 4, 5, 6, 7])
    expect(sizes).toEqual([3, 3, 1])
  })

  it('refuses at once what would not fit into its queue, all of it, and takes more when there is room', async () => {
    const { batcher, batches, end } = doubling({ maxQueue: 2 })
    const first = [batcher.add(1), batcher.add(2)]
    const refusals = await Promise.allSettled([batcher.add(3), batcher.addMany([4, 5])])
    for (const refusal of refusals) {
      expect(refusal.status === 'rejected' && hasCode(refusal.reason, 'overloaded')).toBe(true)
    }
    await nextTurn()
    end()
    expect(await Promise.all(first)).toEqual([2, 4])
    const next = batcher.addMany([6, 7])
    await nextTurn()
    end()
    expect(await next).toEqual([12, 14])
    expect(batches).toEqual([
      [1, 2],
      [6, 7],
    ])
  })

  it('fails the items of a failed batch, and no others', async () => {
    const batcher = createBatcher({
      maxBatch: 2,
      send: (items: readonly number[]) => {
        if (items.includes(3)) throw new Error('lost')
        return Promise.resolve(items)
      },
    })
    const results = await Promise.allSettled([1, 2, 3, 4, 5].map((item) => batcher.add(item)))
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
      'fulfilled',
    ])
  })

  it('hands out no results when there are too few or too many of them', async () => {
    for (const wrong of [[], [1], [1, 2, 3]]) {
      const batcher = createBatcher({ send: async (_: readonly number[]) => wrong })
      const results = await Promise.allSettled([batcher.add(1), batcher.add(2)])
      for (const result of results) {
        expect(result.status === 'rejected' && hasCode(result.reason, 'storage-failed')).toBe(true)
      }
    }
  })

  it('is idle when everything has its result, and at once when there is nothing', async () => {
    const { batcher, end } = doubling()
    await batcher.idle()
    let isIdle = false
    const added = batcher.add(1)
    const idle = batcher.idle().then(() => {
      isIdle = true
    })
    await nextTurn()
    expect(isIdle).toBe(false)
    end()
    await Promise.all([added, idle])
    expect(isIdle).toBe(true)
  })

  it('sets no timer without a delay', async () => {
    const clock = fakeClock()
    const batcher = createBatcher({ clock, send: async (items: readonly number[]) => items })
    expect(await batcher.add(1)).toBe(1)
    clock.assertIdle()
  })

  it('waits for company as long as it was told, or until a batch is full', async () => {
    const clock = fakeClock()
    const { batcher, batches, end } = doubling({ clock, delayMs: 50, maxBatch: 3 })
    const first = batcher.add(1)
    await clock.advance(49)
    const second = batcher.add(2)
    await nextTurn()
    expect(batches).toEqual([])
    await clock.advance(1)
    expect(batches).toEqual([[1, 2]])
    const full = batcher.addMany([3, 4, 5])
    end()
    await Promise.all([first, second])
    await nextTurn()
    expect(batches).toEqual([
      [1, 2],
      [3, 4, 5],
    ])
    end()
    await full
    clock.assertIdle()
  })

  it('gives everybody the right result under any load', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.integer(), { maxLength: 20 }), { maxLength: 20 }),
        fc.integer({ min: 1, max: 7 }),
        async (bursts, maxBatch) => {
          const send = async (items: readonly number[]) => {
            await nextTurn()
            return items.map((item) => `${item}`)
          }
          const batcher = createBatcher({ send, maxBatch })
          const results: Promise<string[]>[] = []
          for (const burst of bursts) {
            results.push(Promise.all(burst.map((item) => batcher.add(item))))
            if (burst.length % 2 === 0) await nextTurn()
          }
          expect(await Promise.all(results)).toEqual(bursts.map((burst) => burst.map(String)))
          expect(batcher.size).toBe(0)
        },
      ),
      { numRuns: 50 },
    )
  })

  it('refuses options that cannot be meant, and shows what to write', () => {
    const send = async (items: readonly number[]) => items
    expect(() => createBatcher({ send, maxBatch: 0 })).toThrow('{ maxBatch: 1000 }')
    expect(() => createBatcher({ send, maxQueue: 1.5 })).toThrow('{ maxQueue: 100000 }')
    expect(() => createBatcher({ send, delayMs: -1 })).toThrow('{ delayMs: 0 }')
  })
})

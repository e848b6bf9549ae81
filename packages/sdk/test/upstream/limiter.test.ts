import { describe, expect, it } from 'vitest'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.ts'
import { createLimiter, type LimiterOptions } from '../../src/upstream/create-limiter.ts'
import type { Limiter, Slot } from '../../src/upstream/limiter.ts'
import { eventually } from './support/fixture.ts'

const start = Date.parse('2026-01-01T00:00:00Z')
const later = (ms: number) => new Date(start + ms)

function make(
  options: Omit<LimiterOptions, 'clock'>,
  clock: FakeClock = fakeClock('2026-01-01T00:00:00Z', { auto: true }),
) {
  return { limiter: createLimiter({ ...options, clock }), clock }
}

/** Takes a slot, gives it back at once, and says when it started. */
async function startOf(
  limiter: Limiter,
  clock: FakeClock,
  lane: 'interactive' | 'background' = 'interactive',
) {
  const slot = await limiter.acquire({ lane })
  const at = clock.now().getTime() - start
  if (slot.status === 'granted') slot.release()
  return at
}

function granted(slot: Slot): Slot & { status: 'granted' } {
  if (slot.status !== 'granted') throw new Error('refused')
  return slot
}

describe('the pace', () => {
  it('gives a free slot to a caller who may not wait, also when asking took a moment', async () => {
    const { limiter } = make({ perSecond: 1 })
    expect((await limiter.acquire({ lane: 'interactive', deadlineAt: later(-1) })).status).toBe('granted')
    expect((await limiter.acquire({ lane: 'interactive', deadlineAt: later(0) })).status).toBe('refused')
  })

  it('holds in every second, however many come at once', async () => {
    const { limiter, clock } = make({ perSecond: 3 })
    const starts = await Promise.all(Array.from({ length: 10 }, () => startOf(limiter, clock)))
    expect(starts.slice(0, 3)).toEqual([0, 0, 0])
    for (const at of starts) {
      expect(starts.filter((other) => other >= at && other <= at + 1000).length).toBeLessThanOrEqual(3)
    }
    // Four groups of three: the last starts after three pauses, and not much later.
    expect(Math.max(...starts)).toBeGreaterThan(3000)
    expect(Math.max(...starts)).toBeLessThan(3300)
  })

  it('may be slower than one in a second', async () => {
    const { limiter, clock } = make({ perSecond: 0.5 })
    const starts = [
      await startOf(limiter, clock),
      await startOf(limiter, clock),
      await startOf(limiter, clock),
    ]
    expect(starts[1]! - starts[0]!).toBeGreaterThanOrEqual(2000)
    expect(starts[2]! - starts[1]!).toBeGreaterThanOrEqual(2000)
    expect(starts[2]!).toBeLessThan(4200)
  })

  it('rounds a broken limit down', async () => {
    const { limiter, clock } = make({ perSecond: 2.9 })
    const starts = await Promise.all([1, 2, 3].map(() => startOf(limiter, clock)))
    expect(starts.filter((at) => at < 1000)).toHaveLength(2)
  })

  it('is none when there is no limit', async () => {
    const { limiter, clock } = make({ perSecond: null })
    for (let turn = 0; turn < 50; turn++) expect(await startOf(limiter, clock)).toBe(0)
  })
})

describe('requests at once', () => {
  it('are never more than allowed', async () => {
    const { limiter } = make({ perSecond: null, concurrent: 2 })
    let open = 0
    let most = 0
    await Promise.all(
      Array.from({ length: 9 }, async () => {
        const slot = granted(await limiter.acquire({ lane: 'interactive' }))
        most = Math.max(most, ++open)
        await new Promise((resolve) => setTimeout(resolve, 2))
        open--
        slot.release()
      }),
    )
    expect(most).toBe(2)
  })

  it('count a release once, however often it is said', async () => {
    const { limiter } = make({ perSecond: null, concurrent: 1 })
    const first = granted(await limiter.acquire({ lane: 'interactive' }))
    first.release()
    first.release()
    granted(await limiter.acquire({ lane: 'interactive' }))
    const third = limiter.acquire({ lane: 'interactive', signal: AbortSignal.timeout(40) })
    await expect(third).rejects.toThrow()
  })
})

describe('lanes', () => {
  it('let an interactive call go before every background call that waits, the next one included', async () => {
    const { limiter, clock } = make({ perSecond: 1 }, fakeClock('2026-01-01T00:00:00Z'))
    const order: string[] = []
    const take = async (name: string, lane: 'interactive' | 'background') => {
      granted(await limiter.acquire({ lane })).release()
      order.push(name)
    }
    await take('first', 'background')
    const waiting = [take('b1', 'background'), take('b2', 'background'), take('b3', 'background')]
    // The first of them already waits for its slot.
    await eventually(() => clock.sleeping === 1)
    waiting.push(take('i1', 'interactive'), take('i2', 'interactive'))
    for (let turn = 0; turn < 5; turn++) {
      await new Promise((resolve) => setTimeout(resolve, 40))
      await clock.advance(1100)
    }
    await Promise.all(waiting)
    expect(order).toEqual(['first', 'i1', 'i2', 'b1', 'b2', 'b3'])
    clock.assertIdle()
  })
})

describe('a caller who leaves', () => {
  it('is released at once and has taken no slot', async () => {
    const { limiter, clock } = make({ perSecond: 1 }, fakeClock('2026-01-01T00:00:00Z'))
    granted(await limiter.acquire({ lane: 'interactive' })).release()
    const controller = new AbortController()
    const left = limiter.acquire({ lane: 'interactive', signal: controller.signal })
    const stays = limiter.acquire({ lane: 'interactive' })
    await eventually(() => clock.sleeping === 1)
    controller.abort(new Error('gone'))
    await expect(left).rejects.toThrow('gone')
    await eventually(() => clock.sleeping === 1)
    await clock.advance(1020)
    expect((await stays).status).toBe('granted')
    expect(clock.now().getTime() - start).toBe(1020)
    clock.assertIdle()
  })

  it('gets nothing when the signal was aborted before', async () => {
    const { limiter, clock } = make({ perSecond: 1 })
    await expect(
      limiter.acquire({ lane: 'interactive', signal: AbortSignal.abort(new Error('gone')) }),
    ).rejects.toThrow('gone')
    expect(await startOf(limiter, clock)).toBe(0)
  })

  it('is refused at once when no slot comes before the deadline, and told when one comes', async () => {
    const { limiter, clock } = make({ perSecond: 2 }, fakeClock('2026-01-01T00:00:00Z'))
    for (let turn = 0; turn < 2; turn++) granted(await limiter.acquire({ lane: 'interactive' })).release()
    const inQueue = [limiter.acquire({ lane: 'interactive' }), limiter.acquire({ lane: 'interactive' })]
    const slot = await limiter.acquire({ lane: 'interactive', deadlineAt: later(1500) })
    expect(slot).toEqual({ status: 'refused', retryAt: later(2040), scope: 'second' })
    await eventually(() => clock.sleeping === 1)
    await clock.runAll()
    await eventually(() => clock.sleeping === 0)
    for (const other of inQueue) expect((await other).status).toBe('granted')
    // Both slots of the first round went to those who waited, none to the one who was refused.
    expect(clock.now()).toEqual(later(1020))
  })

  it('is released at its deadline when requests under way leave no room', async () => {
    const { limiter } = make({ perSecond: null, concurrent: 1 })
    granted(await limiter.acquire({ lane: 'interactive' }))
    const slot = await limiter.acquire({ lane: 'interactive', deadlineAt: later(30) })
    expect(slot.status).toBe('refused')
  })
})

describe('the gate', () => {
  it('holds back those who already stand in the queue, and they take no slot meanwhile', async () => {
    const openAt = later(5000)
    const { limiter, clock } = make({
      perSecond: 1,
      gate: async (at) =>
        at.getTime() > start && at < openAt ? { retryAt: openAt, scope: 'cooldown' } : null,
    })
    const starts = await Promise.all([1, 2, 3].map(() => startOf(limiter, clock)))
    expect(starts).toEqual([0, 5000, 6020])
  })

  it('takes nothing from the pace of those it held back', async () => {
    const openAt = later(1500)
    const { limiter, clock } = make({
      perSecond: 1,
      gate: async (at) =>
        at.getTime() > start && at < openAt ? { retryAt: openAt, scope: 'cooldown' } : null,
    })
    const starts = await Promise.all([1, 2, 3].map(() => startOf(limiter, clock)))
    expect(starts).toEqual([0, 1500, 2520])
  })

  it('says what it was that left no slot', async () => {
    const { limiter } = make({ perSecond: null, gate: async () => ({ retryAt: later(9000), scope: 'day' }) })
    const slot = await limiter.acquire({ lane: 'interactive', deadlineAt: later(3000) })
    expect(slot).toEqual({ status: 'refused', retryAt: later(9000), scope: 'day' })
  })

  it('fails the caller, and nobody else, when it fails', async () => {
    let broken = false
    const { limiter, clock } = make({
      perSecond: 1,
      gate: async () => {
        if (broken) throw new Error('gate is broken')
        return null
      },
    })
    await startOf(limiter, clock)
    broken = true
    await expect(limiter.acquire({ lane: 'interactive' })).rejects.toThrow('gate is broken')
    broken = false
    expect((await limiter.acquire({ lane: 'interactive' })).status).toBe('granted')
  })
})

describe('with the real clock', () => {
  it('holds the pace', async () => {
    const limiter = createLimiter({ perSecond: 20 })
    const starts = await Promise.all(
      Array.from({ length: 30 }, async () => {
        granted(await limiter.acquire({ lane: 'interactive' })).release()
        return Date.now()
      }),
    )
    for (const at of starts) {
      expect(starts.filter((other) => other >= at && other < at + 1000).length).toBeLessThanOrEqual(20)
    }
  })

  it('gives a lone caller its slot without a detour', async () => {
    const limiter = createLimiter({ perSecond: 100_000 })
    const begun = performance.now()
    for (let turn = 0; turn < 200; turn++) granted(await limiter.acquire({ lane: 'interactive' })).release()
    expect((performance.now() - begun) / 200).toBeLessThan(0.5)
  })
})

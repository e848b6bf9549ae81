import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSlidingWindow } from '../../src/upstream/sliding-window.ts'

describe('the sliding window', () => {
  it('never lets more than the limit start in any period, wherever the period begins', () => {
    const callers = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 120 })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), callers, (limit, pauses) => {
        const window = createSlidingWindow(limit, 1000)
        const starts: number[] = []
        let now = 0
        for (const pause of pauses) {
          now = window.nextStartAt(now + pause)
          window.take(now)
          starts.push(now)
        }
        for (const start of starts) {
          const inPeriod = starts.filter((other) => other >= start && other < start + 1000)
          expect(inPeriod.length).toBeLessThanOrEqual(limit)
        }
      }),
    )
  })

  it('wastes nothing: a caller who comes after a full period starts at once', () => {
    const window = createSlidingWindow(2, 1000)
    window.take(0)
    window.take(300)
    expect(window.nextStartAt(400)).toBe(1000)
    expect(window.nextStartAt(1000)).toBe(1000)
    window.take(1000)
    expect(window.nextStartAt(1000)).toBe(1300)
  })

  it('foretells the start of a caller in the queue', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 12 }),
        fc.integer({ min: 0, max: 14 }),
        (limit, pauses, ahead) => {
          const window = createSlidingWindow(limit, 1000)
          let now = 0
          for (const pause of pauses) {
            now = window.nextStartAt(now + pause)
            window.take(now)
          }
          const foretold = window.nextStartAt(now, ahead)
          let at = now
          for (let turn = 0; turn <= ahead; turn++) {
            at = window.nextStartAt(at)
            window.take(at)
          }
          expect(at).toBe(foretold)
        },
      ),
    )
  })

  it('takes a start back that did not happen', () => {
    const window = createSlidingWindow(1, 1000)
    window.take(500)
    window.giveBack(500)
    expect(window.nextStartAt(600)).toBe(600)
  })

  it('does not wait for the old time when the clock is set back', () => {
    const window = createSlidingWindow(1, 1000)
    window.take(1_000_000)
    expect(window.nextStartAt(5_000)).toBe(5_000)
  })
})

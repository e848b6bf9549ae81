import { describe, expect, it, vi } from 'vitest'
import { systemClock } from '../../src/core/clock.ts'
import { days, hours, minutes, seconds } from '../../src/core/duration.ts'
import { guardTimer } from '../../src/core/guard-timer.ts'
import { stopwatch } from '../../src/core/stopwatch.ts'

describe('the system clock', () => {
  it('sleeps, and wakes at once when it is told to', async () => {
    const elapsedMs = stopwatch()
    await systemClock.sleep(20)
    expect(elapsedMs()).toBeGreaterThan(15)
    const controller = new AbortController()
    const sleeping = systemClock.sleep(60_000, controller.signal)
    controller.abort(new Error('up'))
    await expect(sleeping).rejects.toThrow('up')
    await expect(systemClock.sleep(60_000, AbortSignal.abort(new Error('before')))).rejects.toThrow('before')
  })

  it('sleeps for months, although a timer cannot', async () => {
    vi.useFakeTimers()
    try {
      let awake = false
      const sleeping = systemClock.sleep(days(60)).then(() => {
        awake = true
      })
      await vi.advanceTimersByTimeAsync(days(60) - 1)
      expect(awake).toBe(false)
      await vi.advanceTimersByTimeAsync(1)
      await sleeping
      expect(awake).toBe(true)
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('a guard', () => {
  it('runs after its time, unless it is called off', async () => {
    const ran: string[] = []
    guardTimer(5, () => ran.push('one'))
    guardTimer(5, () => ran.push('other'))()
    await systemClock.sleep(25)
    expect(ran).toEqual(['one'])
  })
})

describe('durations', () => {
  it('are milliseconds', () => {
    expect([seconds(2), minutes(2), hours(2), days(2)]).toEqual([2000, 120_000, 7_200_000, 172_800_000])
  })
})

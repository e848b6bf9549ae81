import { describe, expect, it } from 'vitest'
import { countingIds, fakeClock } from '../../src/testing/index.ts'

describe('the fake clock', () => {
  it('stands still until it is moved, and moves at once when nobody sleeps', () => {
    const clock = fakeClock('2026-11-21T23:59:00Z')
    expect(clock.now().toISOString()).toBe('2026-11-21T23:59:00.000Z')
    void clock.advance(120_000)
    expect(clock.now().toISOString()).toBe('2026-11-22T00:01:00.000Z')
  })

  it('wakes sleepers in the order of their instants, each at its own', async () => {
    const clock = fakeClock(new Date(0))
    const woken: string[] = []
    const sleep = async (name: string, ms: number) => {
      await clock.sleep(ms)
      woken.push(`${name} ${clock.now().getTime()}`)
    }
    const all = [sleep('c', 30), sleep('a', 10), sleep('b', 20).then(() => sleep('d', 5)), sleep('late', 101)]
    await clock.advance(100)
    expect(woken).toEqual(['a 10', 'b 20', 'd 25', 'c 30'])
    expect(clock.now().getTime()).toBe(100)
    expect(clock.sleeping).toBe(1)
    expect(() => clock.assertIdle()).toThrow('1 still asleep, until 1970-01-01T00:00:00.101Z')
    await clock.runAll()
    await Promise.all(all)
    clock.assertIdle()
  })

  it('lets a sleeper go when its signal aborts', async () => {
    const clock = fakeClock()
    const controller = new AbortController()
    const sleeping = clock.sleep(1000, controller.signal)
    controller.abort(new Error('enough'))
    await expect(sleeping).rejects.toThrow('enough')
    await expect(clock.sleep(1000, AbortSignal.abort(new Error('before')))).rejects.toThrow('before')
    clock.assertIdle()
  })

  it('moves by itself on demand', async () => {
    const clock = fakeClock(new Date(0), { auto: true })
    const woken: number[] = []
    const sleep = async (ms: number) => {
      await clock.sleep(ms)
      woken.push(clock.now().getTime())
    }
    await Promise.all([sleep(3_600_000), sleep(1000).then(() => sleep(1000)), sleep(1500)])
    expect(woken).toEqual([1000, 1500, 2000, 3_600_000])
  })

  it('refuses a start that is no instant', () => {
    expect(() => fakeClock('yesterday')).toThrow('not an instant: yesterday')
  })
})

describe('counting ids', () => {
  it('count for each prefix by itself', () => {
    const ids = countingIds()
    expect([ids('art'), ids('art'), ids('son'), countingIds()('art')]).toEqual([
      'art_1',
      'art_2',
      'son_1',
      'art_1',
    ])
  })
})

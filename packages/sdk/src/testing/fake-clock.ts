import { type Clock, systemClock } from '../core/clock.ts'

export interface FakeClockOptions {
  /** Sleeping moves time by itself, to the due instants in their order: nobody has to call `advance`. @default false */
  readonly auto?: boolean
}

export interface FakeClock extends Clock {
  /**
   * Moves time. Wakes those whose sleep ends on the way, each at its own instant, and lets what they do next
   * happen (a new sleep included) before time moves on. Time moves at once when nobody is to be woken.
   */
  advance(ms: number): Promise<void>
  /** Moves time from sleeper to sleeper until nobody sleeps. */
  runAll(): Promise<void>
  /** How many sleep now. */
  readonly sleeping: number
  /** Throws when somebody still sleeps: a test that leaks a wait fails. */
  assertIdle(): void
}

interface Sleeper {
  readonly dueAt: number
  readonly wake: () => void
}

/** Real time given to what a sleeper does after waking: sockets and queues need some turns of the event loop. */
const settleMs = 8

/**
 * A clock that stands still until told otherwise.
 *
 * @example
 * const clock = fakeClock('2026-11-21T23:59:00Z')
 * await clock.advance(minutes(2)) // a new day
 */
export function fakeClock(
  startAt: Date | string = '2026-01-01T00:00:00Z',
  { auto = false }: FakeClockOptions = {},
): FakeClock {
  let time = new Date(startAt).getTime()
  if (Number.isNaN(time)) throw new RangeError(`fakeClock: not an instant: ${String(startAt)}`)
  const sleepers = new Set<Sleeper>()
  let running = false

  const next = (): Sleeper | null => {
    let first: Sleeper | null = null
    for (const sleeper of sleepers) if (!first || sleeper.dueAt < first.dueAt) first = sleeper
    return first
  }
  const wakeUntil = (dueAt: number): boolean => {
    const due = next()
    if (!due || due.dueAt > dueAt) return false
    time = Math.max(time, due.dueAt)
    for (const sleeper of [...sleepers]) if (sleeper.dueAt <= time) sleeper.wake()
    return true
  }
  const runBySelf = async () => {
    if (running) return
    running = true
    do {
      await systemClock.sleep(0)
    } while (wakeUntil(Number.POSITIVE_INFINITY))
    running = false
  }

  return {
    now: () => new Date(time),
    sleep(ms, signal) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        const leave = () => {
          sleepers.delete(sleeper)
          signal?.removeEventListener('abort', abort)
        }
        const abort = () => {
          leave()
          reject(signal?.reason)
        }
        const sleeper: Sleeper = {
          dueAt: time + Math.max(0, ms),
          wake: () => {
            leave()
            resolve()
          },
        }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', abort, { once: true })
        if (auto) void runBySelf()
      })
    },
    async advance(ms) {
      const until = time + ms
      while (wakeUntil(until)) await systemClock.sleep(settleMs)
      time = Math.max(time, until)
    },
    async runAll() {
      while (wakeUntil(Number.POSITIVE_INFINITY)) await systemClock.sleep(settleMs)
    },
    get sleeping() {
      return sleepers.size
    },
    assertIdle() {
      if (sleepers.size === 0) return
      const due = [...sleepers].map(({ dueAt }) => new Date(dueAt).toISOString())
      throw new Error(`fakeClock: ${sleepers.size} still asleep, until ${due.sort().join(', ')}`)
    },
  }
}

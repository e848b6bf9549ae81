import type { Clock } from '@setvote/sdk'

export interface LeapingClock extends Clock {
  /** Moves time from sleeper to sleeper, as fast as they do what they wake for, until an instant. */
  leapTo(until: Date): Promise<void>
}

interface Sleeper {
  readonly dueAt: number
  readonly wake: () => void
}

/** Turns of the event loop given to what a sleeper does: with a storage in memory everything happens in one. */
const turns = 2

/** A clock without waiting, for work that itself never waits for real time. */
export function leapingClock(startAt: Date): LeapingClock {
  let time = startAt.getTime()
  const sleepers = new Set<Sleeper>()
  const next = () => {
    let first = Number.POSITIVE_INFINITY
    for (const { dueAt } of sleepers) if (dueAt < first) first = dueAt
    return first
  }
  return {
    now: () => new Date(time),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
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
      }),
    async leapTo(until) {
      while (true) {
        for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve))
        const dueAt = next()
        if (dueAt > until.getTime()) break
        time = Math.max(time, dueAt)
        for (const sleeper of [...sleepers]) if (sleeper.dueAt <= time) sleeper.wake()
      }
      time = until.getTime()
    },
  }
}

import type { Clock } from '@setvote/sdk'

interface Sleeper {
  readonly dueAt: number
  readonly wake: () => void
}

/** Turns of the event loop given to what a sleeper does after waking: an answer is parsed in a few of them. */
const turns = 100
/** A longer jump is only right when nothing is under way: real time tells, for not everything waits in turns. */
const longJumpMs = 2000
const idleMs = 50

/** A clock that jumps from sleeper to sleeper once everybody waits. */
export function simulatedClock(startAt: Date): Clock {
  let time = startAt.getTime()
  const sleepers = new Set<Sleeper>()
  let running = false

  async function run(): Promise<void> {
    running = true
    let idleSince = performance.now()
    while (sleepers.size > 0) {
      for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve))
      const dueAt = Math.min(...[...sleepers].map((sleeper) => sleeper.dueAt))
      if (dueAt - time > longJumpMs && performance.now() - idleSince < idleMs) continue
      idleSince = performance.now()
      time = Math.max(time, dueAt)
      for (const sleeper of [...sleepers]) if (sleeper.dueAt <= time) sleeper.wake()
    }
    running = false
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
        if (!running) void run()
      }),
  }
}

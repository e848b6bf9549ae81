/**
 * Time as an argument. Everything in setvote that waits or looks at the clock takes one of these, so that a
 * test, a simulation or a replay decides what time it is.
 */
export interface Clock {
  now(): Date
  /** Resolves after `ms` milliseconds; rejects with the signal's reason as soon as it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** A timer that is asked for a longer time (24.8 days) fires at once. */
const longestTimerMs = 2 ** 31 - 1

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => new Date(),
  async sleep(ms, signal) {
    let leftMs = ms
    do {
      await timer(Math.min(leftMs, longestTimerMs), signal)
      leftMs -= longestTimerMs
    } while (leftMs > 0)
  },
}

function timer(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const abort = () => {
      clearTimeout(timeout)
      reject(signal?.reason)
    }
    const timeout = setTimeout(() => {
      signal?.removeEventListener('abort', abort)
      resolve()
    }, ms)
    signal?.addEventListener('abort', abort, { once: true })
  })
}

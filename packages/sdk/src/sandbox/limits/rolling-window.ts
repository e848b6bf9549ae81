export interface RollingWindowOptions {
  readonly calls: number
  readonly periodMs: number
  /** Whether a refused call counts as well, so that hammering makes the wait longer. */
  readonly countRefused: boolean
}

/**
 * Counts calls in the last `periodMs`. `take` answers 0 for a call that fits, otherwise how many milliseconds
 * later one would.
 */
export function createRollingWindow({ calls, periodMs, countRefused }: RollingWindowOptions): {
  take(at: Date): number
} {
  let arrivals: number[] = []
  return {
    take(at) {
      const now = at.getTime()
      arrivals = arrivals.filter((arrival) => now - arrival < periodMs)
      const fits = arrivals.length < calls
      if (fits || countRefused) arrivals.push(now)
      if (fits) return 0
      return arrivals[arrivals.length - calls]! + periodMs - now
    },
  }
}

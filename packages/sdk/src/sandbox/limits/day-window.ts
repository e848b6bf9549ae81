import { days } from '../../core/duration.ts'

/** How a day's quota stands after a call. */
export interface DayStanding {
  readonly limit: number
  readonly available: number
  /** Calls beyond the limit since the day began. */
  readonly over: number
  readonly resetsAt: Date
}

/** Counts calls of a day that begins with its first call and ends 24 hours later. */
export function createDayWindow(limit: number): { take(at: Date): DayStanding } {
  let beganAt = Number.NEGATIVE_INFINITY
  let used = 0
  return {
    take(at) {
      const now = at.getTime()
      if (now - beganAt >= days(1)) {
        beganAt = now
        used = 0
      }
      used++
      return {
        limit,
        available: Math.max(0, limit - used),
        over: Math.max(0, used - limit),
        resetsAt: new Date(beganAt + days(1)),
      }
    },
  }
}

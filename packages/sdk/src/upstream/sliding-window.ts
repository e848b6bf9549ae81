/** Requests that leave a period apart may arrive closer together; this much more keeps the promise over there. */
export const networkSlackMs = 20

/** `networkSlackMs` for a pace that several machines keep together: how far their clocks may be apart. */
export const sharedSlackMs = 12

/**
 * The pace, exactly: never more than `limit` starts in any stretch of `periodMs`, wherever it begins. Pure: it is
 * told the time, and never waits.
 */
export interface SlidingWindow {
  /** The earliest start for the caller who comes after `ahead` others, in epoch milliseconds; `now` when at once. */
  nextStartAt(now: number, ahead?: number): number
  /** Records a start. */
  take(now: number): void
  /** Forgets a start that did not happen after all. */
  giveBack(startedAt: number): void
}

export function createSlidingWindow(limit: number, periodMs: number): SlidingWindow {
  // The last `limit` starts, oldest first.
  const starts: number[] = []
  return {
    nextStartAt(now, ahead = 0) {
      // After a clock was set back, starts that lie far ahead would make everybody wait for them.
      while (starts.length > 0 && starts.at(-1)! > now + periodMs) starts.pop()
      const rounds = Math.floor(ahead / limit)
      const oldest = starts[(ahead % limit) - (limit - starts.length)]
      const first = oldest === undefined ? now : Math.max(now, oldest + periodMs)
      return first + rounds * periodMs
    },
    take(now) {
      starts.push(now)
      if (starts.length > limit) starts.shift()
    },
    giveBack(startedAt) {
      const index = starts.lastIndexOf(startedAt)
      if (index >= 0) starts.splice(index, 1)
    },
  }
}

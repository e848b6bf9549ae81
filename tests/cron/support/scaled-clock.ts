import { type Clock, systemClock } from '@setvote/sdk'

/** Since when clocks of different processes agree. */
const epochMs = Date.parse('2026-01-01T00:00:00Z')

/** A clock that is `offsetMs` off, and runs `speed` times as fast as the machine's, the same in every process. */
export function scaledClock({
  speed,
  offsetMs,
}: {
  readonly speed: number
  readonly offsetMs: number
}): Clock {
  return {
    now: () => new Date(epochMs + (systemClock.now().getTime() - epochMs) * speed + offsetMs),
    sleep: (ms, signal) => systemClock.sleep(ms / speed, signal),
  }
}

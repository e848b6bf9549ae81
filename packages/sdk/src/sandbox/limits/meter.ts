import { createDayWindow, type DayStanding } from './day-window.ts'
import type { LimitedService, ServiceLimits } from './limits.ts'
import { createRollingWindow } from './rolling-window.ts'

export type Metered =
  | { readonly status: 'granted'; readonly day: DayStanding | null }
  | { readonly status: 'too-fast'; readonly waitMs: number }
  | { readonly status: 'day-exhausted'; readonly waitMs: number }

/** Counts the calls of the one credential that each service of a sandbox knows. */
export interface Meter {
  take(service: LimitedService, at: Date): Metered
}

/**
 * Callers pace what leaves them; a service sees arrivals, which bunch up on the way. A tenth of slack keeps a
 * caller who is exactly at the limit from being refused.
 */
const slack = 0.9

export function createMeter(limits: Readonly<Record<LimitedService, ServiceLimits>>): Meter {
  const meters = {
    spotify: createServiceMeter(limits.spotify, { countRefused: true }),
    ticketmaster: createServiceMeter(limits.ticketmaster, { countRefused: false }),
    setlistfm: createServiceMeter(limits.setlistfm, { countRefused: false }),
    musicbrainz: createServiceMeter(limits.musicbrainz, { countRefused: false }),
  }
  return { take: (service, at) => meters[service](at) }
}

function createServiceMeter(
  { pace, perDay }: ServiceLimits,
  { countRefused }: { readonly countRefused: boolean },
): (at: Date) => Metered {
  const rolling = pace && createRollingWindow({ ...pace, periodMs: pace.periodMs * slack, countRefused })
  const day = perDay === null ? null : createDayWindow(perDay)
  return (at) => {
    const waitMs = rolling?.take(at) ?? 0
    if (waitMs > 0) return { status: 'too-fast', waitMs }
    const standing = day?.take(at) ?? null
    if (standing && standing.over > 0) {
      return { status: 'day-exhausted', waitMs: standing.resetsAt.getTime() - at.getTime() }
    }
    return { status: 'granted', day: standing }
  }
}

import { LRUCache } from 'lru-cache'
import type { Clock } from '../core/clock.ts'
import { minutes } from '../core/duration.ts'
import { createSingleFlight } from '../core/single-flight.ts'
import type { EntityId } from '../domain/entity.ts'
import { isTimeZone } from '../domain/local-day.ts'
import { createLocalDays, type Day } from './local-days.ts'
import type { SongPlace } from './song-places.ts'
import type { VotingSettings } from './voting-options.ts'

/** The day whose limit a ballot counts against. */
export type LimitDays = (request: {
  readonly fanId: EntityId
  readonly at: Date
  /** What the caller says of the fan. */
  readonly timeZone: string | null
  readonly place: Pick<SongPlace, 'timeZone'> | null
}) => Promise<Day>

export function createLimitDays({ storage, clock, limitDay }: VotingSettings): LimitDays {
  const dayOf = createLocalDays()
  const zoneOf = limitDay === 'fan' ? createFanZones(storage, clock) : null
  return async ({ fanId, at, timeZone, place }) => {
    if (limitDay === 'utc') return dayOf(at, 'UTC')
    if (limitDay === 'venue') return dayOf(at, place?.timeZone ?? 'UTC')
    return dayOf(at, (await zoneOf?.(fanId)) ?? timeZone ?? 'UTC')
  }
}

/** Time zones of fans by their profiles, remembered for a minute. */
function createFanZones({ fans }: VotingSettings['storage'], clock: Clock) {
  const known = new LRUCache<EntityId, { readonly timeZone: string | null }>({
    max: 50_000,
    ttl: minutes(1),
    ttlResolution: 0,
    // Zero means "not set" to lru-cache.
    perf: { now: () => Math.max(1, clock.now().getTime()) },
  })
  const findOnce = createSingleFlight<string | null>()
  return async (fanId: EntityId): Promise<string | null> => {
    const found = known.get(fanId)
    if (found) return found.timeZone
    return findOnce(fanId, async () => {
      const stated = (await fans.find(fanId))?.timeZone
      const timeZone = isTimeZone(stated) ? stated : null
      known.set(fanId, { timeZone })
      return timeZone
    })
  }
}

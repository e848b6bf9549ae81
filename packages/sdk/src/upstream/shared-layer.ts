import type { CacheStore } from '../cache/cache-store.ts'
import type { SharedFlight } from '../cache/shared-flight.ts'
import type { EventBus } from '../realtime/event-bus.ts'
import type { QuotaStore } from '../storage/quota-store.ts'
import type { BreakerStore } from './breaker-store.ts'

/** What the processes of one app share beside the storage: `redisLayer({ url })`. */
export interface SharedLayer {
  readonly cache: CacheStore
  readonly quotas: QuotaStore
  readonly bus: EventBus
  readonly breakers: BreakerStore
  readonly flight: SharedFlight
  close(): Promise<void>
}

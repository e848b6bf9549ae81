import type { Clock } from '../core/clock.ts'
import { minutes, seconds } from '../core/duration.ts'
import type { Logger } from '../core/logger.ts'
import { stopwatch } from '../core/stopwatch.ts'
import type { RedisLink } from './redis-link.ts'

/** How far the clock of the Redis server is ahead of ours, in milliseconds. */
export interface ClockOffset {
  /** Measured now and then. Rejects while Redis is away and nothing is known. */
  find(): Promise<number>
  /** What was found last; 0 before. */
  readonly known: number
}

const looks = 3
const lookAgainAfterMs = minutes(1)
/** Two clocks that are kept by NTP are this close; correcting less would only add the noise of measuring. */
const sameMs = 10
const tellFromMs = seconds(5)

export function createClockOffset(link: RedisLink, clock: Clock, logger: Logger): ClockOffset {
  let known = 0
  let lookedAt: number | null = null
  let looking: Promise<void> | null = null

  async function look(): Promise<void> {
    const samples: { readonly offset: number; readonly tookMs: number }[] = []
    for (let count = 0; count < looks; count++) {
      const tookMs = stopwatch()
      const [wholeSeconds, micros] = await link.ask((redis) => redis.time())
      const took = tookMs()
      const serverMs = Number(wholeSeconds) * 1000 + Number(micros) / 1000
      samples.push({ offset: serverMs - (clock.now().getTime() - took / 2), tookMs: took })
    }
    const best = samples.reduce((one, other) => (other.tookMs < one.tookMs ? other : one))
    const found = Math.abs(best.offset) <= sameMs + best.tookMs / 2 ? 0 : Math.round(best.offset)
    // Small steps would let instants of one caller overtake each other.
    if (Math.abs(found - known) > sameMs + best.tookMs) known = found
    if (Math.abs(known) >= tellFromMs) {
      logger.warn('the clock of this machine is far from that of the Redis server', { aheadMs: -known })
    }
    lookedAt = clock.now().getTime()
  }

  return {
    async find() {
      const now = clock.now().getTime()
      const due = lookedAt === null || Math.abs(now - lookedAt) >= lookAgainAfterMs
      if (due) {
        looking ??= look().finally(() => {
          looking = null
        })
        await looking
      }
      return known
    },
    get known() {
      return known
    },
  }
}

/** For clocks that are trusted. */
export const noOffset: ClockOffset = { find: async () => 0, known: 0 }

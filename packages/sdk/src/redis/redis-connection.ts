import { Redis } from 'ioredis'
import { type Clock, systemClock } from '../core/clock.ts'
import { type Ids, uuidIds } from '../core/ids.ts'
import { type Logger, silentLogger } from '../core/logger.ts'
import { createRedactor, toSafeCause } from '../upstream/redact.ts'
import { type ClockOffset, createClockOffset, noOffset } from './clock-offset.ts'
import { createRedisFeed, type RedisFeed } from './redis-feed.ts'
import { createRedisLink, type RedisLink } from './redis-link.ts'
import { checkRedisOptions, type RedisOptions } from './redis-options.ts'

/** What the stores of one process share: a connection to ask, one to listen, and how far the clocks are apart. */
export interface RedisConnection {
  readonly link: RedisLink
  readonly feed: RedisFeed
  readonly offset: ClockOffset
  readonly clock: Clock
  readonly logger: Logger
  readonly ids: Ids
  /** Names this process among those that share Redis. */
  readonly process: string
  /** `key('quota', name)`. All keys carry one hash tag: a cluster keeps them together, as the scripts need it. */
  key(...parts: readonly string[]): string
  close(): Promise<void>
}

const connectTimeoutMs = 2000
/** Longer, and a process would go on alone while others share again already. */
const longestPauseMs = 1000

/**
 * Connects, in the background: making one never fails and never waits.
 *
 * @example
 * const redis = redisConnection({ url: 'redis://127.0.0.1:6379' })
 * const cache = createCache({ primary: redisCacheStore(redis), fallback: lruCacheStore() })
 */
export function redisConnection(options: RedisOptions): RedisConnection {
  checkRedisOptions(options)
  const { url, client, prefix = 'setvote', commandTimeoutMs = 500, trustClock = false } = options
  const { clock = systemClock, logger = silentLogger, ids = uuidIds() } = options
  const asking = client ?? new Redis(url!, { ...reconnecting, maxRetriesPerRequest: 0 })
  const listening = client
    ? client.duplicate({ ...reconnecting, maxRetriesPerRequest: null })
    : new Redis(url!, { ...reconnecting, maxRetriesPerRequest: null })
  const redact = createRedactor(() => passwordsOf(asking))

  const link = createRedisLink({
    redis: asking,
    timeoutMs: commandTimeoutMs,
    logger,
    toSafe: (error) => toSafeCause(error, redact),
  })
  const feed = createRedisFeed(listening, logger)
  return {
    link,
    feed,
    offset: trustClock ? noOffset : createClockOffset(link, clock, logger),
    clock,
    logger,
    ids,
    process: ids('proc'),
    key: (...parts) => [`{${prefix}}`, ...parts].join(':'),
    async close() {
      link.close()
      feed.close()
      end(listening)
      if (!client) end(asking)
    },
  }
}

const reconnecting = {
  connectTimeout: connectTimeoutMs,
  retryStrategy: (times: number) => Math.min(longestPauseMs, 50 * 2 ** Math.min(times, 6)),
  // What nobody waits for any more is not sent again.
  autoResendUnfulfilledCommands: false,
  autoResubscribe: false,
}

/** Errors of a connection that is being closed are nobody's concern; unheard they would end the process. */
function end(redis: Redis): void {
  redis.on('error', () => {})
  redis.disconnect()
}

function passwordsOf({ options }: Redis): string[] {
  return [options.password, options.sentinelPassword].filter((each) => typeof each === 'string')
}

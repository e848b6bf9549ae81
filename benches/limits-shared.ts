import type { AttractionCaller } from './children/attraction-caller.ts'
import type { AttractionServer } from './children/attraction-server.ts'
import { startChild } from './support/child.ts'
import { explain } from './support/explain.ts'
import { startRedis } from './support/redis.ts'
import { alone, compared, type Row } from './support/row.ts'

const processes = 4
const perSecond = 5
const forMs = 60_000
const warmUpKey = 'warm-up'

/**
 * Four processes call Ticketmaster on one budget of 5 a second and 5,000 a day, for a minute: the calls that arrived
 * at a server over the calls allowed, and the most that arrived within any one second.
 */
export async function* limitsShared(): AsyncGenerator<Row> {
  const redis = await startRedis('limits.shared')
  if (!redis) return
  try {
    const server = await startChild<AttractionServer>('attraction-server.ts', { warmUpKey })
    const callers = await Promise.all(
      Array.from({ length: processes }, (_, index) =>
        startChild<AttractionCaller>('attraction-caller.ts', {
          redisUrl: redis.url,
          origin: server.ready.origin,
          name: `p${index}`,
          warmUpKey,
          forMs,
        }),
      ),
    )
    try {
      const outcomes = await Promise.all(callers.map((caller) => caller.ask('call')))
      const failures = outcomes.flatMap((outcome) => outcome.failures)
      if (failures.length > 0)
        throw new Error(`limits.shared: ${failures.length} calls failed: ${failures[0]}`)
      const arrivals = await server.ask('arrivals')
      const within = arrivals.filter((at) => at - arrivals[0]! < forMs)
      const allowed = (forMs / 1000) * perSecond
      const closest = closestMs(arrivals)
      explain(
        `limits.shared: ${processes} processes; calls of each: ${outcomes.map(({ answered }) => answered).join(', ')}; ` +
          `any ${perSecond + 1} calls took at least ${closest.toFixed(1)} ms`,
      )
      yield compared('limits.shared', within.length, 'calls', 'calls allowed', allowed)
      yield alone('limits.shared.second', mostInASecond(arrivals), 'calls')
    } finally {
      await Promise.all([...callers, server].map((child) => child.stop()))
    }
  } finally {
    await redis.stop()
  }
}

function mostInASecond(instants: readonly number[]): number {
  return Math.max(
    ...instants.map((from, index) => instants.slice(index).filter((at) => at - from < 1000).length),
  )
}

/** How close together the first and the last of one call too many came. */
function closestMs(instants: readonly number[]): number {
  return Math.min(...instants.slice(perSecond).map((at, index) => at - instants[index]!))
}

import { hasRedisServer, startRedisServer } from '../../packages/sdk/test/redis/support/redis-server.ts'
import { explain } from './explain.ts'

/** A redis-server for one bench; null, and a word to people, where there is none. */
export async function startRedis(
  bench: string,
): Promise<{ readonly url: string; stop(): Promise<void> } | null> {
  if (await hasRedisServer()) return startRedisServer()
  explain(`${bench} is skipped: install redis-server`)
  return null
}

import type { Redis } from 'ioredis'

export type ScriptArgument = string | number

/** A Lua script: Redis runs it at once, with nothing in between. */
export type RedisScript<Answer> = (
  redis: Redis,
  keys: readonly string[],
  args: readonly ScriptArgument[],
) => Promise<Answer>

/** Sends a script by its digest, and whole when the server does not know it (any more). */
export function redisScript<Answer>(lua: string): RedisScript<Answer> {
  let digest: string | null = null
  return async (redis, keys, args) => {
    digest ??= (await redis.script('LOAD', lua)) as string
    try {
      return (await redis.evalsha(digest, keys.length, ...keys, ...args)) as Answer
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error
      return (await redis.eval(lua, keys.length, ...keys, ...args)) as Answer
    }
  }
}
